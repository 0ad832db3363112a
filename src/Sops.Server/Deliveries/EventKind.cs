namespace Sops.Server.Deliveries;

/// <summary>What is told, in the words of the contract.</summary>
public static class EventKind
{
    public const string TaskStarted = "sops.task.started";
    public const string TaskFinished = "sops.task.finished";

    /// <summary>A node failed that nothing retries by itself, where none stood failed so before.</summary>
    public const string TaskFailed = "sops.task.failed";
    public const string TaskRevoked = "sops.task.revoked";

    /// <summary>A node failed, and nothing retries it by itself.</summary>
    public const string NodeFailed = "sops.node.failed";

    /// <summary>A node waits for a person or an outside system to call it back.</summary>
    public const string NodeWaiting = "sops.node.waiting";

    /// <summary>Somebody tries a webhook out. Sent on that occasion only, to that webhook only.</summary>
    public const string Test = "sops.webhook.test";

    /// <summary>Those that a webhook can ask for.</summary>
    public static IReadOnlyList<string> All { get; } =
    [TaskStarted, TaskFinished, TaskFailed, TaskRevoked, NodeFailed, NodeWaiting];
}
