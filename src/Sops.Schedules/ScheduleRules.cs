namespace Sops.Schedules;

/// <summary>What a tick does while the task of a former tick has not ended.</summary>
public enum Overlap
{
    /// <summary>Makes a second task.</summary>
    Allow,

    /// <summary>Makes none.</summary>
    Skip,

    /// <summary>Makes one when that task ends; while one waits for that already, none.</summary>
    BufferOne,
}

/// <summary>How the ticks of a schedule are dealt with.</summary>
public sealed record ScheduleRules
{
    public required Cron Cron { get; init; }
    public Overlap Overlap { get; init; }

    /// <summary>How late a tick may be and still count; one minute at least.</summary>
    public TimeSpan CatchUpWindow { get; init; }

    /// <summary>Each tick is put off by a part of this, and never to the next tick: they stay in order.</summary>
    public TimeSpan Jitter { get; init; }

    /// <summary>No tick before; null for no bound.</summary>
    public DateTimeOffset? StartAt { get; init; }

    /// <summary>No tick from then on; null for no bound.</summary>
    public DateTimeOffset? EndAt { get; init; }

    /// <summary>Makes schedules with the same cron put off differently.</summary>
    public long Seed { get; init; }
}
