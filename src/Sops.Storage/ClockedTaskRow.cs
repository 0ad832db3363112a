namespace Sops.Storage;

/// <summary>A task that is planned for one moment.</summary>
public sealed record ClockedTaskRow
{
    public const string NotStarted = "not_started";
    public const string Started = "started";
    public const string StartFailed = "start_failed";

    /// <summary>0 until it is inserted.</summary>
    public long Id { get; init; }

    /// <summary>One more at each change; what was decided over another one is not written.</summary>
    public long Revision { get; init; }
    public required long BusinessId { get; init; }
    public required string TaskName { get; init; }
    public required long TemplateId { get; init; }

    /// <summary>As it was when the task was planned.</summary>
    public required string TemplateName { get; init; }

    /// <summary>Also creator and executor of the task.</summary>
    public required string Creator { get; init; }
    public required string AppCode { get; init; }

    /// <summary>Null until it is edited.</summary>
    public string? Editor { get; init; }
    public required DateTimeOffset CreateTime { get; init; }
    public required DateTimeOffset EditTime { get; init; }
    public required DateTimeOffset PlanStartTime { get; init; }

    /// <summary>JSON object of what it is to run.</summary>
    public required string Parameters { get; init; }
    public string State { get; init; } = NotStarted;

    /// <summary>Null until it started.</summary>
    public long? TaskId { get; init; }

    /// <summary>Why it could not start.</summary>
    public string Message { get; init; } = "";

    /// <summary>When somebody has to look at it; null: never again.</summary>
    public DateTimeOffset? DueAt { get; init; }
    public bool IsDeleted { get; init; }
}

/// <summary>Which clocked tasks to list, newest first; null and "" are any.</summary>
public sealed record ClockedTaskQuery
{
    public required long BusinessId { get; init; }
    public long? Id { get; init; }

    /// <summary>Upper and lower case of ASCII letters are one.</summary>
    public string NameContains { get; init; } = "";
    public string Creator { get; init; } = "";
    public string Editor { get; init; } = "";
    public string State { get; init; } = "";

    /// <summary>Goes on after the last id of the page before; null for the first page.</summary>
    public long? BeforeId { get; init; }
    public int Limit { get; init; } = int.MaxValue;
    public int Offset { get; init; }
}
