namespace Sops.Schedules;

/// <summary>
/// Decides about the ticks of a schedule, one after the other. Pure: the same schedule at the same moment always gets the same
/// answer, and the next tick only moves forward, so that none can come twice.
/// </summary>
public static class Ticks
{
    /// <summary>A tick belongs to its minute.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromMinutes(1);

    private const int MostCounted = 10_000;

    /// <summary>The first tick after that moment, within the schedule's bounds; null when there is none.</summary>
    public static DateTimeOffset? Next(ScheduleRules rules, DateTimeOffset after)
    {
        // A tick at the very beginning counts.
        var from = rules.StartAt is { } start && start.AddTicks(-1) > after ? start.AddTicks(-1) : after;
        return rules.Cron.Next(from) is { } next && !(next >= rules.EndAt) ? next : null;
    }

    /// <summary>When a tick is to make its task: at the tick, or later by its part of the jitter, in whole milliseconds.</summary>
    public static DateTimeOffset DueAt(ScheduleRules rules, DateTimeOffset tick)
    {
        if (rules.Jitter <= TimeSpan.Zero)
        {
            return tick;
        }
        // One that waits for a longer put off tick before it would be late without anybody's fault.
        var gap = rules.Cron.Next(tick) - tick ?? TimeSpan.Zero;
        var most = (long)(gap < rules.Jitter ? gap : rules.Jitter).TotalMilliseconds;
        if (most <= 0)
        {
            return tick;
        }
        var mixed = Mixed((ulong)rules.Seed * 0x9E3779B97F4A7C15 ^ (ulong)tick.ToUnixTimeSeconds());
        return tick.AddMilliseconds((long)(mixed % (ulong)most));
    }

    /// <summary>What is to be done now.</summary>
    /// <param name="previousIsOpen">The last task that the schedule made has not ended.</param>
    public static TickDecision Decide(ScheduleRules rules, TickState state, DateTimeOffset now, bool previousIsOpen)
    {
        if (state.Buffered is { } buffered && !previousIsOpen)
        {
            return new Fire(buffered, true, state with { Buffered = null });
        }
        if (state.Next is not { } tick || DueAt(rules, tick) > now)
        {
            return new Wait(state);
        }
        if (IsTooLate(rules, tick, now))
        {
            return Missed(rules, state, tick, now);
        }
        var after = state with { Next = Next(rules, tick) };
        return (rules.Overlap, previousIsOpen, state.Buffered) switch
        {
            (Overlap.Allow, _, _) or (_, false, _) => new Fire(tick, false, after),
            (Overlap.BufferOne, true, null) => new Buffer(tick, after with { Buffered = tick }),
            _ => new Skip(tick, after),
        };
    }

    private static bool IsTooLate(ScheduleRules rules, DateTimeOffset tick, DateTimeOffset now)
    {
        var late = now - DueAt(rules, tick);
        return late >= Grace && late > rules.CatchUpWindow;
    }

    /// <summary>All ticks that are too late, at once; behind what can be counted the search goes on near now.</summary>
    private static Miss Missed(ScheduleRules rules, TickState state, DateTimeOffset first, DateTimeOffset now)
    {
        var (last, count, more) = (first, 1, false);
        var next = Next(rules, first);
        while (next is { } tick && IsTooLate(rules, tick, now))
        {
            if (count < MostCounted)
            {
                (last, count, next) = (tick, count + 1, Next(rules, tick));
                continue;
            }
            more = true;
            // A tick right at the window's beginning is not too late.
            next = Next(rules, Later(tick, now - Window(rules) - TimeSpan.FromTicks(1)));
        }
        return new Miss(first, last, count, more, state with { Next = next });
    }

    /// <summary>How far back a tick that is not too late can lie.</summary>
    private static TimeSpan Window(ScheduleRules rules) =>
        (rules.CatchUpWindow > Grace ? rules.CatchUpWindow : Grace) + rules.Jitter;

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;

    /// <summary>SplitMix64's last steps: near numbers in, far ones out.</summary>
    private static ulong Mixed(ulong x)
    {
        x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9;
        x = (x ^ (x >> 27)) * 0x94D049BB133111EB;
        return x ^ (x >> 31);
    }
}
