namespace Sops.Engine.Runs;

public enum WorkKind
{
    /// <summary>A plugin call.</summary>
    Call,

    /// <summary>The end of a node's time.</summary>
    Timeout,
    AutoRetry,

    /// <summary>A node to be entered.</summary>
    Entry,
}

/// <summary>Something that is to happen to a node at some moment: what the outside owes the run.</summary>
/// <param name="Attempt">The attempt it is for; for another attempt it means nothing.</param>
/// <param name="Number">Of a call, its number; else 0.</param>
public sealed record WorkItem(int Node, WorkKind Kind, int Attempt, int Number, DateTimeOffset Due)
{
    /// <summary>When a call is due that a revoke put off for good; one under way may still be answered.</summary>
    public static readonly DateTimeOffset Never = new(9999, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>All work that a node in this state asks for; it follows from the state alone.</summary>
    public static IEnumerable<WorkItem> Of(NodeRun? node)
    {
        if (CallOf(node) is { } call)
        {
            yield return call;
        }
        if (TimeoutOf(node) is { } timeout)
        {
            yield return timeout;
        }
        if (AutoRetryOf(node) is { } retry)
        {
            yield return retry;
        }
        if (EntryOf(node) is { } entry)
        {
            yield return entry;
        }
    }

    /// <summary>Sorts out which work came up and which is no longer wanted between two states of a node.</summary>
    internal static void Compare(NodeRun? before, NodeRun after, List<WorkItem> work, List<WorkItem> done)
    {
        Compare(CallOf(before), CallOf(after), work, done);
        Compare(TimeoutOf(before), TimeoutOf(after), work, done);
        Compare(AutoRetryOf(before), AutoRetryOf(after), work, done);
        Compare(EntryOf(before), EntryOf(after), work, done);
    }

    private static void Compare(WorkItem? before, WorkItem? after, List<WorkItem> work, List<WorkItem> done)
    {
        if (before == after)
        {
            return;
        }
        if (before is not null)
        {
            done.Add(before);
        }
        if (after is not null)
        {
            work.Add(after);
        }
    }

    private static WorkItem? CallOf(NodeRun? node) =>
        node is { State: NodeState.Running, Call: { } call }
            ? new(node.Node, WorkKind.Call, node.Attempt, call.Number, call.Due)
            : null;

    private static WorkItem? TimeoutOf(NodeRun? node) =>
        node is { State: NodeState.Running, TimeoutAt: { } end }
            ? new(node.Node, WorkKind.Timeout, node.Attempt, 0, end)
            : null;

    private static WorkItem? AutoRetryOf(NodeRun? node) =>
        node is { State: NodeState.Failed, AutoRetryAt: { } again }
            ? new(node.Node, WorkKind.AutoRetry, node.Attempt, 0, again)
            : null;

    private static WorkItem? EntryOf(NodeRun? node) =>
        node is { EnterAt: { } at } ? new(node.Node, WorkKind.Entry, node.Attempt, 0, at) : null;
}
