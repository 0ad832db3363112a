using System.Text.Json.Serialization;
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
    public static NodeStatus? Of(Run run, int index, string taskName)
    {
        var state = run.ShownState(index);
        if (state == NodeState.None || run.Node(index) is not { } node)
        {
            return null;
        }
        var tree = index == 0 ? null : run.Tree[index];
        return new NodeStatus
        {
            Id = run.Ids.Node(index),
            ParentId = run.Ids.Node(tree?.Pipeline.Scope ?? 0),
            Name =
                tree is null ? taskName
                : tree is ServiceActivity or Subprocess ? tree.Name
                : "",
            State = NodeRun.Wire(state),
            Version = node.Attempt > 0 ? run.Ids.Version(index, node.Attempt) : "",
            Loop = node.Loop,
            Retry = node.Retry,
            Skip = node.Skipped,
            ErrorIgnorable = tree is ServiceActivity { ErrorIgnorable: true },
            ErrorIgnored = node.ErrorIgnored,
            StartTime = node.StartedAt?.ToUnixTimeMilliseconds(),
            FinishTime = node.FinishedAt?.ToUnixTimeMilliseconds(),
        };
    }
}

/// <summary>What a turn shows to watchers: the task's state and the nodes that changed; stored with the turn.</summary>
public sealed record ShownChange
{
    public required string State { get; init; }
    public IReadOnlyList<NodeStatus> Nodes { get; init; } = [];

    public static ShownChange Of(Run after, RunChanges changes, string taskName) =>
        new()
        {
            State = NodeRun.Wire(after.ShownState(0)),
            Nodes =
            [
                .. changes
                    .Nodes.Select(n => n.Node)
                    .Concat(changes.Shown)
                    .Order()
                    .Select(n => NodeStatus.Of(after, n, taskName))
                    .OfType<NodeStatus>(),
            ],
        };
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault
)]
[JsonSerializable(typeof(ShownChange))]
public sealed partial class ShownJson : JsonSerializerContext;
