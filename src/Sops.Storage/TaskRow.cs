using Sops.Engine.Runs;

namespace Sops.Storage;

/// <summary>A task as it is listed and shown, without its nodes.</summary>
public sealed record TaskRow
{
    public const string CommonType = "common";

    /// <summary>Somebody has to claim it before it can be started.</summary>
    public const string FunctionalType = "common_func";
    public const string ClaimFlow = "func_claim";
    public const string ExecuteFlow = "execute_task";
    public const string FinishedFlow = "finished";

    /// <summary>0 until it is inserted.</summary>
    public long Id { get; init; }
    public required long BusinessId { get; init; }

    /// <summary>Made through the space routes: BusinessId is a space's id.</summary>
    public bool Space { get; init; }
    public required string Name { get; init; }
    public long? TemplateId { get; init; }
    public string TemplateSource { get; init; } = "";
    public string Category { get; init; } = "";
    public string FlowType { get; init; } = "";

    /// <summary>As stored, which knows of no end.</summary>
    public string CurrentFlow { get; init; } = "";

    /// <summary>Where the task stands as callers are shown it: func_claim, execute_task or finished.</summary>
    public string ShownFlow => State is NodeState.Finished or NodeState.Revoked ? FinishedFlow : CurrentFlow;

    /// <summary>Who took a functional task over; null before, and for any other task.</summary>
    public string? Claimant { get; init; }
    public DateTimeOffset? ClaimTime { get; init; }
    public required string Creator { get; init; }
    public string Executor { get; init; } = "";
    public string CreateMethod { get; init; } = "";
    public string AppCode { get; init; } = "";
    public string Description { get; init; } = "";
    public required string InstanceId { get; init; }

    /// <summary>Of the pipeline document; filled in by the insert.</summary>
    public string SnapshotDigest { get; init; } = "";

    /// <summary>JSON object of the constants given in place of the tree's.</summary>
    public string? Constants { get; init; }
    public NodeState State { get; init; }
    public NodeState ShownState { get; init; }
    public long Revision { get; init; }
    public int NextToken { get; init; }
    public string Operator { get; init; } = "";
    public required DateTimeOffset CreateTime { get; init; }
    public DateTimeOffset? StartTime { get; init; }
    public DateTimeOffset? FinishTime { get; init; }
    public string? ScopeType { get; init; }
    public string? ScopeValue { get; init; }

    /// <summary>The periodic task that made it; null for none.</summary>
    public long? PeriodicTaskId { get; init; }

    /// <summary>JSON object of what nothing is searched by.</summary>
    public string Extra { get; init; } = "{}";
    public bool IsDeleted { get; init; }

    /// <summary>Where it tells of its own end and of failures; null for nowhere. It may hold a secret, and is shown nowhere.</summary>
    public string? CallbackUrl { get; init; }

    /// <summary>Which form that has: v2, else the first.</summary>
    public string? CallbackVersion { get; init; }
}

/// <summary>The rows that a run is restored from, all of one moment.</summary>
public sealed record RunRows
{
    public required TaskRow Task { get; init; }
    public required IReadOnlyList<NodeRun> Nodes { get; init; }
    public required IReadOnlyList<Token> Tokens { get; init; }
    public required IReadOnlyList<Variable> Variables { get; init; }
}

/// <summary>A committed turn as watchers read it.</summary>
public sealed record ShownRow
{
    public required long Revision { get; init; }
    public required DateTimeOffset At { get; init; }

    /// <summary>JSON that watchers are sent.</summary>
    public required string Shown { get; init; }
}

/// <summary>A committed turn as its history keeps it.</summary>
public sealed record TurnRow
{
    public required long Revision { get; init; }
    public required DateTimeOffset At { get; init; }
    public required string Actor { get; init; }
    public required string Command { get; init; }

    /// <summary>JSON array of the events.</summary>
    public required string Events { get; init; }

    /// <summary>JSON that watchers are sent.</summary>
    public required string Shown { get; init; }
}

/// <summary>Work that a task asked for; also the place to go on reading after.</summary>
public sealed record DueWork
{
    public required long TaskId { get; init; }
    public required int Node { get; init; }
    public required WorkKind Kind { get; init; }
    public required int Attempt { get; init; }
    public required int Number { get; init; }
    public required DateTimeOffset DueAt { get; init; }

    /// <summary>How work is stored.</summary>
    public static DueWork Of(long taskId, WorkItem work) =>
        new()
        {
            TaskId = taskId,
            Node = work.Node,
            Kind = work.Kind,
            Attempt = work.Attempt,
            Number = work.Number,
            DueAt = DateTimeOffset.FromUnixTimeMilliseconds(Milliseconds(work.Due)),
        };

    /// <summary>Rounded up: work that is handed out early would be refused as not due.</summary>
    internal static long Milliseconds(DateTimeOffset due) =>
        due.AddTicks(TimeSpan.TicksPerMillisecond - 1).ToUnixTimeMilliseconds();
}
