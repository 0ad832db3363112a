using Sops.Engine.Pipelines;
using Sops.Engine.Runs;

namespace Sops.Server.Runtime;

/// <summary>What is shown of one node, of the task itself (its own parent) included. Times are unix milliseconds.</summary>
public sealed record NodeStatus
{
    public required string Id { get; init; }
    public string ParentId { get; init; } = "";
    public required string Name { get; init; }

    /// <summary>As on the wire: RUNNING, FAILED, NODE_SUSPENDED …</summary>
    public required string State { get; init; }

    /// <summary>Id of the attempt; "" before the first.</summary>
    public string Version { get; init; } = "";
    public int Loop { get; init; } = 1;
    public int Retry { get; init; }
    public bool Skip { get; init; }
    public bool ErrorIgnorable { get; init; }
    public bool ErrorIgnored { get; init; }
    public long? StartTime { get; init; }
    public long? FinishTime { get; init; }

    /// <summary>Reads it off a run; null for a node that was not reached.</summary>
    public static NodeStatus? Of(Run run, int index, string taskName) =>
        ShownNode.Of(run, index) is { } shown ? Of(shown, run.Tree, run.Ids, taskName) : null;

    /// <summary>What was stored of a node, with what its tree says of it.</summary>
    public static NodeStatus Of(ShownNode shown, PipelineTree pipeline, TaskIds ids, string taskName)
    {
        var (index, attempt) = shown.Named(ids);
        var tree = index == 0 ? null : pipeline[index];
        return new NodeStatus
        {
            Id = ids.Node(index),
            ParentId = ids.Node(tree?.Pipeline.Scope ?? 0),
            Name =
                tree is null ? shown.Name ?? taskName
                : tree is ServiceActivity or Subprocess ? tree.Name
                : "",
            State = shown.State,
            Version = attempt > 0 ? ids.Version(index, attempt) : "",
            Loop = shown.Loop ?? 1,
            Retry = shown.Retry,
            Skip = shown.Skip,
            ErrorIgnorable = tree is ServiceActivity { ErrorIgnorable: true },
            ErrorIgnored = shown.ErrorIgnored,
            StartTime = shown.StartTime,
            FinishTime = shown.FinishTime,
        };
    }
}
