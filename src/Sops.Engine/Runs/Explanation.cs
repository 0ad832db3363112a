using Sops.Engine.Pipelines;

namespace Sops.Engine.Runs;

/// <summary>What keeps a node from being done.</summary>
public enum WaitReason
{
    /// <summary>The task is not started.</summary>
    Start,

    /// <summary>Tokens have still to come along these flows.</summary>
    Flows,

    /// <summary>Its plugin is being called.</summary>
    Call,

    /// <summary>Its plugin asked to be called again at that time.</summary>
    Timer,

    /// <summary>Its plugin waits for a callback.</summary>
    Callback,

    /// <summary>It failed: somebody has to retry or skip it.</summary>
    Person,

    /// <summary>It will be retried by itself at that time.</summary>
    AutoRetry,

    /// <summary>It will be failed by force at that time.</summary>
    Timeout,

    /// <summary>A token stands before it, held by what is paused.</summary>
    Pause,

    /// <summary>A sub-process: something inside it is not done.</summary>
    Inside,

    /// <summary>No token can come here any more.</summary>
    OutOfReach,
}

/// <summary>One reason why a node is not done.</summary>
public sealed record Wait(WaitReason Reason)
{
    /// <summary>Of <see cref="WaitReason.Flows"/>: the flows along which somebody may still come.</summary>
    public IReadOnlyList<Flow> Flows { get; init; } = [];
    public DateTimeOffset? Since { get; init; }
    public DateTimeOffset? Due { get; init; }

    /// <summary>Of <see cref="WaitReason.Pause"/>: what is paused; 0 the task, else a sub-process or the node itself.</summary>
    public int? By { get; init; }
}

/// <summary>Says of every node that is not done what it waits for. A run waits for nothing that this does not name.</summary>
public static class Explanation
{
    public static IReadOnlyDictionary<int, IReadOnlyList<Wait>> Of(Run run, DateTimeOffset now)
    {
        var reachable = Reachability.From(run);
        var held = run.Tokens.Where(t => t.HeldBy is not null).ToLookup(t => t.Node);
        var into = run
            .Tree.Nodes.OfType<Node>()
            .SelectMany(n => n.Outgoing)
            .Where(f => reachable.Contains(f.Source.Index))
            .ToLookup(f => f.Target.Index);
        var all = new SortedDictionary<int, IReadOnlyList<Wait>>();
        foreach (var node in run.Tree.Nodes.OfType<Node>())
        {
            var waits = Waits(run, node, now, reachable, held[node.Index], into[node.Index]).ToList();
            if (waits.Count > 0)
            {
                all[node.Index] = waits;
            }
        }
        return all;
    }

    private static IEnumerable<Wait> Waits(
        Run run,
        Node node,
        DateTimeOffset now,
        HashSet<int> reachable,
        IEnumerable<Token> held,
        IEnumerable<Flow> into
    )
    {
        var state = run.Node(node.Index);
        if (state?.EnterAt is { } entry)
        {
            return [new Wait(WaitReason.Timer) { Since = entry, Due = entry }];
        }
        var pauses = held.Select(t => new Wait(WaitReason.Pause) { By = t.HeldBy }).ToList();
        switch (state?.State)
        {
            case NodeState.Finished:
                return pauses;
            case NodeState.Running:
                return node is Subprocess
                    ? [new Wait(WaitReason.Inside) { Since = state.StartedAt }]
                    : Running(state, now);
            case NodeState.Failed:
                return Failed(state);
            case NodeState.Suspended when pauses.Count == 0:
                pauses.Add(new Wait(WaitReason.Pause) { By = node.Index });
                break;
        }
        if (pauses.Any(p => p.By != node.Index) || (pauses.Count > 0 && held.Any()))
        {
            return pauses;
        }
        return
        [
            .. pauses,
            !reachable.Contains(node.Index) ? new Wait(WaitReason.OutOfReach)
            : run.State == NodeState.Created && node == run.Tree.Root.Start ? new Wait(WaitReason.Start)
            : new Wait(WaitReason.Flows) { Flows = [.. into] },
        ];
    }

    private static IEnumerable<Wait> Running(NodeRun node, DateTimeOffset now)
    {
        yield return node.Call switch
        {
            null => new Wait(WaitReason.Callback) { Since = node.StartedAt },
            { Kind: not CallKind.Execute, Due: var due } when due > now => new Wait(WaitReason.Timer)
            {
                Since = node.StartedAt,
                Due = due,
            },
            _ => new Wait(WaitReason.Call) { Since = node.StartedAt },
        };
        if (node.TimeoutAt is { } end)
        {
            yield return new Wait(WaitReason.Timeout) { Due = end };
        }
    }

    private static IEnumerable<Wait> Failed(NodeRun node)
    {
        yield return new Wait(WaitReason.Person) { Since = node.FinishedAt };
        if (node.AutoRetryAt is { } again)
        {
            yield return new Wait(WaitReason.AutoRetry) { Due = again };
        }
    }
}
