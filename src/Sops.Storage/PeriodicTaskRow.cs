namespace Sops.Storage;

/// <summary>A template as it was, and when it is run.</summary>
public sealed record PeriodicTaskRow
{
    /// <summary>0 until it is inserted.</summary>
    public long Id { get; init; }

    /// <summary>One more at each change; what was decided over another one is not written.</summary>
    public long Revision { get; init; }
    public required long BusinessId { get; init; }
    public required string Name { get; init; }
    public required long TemplateId { get; init; }
    public required string TemplateSource { get; init; }

    /// <summary>Of the template's tree at the time.</summary>
    public required string TemplateVersion { get; init; }
    public required string Category { get; init; }

    /// <summary>Of the tree that its tasks run; filled in by the insert.</summary>
    public string SnapshotDigest { get; init; } = "";

    /// <summary>JSON object of the values given in place of the tree's.</summary>
    public required string Constants { get; init; }
    public required string InstanceId { get; init; }

    /// <summary>Also creator and executor of its tasks.</summary>
    public required string Creator { get; init; }
    public required string AppCode { get; init; }

    /// <summary>Null until it is edited.</summary>
    public string? Editor { get; init; }
    public required DateTimeOffset CreateTime { get; init; }
    public required DateTimeOffset EditTime { get; init; }

    /// <summary>Minute, hour, day of week, day of month and month, with a blank between.</summary>
    public required string Cron { get; init; }

    /// <summary>IANA name of the zone that the cron is read in.</summary>
    public required string Zone { get; init; }
    public bool Enabled { get; init; }

    /// <summary>Why the service disabled it; "" where it did not.</summary>
    public string PauseReason { get; init; } = "";

    /// <summary>allow, skip or buffer_one.</summary>
    public string Overlap { get; init; } = "allow";

    /// <summary>Seconds.</summary>
    public int CatchUpWindow { get; init; }

    /// <summary>Seconds.</summary>
    public int Jitter { get; init; }

    /// <summary>Runs in a row; 0 for never.</summary>
    public int PauseAfterFailures { get; init; }
    public DateTimeOffset? StartAt { get; init; }
    public DateTimeOffset? EndAt { get; init; }

    /// <summary>The earliest tick that was not dealt with; null: none will come.</summary>
    public DateTimeOffset? NextTick { get; init; }

    /// <summary>The latest tick that was dealt with: no earlier one counts, whatever the clock is set to.</summary>
    public DateTimeOffset? LastTick { get; init; }

    /// <summary>A tick whose task is made once the former one has ended.</summary>
    public DateTimeOffset? BufferedTick { get; init; }

    /// <summary>When somebody has to look at it; null: never.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>Runs in a row.</summary>
    public int Failures { get; init; }
    public long TotalRunCount { get; init; }
    public DateTimeOffset? LastRunAt { get; init; }
    public long? LastTaskId { get; init; }
    public bool IsDeleted { get; init; }
}

/// <summary>A periodic task that somebody has to look at.</summary>
/// <param name="PreviousIsOpen">The last task that it made has not ended.</param>
public sealed record DuePeriodicTask(PeriodicTaskRow Row, bool PreviousIsOpen);

/// <summary>What became of a tick.</summary>
public sealed record PeriodicRunRow
{
    public const string Started = "started";
    public const string Skipped = "skipped";
    public const string Buffered = "buffered";
    public const string Missed = "missed";
    public const string Failed = "failed";

    /// <summary>0 until it is inserted.</summary>
    public long Id { get; init; }
    public required long PeriodicTaskId { get; init; }
    public required DateTimeOffset Tick { get; init; }

    /// <summary>0 for a tick of the cron; else what tells runs by hand apart.</summary>
    public long Manual { get; init; }
    public required string Outcome { get; init; }
    public long? TaskId { get; init; }

    /// <summary>FINISHED, REVOKED or FAILED; "" before.</summary>
    public string TaskState { get; init; } = "";
    public string Message { get; init; } = "";

    /// <summary>Ticks in a row that it stands for.</summary>
    public int Ticks { get; init; } = 1;
    public required DateTimeOffset CreateTime { get; init; }
}

/// <summary>A tick that was dealt with, to be made durable together with the task that it makes, if it makes one.</summary>
public sealed record TickCommit
{
    /// <summary>As the tick leaves it. Its revision is the one that was decided over.</summary>
    public required PeriodicTaskRow After { get; init; }

    /// <summary>Its task is filled in where the tick makes one.</summary>
    public required PeriodicRunRow Run { get; init; }

    /// <summary>The tick was buffered before, and its row is there.</summary>
    public bool WasBuffered { get; init; }
}
