using System.Globalization;
using System.Text.RegularExpressions;
using Sops.Engine.Expressions.Modules;
using Sops.Engine.Expressions.Values;

namespace Sops.Engine.Expressions.Feel;

/// <summary>Reads the texts of date(…), time(…) and date and time(…).</summary>
internal static partial class FeelTimes
{
    public static readonly CultureInfo English = CultureInfo.InvariantCulture;

    public static DateValue Date(string text) =>
        DateTime.TryParseExact(text.Trim(), "yyyy-MM-dd", English, DateTimeStyles.None, out var date)
            ? new DateValue(date, false)
            : throw Unreadable(text, "date");

    public static TimeValue Time(string text)
    {
        var (time, zone) = Split(text, "time");
        return new TimeValue(time, zone?.Fixed);
    }

    public static Value DateAndTime(string text)
    {
        var middle = text.IndexOf('T', StringComparison.Ordinal);
        if (middle < 0)
            throw Unreadable(text, "date and time");
        var (time, zone) = Split(text[(middle + 1)..], "date and time");
        var local = Date(text[..middle]).Time + time.ToTimeSpan();
        return zone is null
            ? new DateValue(local, true)
            : Moments.Make(() => new ZonedTimeValue(new DateTimeOffset(local, zone.At(local))));
    }

    /// <summary>The day of a date, with or without a time.</summary>
    public static DateTime Day(Value value) =>
        value switch
        {
            DateValue date => date.Time,
            ZonedTimeValue zoned => zoned.Moment.DateTime,
            _ => throw new ExpressionError($"a date is required, not {value.TypeName}"),
        };

    private static (TimeOnly Time, FeelZone? Zone) Split(string text, string what)
    {
        var match = TimeAndZone().Match(text.Trim());
        if (
            !match.Success || !TimeOnly.TryParseExact(match.Groups[1].Value, "HH:mm:ss", English, default, out var time)
        )
            throw Unreadable(text, what);
        return (time, match.Groups[2].Value is { Length: > 0 } zone ? FeelZone.Read(zone) : null);
    }

    private static ExpressionError Unreadable(string text, string what) =>
        new($"'{(text.Length > 80 ? text[..80] + "…" : text)}' is no {what}");

    [GeneratedRegex(@"^(\d\d:\d\d:\d\d)\s*(Z|[+-]\d\d:\d\d|@\w+/\w+)?$", RegexOptions.NonBacktracking)]
    private static partial Regex TimeAndZone();
}
