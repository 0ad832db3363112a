using System.Globalization;

namespace Sops.Schedules.Tests;

/// <summary>
/// A cron by the letter of its rules and in the simplest way there is: sets of numbers that a minute is held against.
/// It shares nothing with what it checks.
/// </summary>
internal sealed class Matcher
{
    private const string Names = "sun mon tue wed thu fri sat";

    private readonly bool[] _minute;
    private readonly bool[] _hour;
    private readonly bool[] _weekday;
    private readonly bool[] _day;
    private readonly bool[] _month;
    private readonly bool _byTheClock;

    /// <param name="cron">minute, hour, day of the week, day of the month, month, with blanks between.</param>
    public Matcher(string cron)
    {
        var fields = cron.Split(' ');
        Assert.Equal(5, fields.Length);
        _minute = Set(fields[0], 0, 59);
        _hour = Set(fields[1], 0, 23);
        _weekday = Set(fields[2], 0, 6);
        _day = Set(fields[3], 1, 31);
        _month = Set(fields[4], 1, 12);
        _byTheClock = (fields[0] + fields[1]).IndexOfAny(['*', '-', '/']) >= 0;
    }

    public IEnumerable<DateTimeOffset> Ticks(IEnumerable<WallClock.Minute> minutes) =>
        minutes.Where(Fires).Select(m => new DateTimeOffset(m.Utc));

    private bool Fires(WallClock.Minute minute)
    {
        if (_byTheClock)
        {
            return Matches(minute.Shown);
        }
        for (var back = minute.LeftOut; back >= 0; back--)
        {
            if (Matches(minute.Shown.AddMinutes(-back)))
            {
                return true;
            }
        }
        return false;
    }

    private bool Matches(DateTime shown) =>
        _minute[shown.Minute]
        && _hour[shown.Hour]
        && _day[shown.Day]
        && _month[shown.Month]
        && _weekday[(int)shown.DayOfWeek];

    private static bool[] Set(string text, int min, int max)
    {
        var set = new bool[max + 1];
        foreach (var item in text.Split(','))
        {
            var halves = item.Split('/');
            var ends = halves[0].Split('-');
            var first = ends[0] == "*" ? min : Number(ends[0]);
            var last = ends[0] == "*" ? max : Number(ends[^1]);
            var step = halves.Length > 1 ? Number(halves[1]) : 1;
            for (var (value, passed) = (first, 0); ; passed++)
            {
                set[value] |= passed % step == 0;
                if (value == last)
                {
                    break;
                }
                value = value == max ? min : value + 1;
            }
        }
        return set;
    }

    private static int Number(string text)
    {
        var name = Names.IndexOf(text[..Math.Min(3, text.Length)], StringComparison.OrdinalIgnoreCase);
        return char.IsDigit(text[0]) ? int.Parse(text, CultureInfo.InvariantCulture) : name / 4;
    }
}
