using System.Text.Json;
using System.Text.Json.Nodes;
using Sops.Engine.Pipelines;
using Sops.Engine.Runs;
using Sops.Server.Runtime;
using Sops.Storage;
using Sops.V1;
using JsonValue = Sops.V1.JsonValue;
using NodeStatus = Sops.Server.Runtime.NodeStatus;

namespace Sops.Server.Api;

/// <summary>The status tree of get_task_status: nodes that were reached, each below the pipeline that it stands in.</summary>
public sealed class StatusNodes(Times times, TimeProvider clock)
{
    /// <summary>The whole task, or only what a sub-process holds.</summary>
    public StatusNode Tree(LoadedRun loaded, int root = 0) =>
        root == 0
            ? Tree(TaskView.Of(loaded))
            : Made(TaskView.Of(loaded)).GetValueOrDefault(loaded.Run.Ids.Node(root))
                ?? NotStarted(loaded.Run.Tree[root].Name);

    /// <summary>The whole task, as it was seen at one revision.</summary>
    public StatusNode Tree(TaskView view) =>
        view.Nodes.Count == 0 ? NotStarted(view.Task.Name) : Made(view)[view.Nodes[0].Id];

    /// <summary>Every node that was reached, by its id, with what is inside it; the task is its own parent.</summary>
    private Dictionary<string, StatusNode> Made(TaskView view)
    {
        var now = clock.GetUtcNow();
        var made = view.Nodes.ToDictionary(seen => seen.Id, seen => One(seen, now), StringComparer.Ordinal);
        foreach (var (id, node) in made.Where(m => m.Key != m.Value.ParentId))
        {
            made[node.ParentId].Children[id] = node;
        }
        return made;
    }

    /// <summary>A task as a whole, as its rows tell: what is inside it need not be read.</summary>
    public StatusNode Root(TaskRow task, NodeRun root)
    {
        if (task.State == NodeState.Created)
        {
            return NotStarted(task.Name);
        }
        var ids = new TaskIds(task.InstanceId);
        var seen = new NodeStatus
        {
            Id = ids.Node(0),
            ParentId = ids.Node(0),
            Name = task.Name,
            State = NodeRun.Wire(task.ShownState),
            Version = root.Attempt > 0 ? ids.Version(0, root.Attempt) : "",
            Loop = root.Loop,
            Retry = root.Retry,
            Skip = root.Skipped,
            ErrorIgnored = root.ErrorIgnored,
            StartTime = root.StartedAt?.ToUnixTimeMilliseconds(),
            FinishTime = root.FinishedAt?.ToUnixTimeMilliseconds(),
        };
        return One(seen, clock.GetUtcNow());
    }

    public V1.NodeStatus Flat(NodeStatus seen, DateTimeOffset now) =>
        new()
        {
            Id = seen.Id,
            ParentId = seen.ParentId,
            Name = seen.Name,
            State = seen.State,
            Version = seen.Version,
            Loop = seen.Loop,
            Retry = seen.Retry,
            Skip = seen.Skip,
            ErrorIgnorable = seen.ErrorIgnorable,
            ErrorIgnored = seen.ErrorIgnored,
            StartTime = times.Json(seen.StartTime),
            FinishTime = times.Json(seen.FinishTime),
            ElapsedTime = times.Elapsed(seen.StartTime, seen.FinishTime, now),
        };

    /// <summary>Why each failed node inside a pipeline failed, by node id.</summary>
    public static JsonValue FailureReasons(Run run, int root)
    {
        var reasons = new JsonObject();
        foreach (var node in Failed(run, root))
        {
            if (node.Outputs?.TryGet(Names.ExData, out var reason) == true)
            {
                reasons[run.Ids.Node(node.Node)] = Values.Node(reason);
            }
        }
        return Values.Of(reasons);
    }

    public static JsonValue FailedNodes(Run run, int root)
    {
        var failed = new JsonObject();
        foreach (var node in Failed(run, root))
        {
            failed[run.Ids.Node(node.Node)] = AutoRetry(run, node);
        }
        return Values.Of(failed);
    }

    public static JsonValue AutoRetries(Run run, int root)
    {
        var left = run
            .Nodes.Where(n => n.AutoRetryAt is not null && IsInside(run, n, root))
            .Select(n => (JsonNode)run.Ids.Node(n.Node));
        var nodes = new JsonArray([.. left]);
        var status = new JsonObject { ["exist_auto_retry_nodes"] = nodes.Count > 0, ["auto_retry_nodes"] = nodes };
        return Values.Of(status);
    }

    /// <summary>{} for a node that is not retried by itself.</summary>
    public static JsonObject AutoRetry(Run run, NodeRun node) =>
        node.Node > 0 && run.Tree[node.Node] is ServiceActivity { AutoRetry: { } retry }
            ? new JsonObject
            {
                ["node_id"] = run.Ids.Node(node.Node),
                ["auto_retry_times"] = node.AutoRetries,
                ["max_auto_retry_times"] = retry.Times,
            }
            : [];

    private static IEnumerable<NodeRun> Failed(Run run, int root) =>
        run.Nodes.Where(n => n is { Node: > 0, State: NodeState.Failed } && IsInside(run, n, root));

    private static bool IsInside(Run run, NodeRun node, int root)
    {
        var scope = node.Node;
        while (scope != root && scope != 0)
        {
            scope = run.Tree[scope].Pipeline.Scope;
        }
        return scope == root;
    }

    private StatusNode One(NodeStatus seen, DateTimeOffset now) =>
        new()
        {
            Id = seen.Id,
            ParentId = seen.ParentId,
            Name = seen.Name,
            State = seen.State,
            Version = seen.Version,
            Loop = seen.Loop,
            Retry = seen.Retry,
            Skip = seen.Skip,
            ErrorIgnorable = seen.ErrorIgnorable,
            ErrorIgnored = seen.ErrorIgnored,
            StartTime = times.Json(seen.StartTime),
            FinishTime = times.Json(seen.FinishTime),
            ElapsedTime = times.Elapsed(seen.StartTime, seen.FinishTime, now),
        };

    private static StatusNode NotStarted(string name) =>
        new()
        {
            State = "CREATED",
            Name = name,
            StartTime = Values.Null,
            FinishTime = Values.Null,
        };
}
