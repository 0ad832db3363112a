using Cronos;

namespace Sops.Schedules;

/// <summary>
/// Tells when a cron fires, always at second 0. Where a zone changes its clocks, a cron whose minute or hour holds *, a range
/// or a step fires in every minute that is on the clock: not in those left out, and twice in those that come twice. Any other
/// fires once: at the end of what is left out, and in the first of two.
/// </summary>
public sealed class Cron
{
    /// <summary>
    /// No zone lets a clock show again what it showed so long ago, nor changes its clocks twice within; offsets differ by less.
    /// </summary>
    private static readonly TimeSpan Stretch = TimeSpan.FromDays(2);

    /// <summary>Behind this one Cronos finds nothing.</summary>
    private const int LastYear = 2498;

    private readonly CronExpression _wall;
    private readonly TimeZoneInfo _zone;
    private readonly bool _isInterval;

    private Cron(CronExpression wall, TimeZoneInfo zone, bool isInterval) =>
        (_wall, _zone, _isInterval) = (wall, zone, isInterval);

    public static Cron Of(CronFields fields, TimeZoneInfo zone) =>
        new(
            CronExpression.Parse(
                string.Join(
                    ' ',
                    Listed(CronField.Minute, fields.Minute),
                    Listed(CronField.Hour, fields.Hour),
                    Listed(CronField.DayOfMonth, fields.DayOfMonth),
                    Listed(CronField.MonthOfYear, fields.MonthOfYear),
                    Listed(CronField.DayOfWeek, fields.DayOfWeek)
                )
            ),
            zone,
            CronField.IsInterval(fields.Minute) || CronField.IsInterval(fields.Hour)
        );

    /// <summary>The first time after that moment, at the offset of the zone; null when there is none.</summary>
    /// <remarks>
    /// Cronos looks for the minute on the wall only. Its own way with zones takes every change for one of summer time above
    /// the zone's base, which Dublin, Casablanca or a country that moves to another zone are not, and makes up for what a gap
    /// leaves out of intervals too.
    /// </remarks>
    public DateTimeOffset? Next(DateTimeOffset after)
    {
        if (after.UtcDateTime.Year > LastYear)
        {
            return null;
        }
        var time = NextMinute(after > DateTimeOffset.UnixEpoch ? after.UtcDateTime : DateTime.UnixEpoch);
        if (!_isInterval)
        {
            time = BehindRepeat(time);
        }
        while (_wall.GetNextOccurrence(time + Offset(time), inclusive: true) is { } shown)
        {
            var offset = Offset(time);
            var due = shown - offset;
            var end = Earlier(due, time + Stretch);
            if (Offset(end) == offset)
            {
                if (due == end)
                {
                    return At(due);
                }
                time = Later(end, shown - Stretch);
                continue;
            }
            var change = Change(time, end);
            var moved = Offset(change) - offset;
            if (!_isInterval && shown <= change + offset + moved)
            {
                return At(change);
            }
            time = _isInterval || moved > TimeSpan.Zero ? change : change - moved;
        }
        return null;
    }

    /// <summary>The first times after that moment.</summary>
    public IEnumerable<DateTimeOffset> After(DateTimeOffset moment)
    {
        for (var next = Next(moment); next is { } time; next = Next(time))
        {
            yield return time;
        }
    }

    /// <summary>That time; or when the clock shows what it never did, where it was put back and shows the same again.</summary>
    private DateTime BehindRepeat(DateTime time)
    {
        var before = time - Stretch / 2;
        var moved = Offset(time) - Offset(before);
        return moved < TimeSpan.Zero ? Later(time, Change(before, time) - moved) : time;
    }

    /// <summary>The minute in which the offset becomes another, between two with different ones.</summary>
    private DateTime Change(DateTime before, DateTime after)
    {
        var offset = Offset(before);
        var (low, high) = (0, (int)(after - before).TotalMinutes);
        while (high - low > 1)
        {
            var middle = (low + high) / 2;
            (low, high) = Offset(before.AddMinutes(middle)) == offset ? (middle, high) : (low, middle);
        }
        return before.AddMinutes(high);
    }

    private TimeSpan Offset(DateTime time) => _zone.GetUtcOffset(time);

    private DateTimeOffset At(DateTime time) => new DateTimeOffset(time).ToOffset(Offset(time));

    private static DateTime NextMinute(DateTime time) =>
        new(time.Ticks - time.Ticks % TimeSpan.TicksPerMinute + TimeSpan.TicksPerMinute, DateTimeKind.Utc);

    private static DateTime Earlier(DateTime one, DateTime other) => one < other ? one : other;

    private static DateTime Later(DateTime one, DateTime other) => one > other ? one : other;

    private static string Listed(CronField field, string text) =>
        text == "*" ? text : string.Join(',', field.Values(text));
}
