namespace Sops.Server.Tests.Durability.Load;

/// <summary>One thing that a caller asks for in the life of a task.</summary>
/// <param name="Verb">create or create_and_start a task; start, pause, resume or revoke it; callback, retry, skip, pause or resume of a node.</param>
/// <param name="Node">Its name in the tree; empty where the whole task is meant.</param>
internal sealed record Step(string Verb, string Node = "")
{
    /// <summary>The state that a watcher has to show before; empty where there is nothing to wait for.</summary>
    public string When { get; init; } = "";

    /// <summary>Whose state that is: of this node, or of the task.</summary>
    public string At { get; init; } = Node;

    /// <summary>What a callback carries.</summary>
    public string Data { get; init; } = "{}";

    /// <summary>Nobody does it before the end, so that at every kill tasks wait for it.</summary>
    public bool IsHeld { get; init; }

    /// <summary>What it leaves in the history, each of it once.</summary>
    public IReadOnlyList<string> Leaves =>
        (Verb, Node) switch
        {
            ("create", _) => ["TASK_CREATED"],
            ("create_and_start", _) => ["TASK_CREATED", "TASK_STARTED"],
            ("start", _) => ["TASK_STARTED"],
            ("pause", "") => ["PIPELINE_PAUSED"],
            ("resume", "") => ["PIPELINE_RESUMED"],
            ("revoke", _) => ["TASK_REVOKED"],
            ("pause", _) => ["NODE_PAUSED"],
            ("resume", _) => ["NODE_RESUMED"],
            ("retry", _) => ["NODE_RETRIED"],
            ("skip", _) => ["NODE_SKIPPED"],
            ("forced_fail", _) => ["NODE_FAILED"],
            ("callback", _) => ["CALLBACK_RECEIVED"],
            _ => throw new ArgumentException(Verb),
        };
}
