namespace Sops.Engine.Runs;

public enum WorkKind
{
    /// <summary>A plugin call.</summary>
    Call,

    /// <summary>The end of a node's time.</summary>
    Timeout,
    AutoRetry,
}

/// <summary>Something that is to happen to a node at some moment: what the outside owes the run.</summary>
/// <param name="Attempt">The attempt it is for; for another attempt it means nothing.</param>
/// <param name="Number">Of a call, its number; else 0.</param>
public sealed record WorkItem(int Node, WorkKind Kind, int Attempt, int Number, DateTimeOffset Due)
{
    /// <summary>All work that a node in this state asks for; it follows from the state alone.</summary>
    public static IEnumerable<WorkItem> Of(NodeRun? node)
    {
        if (node is { State: NodeState.Running, Call: { } call })
        {
            yield return new(node.Node, WorkKind.Call, node.Attempt, call.Number, call.Due);
        }
        if (node is { State: NodeState.Running, TimeoutAt: { } end })
        {
            yield return new(node.Node, WorkKind.Timeout, node.Attempt, 0, end);
        }
        if (node is { State: NodeState.Failed, AutoRetryAt: { } again })
        {
            yield return new(node.Node, WorkKind.AutoRetry, node.Attempt, 0, again);
        }
    }
}
