using Sops.Schedules;
using Sops.Storage;

namespace Sops.Server.Schedules;

/// <summary>How a stored periodic task is dealt with, in the words of <see cref="Ticks"/>.</summary>
internal static class PeriodicRules
{
    public const string Allow = "allow";
    public const string Skip = "skip";
    public const string BufferOne = "buffer_one";

    public static ScheduleRules Of(PeriodicTaskRow row) =>
        new()
        {
            Cron = Cron.Of(CronFields.FromStored(row.Cron), TimeZoneInfo.FindSystemTimeZoneById(row.Zone)),
            Overlap = row.Overlap switch
            {
                Skip => Overlap.Skip,
                BufferOne => Overlap.BufferOne,
                _ => Overlap.Allow,
            },
            CatchUpWindow = TimeSpan.FromSeconds(row.CatchUpWindow),
            Jitter = TimeSpan.FromSeconds(row.Jitter),
            StartAt = row.StartAt,
            EndAt = row.EndAt,
            Seed = row.Id,
        };

    /// <summary>
    /// As somebody changed it: a tick that is owed stays owed, unless what says when ticks come is another now.
    /// </summary>
    public static PeriodicTaskRow Changed(PeriodicTaskRow before, PeriodicTaskRow after, DateTimeOffset now) =>
        Timing(after) == Timing(before) ? after : FromNow(after, now);

    private static (bool, string, string, DateTimeOffset?, DateTimeOffset?, int) Timing(PeriodicTaskRow row) =>
        (row.Enabled, row.Cron, row.Zone, row.StartAt, row.EndAt, row.Jitter);

    /// <summary>The same with its next tick after now, where it is enabled: what was missed before does not count.</summary>
    public static PeriodicTaskRow FromNow(PeriodicTaskRow row, DateTimeOffset now)
    {
        if (!row.Enabled)
        {
            return row with { NextTick = null, BufferedTick = null, DueAt = null };
        }
        var rules = Of(row);
        // A clock that was set back does not bring ticks back.
        var next = Ticks.Next(rules, row.LastTick > now ? row.LastTick.Value : now);
        return Standing(row, rules, new TickState(next, row.BufferedTick));
    }

    /// <summary>The same where it stands after a tick.</summary>
    public static PeriodicTaskRow Standing(PeriodicTaskRow row, ScheduleRules rules, TickState state) =>
        row with
        {
            NextTick = state.Next,
            BufferedTick = state.Buffered,
            DueAt = state.Next is { } next ? Ticks.DueAt(rules, next) : null,
        };
}
