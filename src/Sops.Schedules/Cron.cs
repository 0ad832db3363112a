using Cronos;

namespace Sops.Schedules;

/// <summary>
/// Tells when a cron fires, always at second 0. Where a zone changes its clocks, a cron whose minute or hour holds *, a range
/// or a step fires in every minute that is on the clock: not in those left out, and twice in those that come twice. Any other
/// fires once: at the end of what is left out, and in the first of two.
/// </summary>
public sealed class Cron
{
    private readonly CronExpression _expression;
    private readonly TimeZoneInfo _zone;

    private Cron(CronExpression expression, TimeZoneInfo zone) => (_expression, _zone) = (expression, zone);

    public static Cron Of(CronFields fields, TimeZoneInfo zone) =>
        new(
            CronExpression.Parse(
                string.Join(
                    ' ',
                    Times(CronField.Minute, fields.Minute),
                    Times(CronField.Hour, fields.Hour),
                    Days(CronField.DayOfMonth, fields.DayOfMonth),
                    Days(CronField.MonthOfYear, fields.MonthOfYear),
                    Days(CronField.DayOfWeek, fields.DayOfWeek)
                )
            ),
            zone
        );

    /// <summary>The first time after that moment; null when there is none.</summary>
    public DateTimeOffset? Next(DateTimeOffset after) => _expression.GetNextOccurrence(after, _zone);

    /// <summary>The first times after that moment.</summary>
    public IEnumerable<DateTimeOffset> After(DateTimeOffset moment)
    {
        for (var next = Next(moment); next is { } time; next = Next(time))
        {
            yield return time;
        }
    }

    /// <summary>Cronos takes a range for the sign of an interval, so one of a single value keeps that where it has to.</summary>
    private static string Times(CronField field, string text)
    {
        if (text == "*")
        {
            return text;
        }
        var isInterval = CronField.IsInterval(text);
        return string.Join(',', field.Values(text).Select(v => isInterval ? $"{v}-{v}" : $"{v}"));
    }

    private static string Days(CronField field, string text) =>
        text == "*" ? text : string.Join(',', field.Values(text));
}
