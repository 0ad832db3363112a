using System.Globalization;

namespace Sops.Schedules;

/// <summary>
/// One of the five fields by the rules of Celery's crontab (5.2.7): a list of *, */n, a, a-b and a-b/n. A range whose end is
/// below its beginning goes round the end, and steps count along it.
/// </summary>
internal sealed class CronField
{
    public const int MaxLength = 256;

    private static readonly string[] Weekdays = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

    public static readonly CronField Minute = new("minute", 0, 59);
    public static readonly CronField Hour = new("hour", 0, 23);
    public static readonly CronField DayOfWeek = new("day_of_week", 0, 6, hasNames: true);
    public static readonly CronField DayOfMonth = new("day_of_month", 1, 31);
    public static readonly CronField MonthOfYear = new("month_of_year", 1, 12);

    private readonly string _name;
    private readonly int _lowest;
    private readonly int _highest;
    private readonly bool _hasNames;

    private CronField(string name, int lowest, int highest, bool hasNames = false)
    {
        _name = name;
        _lowest = lowest;
        _highest = highest;
        _hasNames = hasNames;
    }

    /// <summary>The text without its blanks, which mean nothing.</summary>
    /// <exception cref="CronRefusedException"/>
    public string Clean(string text)
    {
        if (text.Length > MaxLength)
        {
            throw Refused($"at most {MaxLength} characters");
        }
        var clean = string.Concat(text.Where(c => !char.IsWhiteSpace(c)));
        Values(clean);
        return clean;
    }

    /// <summary>Whether it names more than single values: then its cron runs by the wall clock's minutes, not by the day's.</summary>
    public static bool IsInterval(string text) => text.AsSpan().ContainsAny('*', '-', '/');

    /// <summary>The values that it names, lowest first.</summary>
    /// <exception cref="CronRefusedException"/>
    public IReadOnlyCollection<int> Values(string text)
    {
        var values = new SortedSet<int>();
        foreach (var item in text.Split(','))
        {
            values.UnionWith(Item(item));
        }
        return values;
    }

    private IEnumerable<int> Item(string item)
    {
        if (item.Length == 0)
        {
            throw Refused("empty part");
        }
        var slash = item.IndexOf('/', StringComparison.Ordinal);
        var range = slash < 0 ? item : item[..slash];
        var dash = range.IndexOf('-', StringComparison.Ordinal);
        IReadOnlyList<int> whole;
        if (range == "*")
        {
            whole = [.. Enumerable.Range(_lowest, _highest - _lowest + 1)];
        }
        else if (dash > 0 && IsWord(range[..dash]) && IsWord(range[(dash + 1)..]))
        {
            whole = [.. Range(Number(range[..dash]), Number(range[(dash + 1)..]))];
        }
        else
        {
            // A single value takes no step. What is no range either is told of as a whole.
            return [Number(item)];
        }
        var step = slash < 0 ? 1 : Step(item[(slash + 1)..]);
        return whole.Where((_, i) => i % step == 0);
    }

    private IEnumerable<int> Range(int from, int to)
    {
        var length = from <= to ? to - from + 1 : _highest - from + 1 + (to - _lowest + 1);
        var count = _highest - _lowest + 1;
        return Enumerable.Range(0, length).Select(i => _lowest + (from - _lowest + i) % count);
    }

    private int Step(string text)
    {
        if (text.Length == 0)
        {
            throw Refused("empty filter");
        }
        if (!IsNumber(text, out var step))
        {
            throw Refused($"Invalid step literal '{text}'.");
        }
        return step > 0 ? step : throw Refused("Invalid step: 0 < 1.");
    }

    private int Number(string text)
    {
        if (text.StartsWith('-'))
        {
            throw Refused("negative numbers not supported");
        }
        if (!IsNumber(text, out var number))
        {
            number =
                _hasNames && text.Length >= 3 && text.All(char.IsAsciiLetter)
                    ? Array.IndexOf(Weekdays, text[..3].ToLowerInvariant())
                    : -1;
            return number >= 0 ? number : throw Refused($"Invalid weekday literal '{text}'.");
        }
        if (number > _highest)
        {
            throw Refused($"Invalid end range: {text.TrimStart('0')} > {_highest}.");
        }
        return number >= _lowest ? number : throw Refused($"Invalid beginning range: {number} < {_lowest}.");
    }

    private static bool IsWord(string text) => text.Length > 0 && text.All(char.IsAsciiLetterOrDigit);

    /// <summary>What is too large to be counted is as large as can be.</summary>
    private static bool IsNumber(string text, out int number)
    {
        number = 0;
        if (text.Length == 0 || !text.All(char.IsAsciiDigit))
        {
            return false;
        }
        number = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var small)
            ? small
            : int.MaxValue;
        return true;
    }

    private CronRefusedException Refused(string message) => new(_name, message);
}
