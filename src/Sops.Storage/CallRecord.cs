namespace Sops.Storage;

/// <summary>What is kept of a call that changes something, in the same transaction as the change.</summary>
public sealed record CallRecord
{
    public required OperationRecord Operation { get; init; }

    /// <summary>Null for a call without a request id.</summary>
    public RequestRecord? Request { get; init; }
}

/// <summary>Who did what, or was refused.</summary>
public sealed record OperationRecord
{
    /// <summary>0 until it is stored.</summary>
    public long Id { get; init; }
    public required DateTimeOffset At { get; init; }

    /// <summary>0 where the call named none.</summary>
    public required long BusinessId { get; init; }

    /// <summary>0 where it concerns no task.</summary>
    public long TaskId { get; init; }

    /// <summary>0 where it concerns no template.</summary>
    public long TemplateId { get; init; }
    public string NodeId { get; init; } = "";

    /// <summary>What else it concerns: periodic_task/12. "" for nothing else.</summary>
    public string Subject { get; init; } = "";

    /// <summary>The method in a word: operate_task.</summary>
    public string Method { get; init; } = "";

    /// <summary>The method or its action, in a word: create_task, pause, retry.</summary>
    public required string Name { get; init; }
    public required string Operator { get; init; }
    public string AppCode { get; init; } = "";
    public string RequestId { get; init; } = "";

    /// <summary>OK, REPEATED, or the reason of the refusal.</summary>
    public required string Outcome { get; init; }
}
