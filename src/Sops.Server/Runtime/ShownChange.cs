using System.Text.Json.Serialization;
using Sops.Engine.Pipelines;
using Sops.Engine.Runs;

namespace Sops.Server.Runtime;

/// <summary>
/// What a turn shows to watchers: the task's state and the nodes that changed. It is stored with every turn, so it says
/// nothing that the tree says; <see cref="NodeStatus"/> adds that.
/// </summary>
public sealed record ShownChange
{
    /// <summary>As on the wire.</summary>
    public required string State { get; init; }
    public IReadOnlyList<ShownNode> Nodes { get; init; } = [];

    /// <param name="renamed">The task's name, where the turn gave it one.</param>
    public static ShownChange Of(Run after, RunChanges changes, string? renamed) =>
        new()
        {
            State = NodeRun.Wire(after.ShownState(0)),
            Nodes =
            [
                .. changes
                    .Nodes.Select(n => n.Node)
                    .Concat(changes.Shown)
                    .Order()
                    .Select(n => ShownNode.Of(after, n))
                    .OfType<ShownNode>()
                    .Select(n => n.Node == 0 ? n with { Name = renamed } : n),
            ],
        };

    /// <summary>The same in full.</summary>
    public NodeChanges In(PipelineTree tree, TaskIds ids, string taskName) =>
        new(State, [.. Nodes.Select(n => NodeStatus.Of(n, tree, ids, taskName))]);
}

/// <summary>One node of a <see cref="ShownChange"/>. Times are unix milliseconds.</summary>
public sealed record ShownNode
{
    /// <summary>Its number in the tree; 0 is the task.</summary>
    public int Node { get; init; }

    /// <summary>As on the wire.</summary>
    public required string State { get; init; }
    public int Attempt { get; init; }

    /// <summary>Of the task, where the turn gave it a name.</summary>
    public string? Name { get; init; }

    /// <summary>Null for the first.</summary>
    public int? Loop { get; init; }
    public int Retry { get; init; }
    public bool Skip { get; init; }
    public bool ErrorIgnored { get; init; }
    public long? StartTime { get; init; }
    public long? FinishTime { get; init; }

    /// <summary>In place of the node's number, in turns that were stored when they held whole ids.</summary>
    public string? Id { get; init; }

    /// <summary>In place of the attempt's number, in the same turns.</summary>
    public string? Version { get; init; }

    /// <summary>Reads it off a run; null for a node that was not reached.</summary>
    public static ShownNode? Of(Run run, int index)
    {
        var state = run.ShownState(index);
        return state == NodeState.None || run.Node(index) is not { } node
            ? null
            : new ShownNode
            {
                Node = index,
                State = NodeRun.Wire(state),
                Attempt = node.Attempt,
                Loop = node.Loop == 1 ? null : node.Loop,
                Retry = node.Retry,
                Skip = node.Skipped,
                ErrorIgnored = node.ErrorIgnored,
                StartTime = node.StartedAt?.ToUnixTimeMilliseconds(),
                FinishTime = node.FinishedAt?.ToUnixTimeMilliseconds(),
            };
    }

    /// <summary>The numbers of the node and its attempt.</summary>
    public (int Node, int Attempt) Named(TaskIds ids) =>
        (
            Id is not null && ids.TryParseNode(Id, out var node) ? node : Node,
            Version is not null && ids.TryParseVersion(Version, out _, out var attempt) ? attempt : Attempt
        );
}

/// <summary>What a watcher is sent of a turn: the task's state and, in full, the nodes that changed.</summary>
public sealed record NodeChanges(string State, IReadOnlyList<NodeStatus> Nodes);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault
)]
[JsonSerializable(typeof(ShownChange))]
public sealed partial class ShownJson : JsonSerializerContext;
