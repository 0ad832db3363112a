using Sops.Engine.Runs;

namespace Sops.Server.Deliveries;

/// <summary>Something of a turn that others may want to be told.</summary>
/// <param name="Number">Its place among the turn's events, which tells two of a kind apart.</param>
/// <param name="Kind">One of <see cref="EventKind"/>.</param>
/// <param name="Node">Index of the node it is about; 0 for the task.</param>
internal sealed record Notice(int Number, string Kind, int Node = 0)
{
    /// <summary>In the order in which it happened.</summary>
    /// <param name="before">The run as it was.</param>
    public static IEnumerable<Notice> Of(Run before, Decision decision)
    {
        var after = decision.After!;
        // What was under way at a revoke comes to its end, but nobody has to do anything about it any more.
        var isOpen = after.State != NodeState.Revoked;
        var failed = false;
        for (var i = 0; i < decision.Events.Count; i++)
        {
            switch (decision.Events[i])
            {
                case TaskStarted:
                    yield return new(i, EventKind.TaskStarted);
                    break;
                case TaskRevoked:
                    yield return new(i, EventKind.TaskRevoked);
                    break;
                case NodeFinished { Node: 0 }:
                    yield return new(i, EventKind.TaskFinished);
                    break;
                case NodeFailed { AutoRetryAt: null } e when isOpen:
                    failed = true;
                    yield return new(i, EventKind.NodeFailed, e.Node);
                    break;
                // A callback that came before was handed over at once, and then there is a call again.
                case CallbackAwaited e when isOpen && after.Node(e.Node) is { State: NodeState.Running, Call: null }:
                    yield return new(i, EventKind.NodeWaiting, e.Node);
                    break;
            }
        }
        if (failed && after.ShownState(0) == NodeState.Failed && !before.Nodes.Any(HasFailed))
        {
            yield return new(decision.Events.Count, EventKind.TaskFailed);
        }
    }

    /// <summary>It stands failed until somebody does something about it.</summary>
    private static bool HasFailed(NodeRun node) => node is { State: NodeState.Failed, AutoRetryAt: null };
}
