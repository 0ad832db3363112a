using System.Text.Json;
using Sops.Engine;
using Sops.Engine.Pipelines;
using Sops.Engine.Plugins;
using Sops.Engine.Runs;
using Sops.Server.Runtime;
using Sops.Storage;
using Sops.V1;

namespace Sops.Server.Api;

/// <summary>One node as get_task_node_detail shows it: the current attempt, or an earlier loop's last, with those before it.</summary>
public sealed class NodeDetails(
    TaskStore store,
    TurnRunner turns,
    IPluginCatalog plugins,
    StatusNodes status,
    Times times,
    TimeProvider clock
)
{
    private static readonly string[] EngineOutputs = [Names.Result, Names.Loop, Names.InnerLoop];

    public async Task<NodeDetail> GetAsync(TaskRow task, AskedNode asked, CancellationToken cancellation)
    {
        var read = await turns.ReadAsync(task.Id, loaded => Read(loaded, asked), cancellation);
        if (read.Node is not { } current)
        {
            return read.Detail;
        }
        var archived = await store.AttemptsAsync(task.Id, current.Node, cancellation);
        var loop = asked.Loop is > 0 and var given ? Math.Min(given, current.Loop) : current.Loop;
        var shown = loop == current.Loop ? current : archived.LastOrDefault(a => a.Loop == loop) ?? current;
        Describe(read, shown, asked.ComponentCode);
        read.Detail.HistoryId = shown == current ? -1 : shown.Archived + 1;
        foreach (var attempt in archived.Where(a => a.Loop == shown.Loop && a.Archived != shown.Archived))
        {
            read.Detail.Histories.Add(History(read, attempt));
        }
        return read.Detail;
    }

    private NodeRead Read(LoadedRun loaded, AskedNode asked)
    {
        var run = loaded.Run;
        var index = asked.Find(run, loaded.Task.Id);
        var tree = run.Tree[index];
        var node = run.Node(index);
        if (node is null || node.State == NodeState.None || node.Attempt == 0)
        {
            return new NodeRead(null, tree, run.Ids, Unreached(loaded, tree, node, asked.ComponentCode));
        }
        var flat = status.Flat(Runtime.NodeStatus.Of(run, index, loaded.Task.Name)!, clock.GetUtcNow());
        var detail = new NodeDetail
        {
            Id = flat.Id,
            Name = flat.Name,
            State = flat.State,
            ParentId = flat.ParentId,
            ErrorIgnorable = flat.ErrorIgnorable,
            Children = Children(loaded, index),
            AutoRetryInfo = Values.Of(StatusNodes.AutoRetry(run, node)),
        };
        return new NodeRead(node, tree, run.Ids, detail);
    }

    private void Describe(NodeRead read, NodeRun shown, string componentCode)
    {
        var detail = read.Detail;
        if (shown != read.Node)
        {
            detail.State = NodeRun.Wire(shown.State);
        }
        detail.Version = read.Ids.Version(shown.Node, shown.Attempt);
        detail.Loop = shown.Loop;
        detail.Retry = shown.Retry;
        detail.Skip = shown.Skipped;
        detail.ErrorIgnored = shown.ErrorIgnored;
        detail.StartTime = times.Json(shown.StartedAt);
        detail.FinishTime = times.Json(shown.FinishedAt);
        detail.ElapsedTime = times.Elapsed(shown.StartedAt, shown.FinishedAt);
        detail.Inputs = Values.Of(Inputs(read.Tree, shown.Inputs));
        detail.Outputs.Add(Outputs(read.Tree, shown.Outputs ?? ValueMap.Empty, componentCode));
        detail.ExData = shown.Outputs?.TryGet(Names.ExData, out var why) == true ? Values.Of(why) : Values.Null;
    }

    /// <summary>Only what can be said beforehand; the rest is absent.</summary>
    private NodeDetail Unreached(LoadedRun loaded, Node tree, NodeRun? node, string componentCode) =>
        new()
        {
            Name = tree is ServiceActivity or Subprocess ? tree.Name : "",
            ErrorIgnorable = tree is ServiceActivity { ErrorIgnorable: true },
            State = node is { State: NodeState.Suspended } ? "SUSPENDED" : "READY",
            Inputs = Values.Of(
                Inputs(tree, InputPreview.Of(loaded.Run, tree, turns.Context(loaded, clock.GetUtcNow())))
            ),
            Outputs = { Outputs(tree, ValueMap.Empty, componentCode) },
            ExData = Values.Of(""),
        };

    /// <summary>What the component declares first, then what else the node put out.</summary>
    private IEnumerable<NodeOutput> Outputs(Node tree, ValueMap outputs, string componentCode)
    {
        var declared = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (key, name) in Declared(tree, componentCode))
        {
            declared.Add(key);
            yield return new NodeOutput
            {
                Name = name,
                Key = Shown(tree, key),
                Value = outputs.TryGet(key, out var value) ? Values.Of(value) : Values.Of(""),
                Preset = true,
            };
        }
        foreach (var (key, value) in outputs.Where(o => !declared.Contains(o.Key)))
        {
            var output = new NodeOutput { Key = Shown(tree, key), Value = Values.Of(value) };
            if (componentCode.Length > 0)
            {
                output.Name = key;
            }
            yield return output;
        }
    }

    private IEnumerable<(string Key, string Name)> Declared(Node tree, string componentCode)
    {
        if (componentCode.Length == 0 || tree is not ServiceActivity activity)
        {
            return [];
        }
        if (
            activity.Component.Code != componentCode
            || !plugins.TryGet(componentCode, activity.Component.Version, out var plugin)
        )
        {
            throw Invalid.Field("component_code", $"the node's component is {activity.Component.Code}");
        }
        return plugin.Info.Outputs.Select(o => (o.Key, o.Name)).Concat(EngineOutputs.Select(o => (o, o)));
    }

    /// <summary>An output that feeds a constant of the task goes by the constant's bare name; one of a sub-process does not.</summary>
    private static string Shown(Node tree, string key)
    {
        var bound = tree.Pipeline.Scope == 0 ? tree.OutputBindings.FirstOrDefault(b => b.Output == key) : null;
        return bound is null ? key : bound.Constant[2..^1];
    }

    private static ValueMap Inputs(Node tree, ValueMap? inputs) =>
        tree is Subprocess
            ? ValueMap.From(
                (inputs ?? ValueMap.Empty).Select(i => KeyValuePair.Create(i.Key.Trim('$', '{', '}'), i.Value))
            )
            : inputs ?? ValueMap.Empty;

    private NodeHistory History(NodeRead read, NodeRun attempt) =>
        new()
        {
            Id = attempt.Archived + 1,
            HistoryId = attempt.Archived + 1,
            NodeId = read.Ids.Node(attempt.Node),
            StartTime = times.Json(attempt.StartedAt),
            FinishTime = times.Json(attempt.FinishedAt),
            ElapsedTime = times.Elapsed(attempt.StartedAt, attempt.FinishedAt),
            Retry = attempt.Retry,
            Loop = attempt.Loop,
            Skip = attempt.Skipped,
            Version = read.Ids.Version(attempt.Node, attempt.Attempt),
            State = NodeRun.Wire(attempt.State),
            Inputs = Values.Of(Inputs(read.Tree, attempt.Inputs)),
            Outputs = Values.Of(attempt.Outputs),
            ExData = attempt.Outputs?.TryGet(Names.ExData, out var why) == true ? Values.Of(why) : Values.Null,
            Children = Values.EmptyObject,
        };

    private JsonValue Children(LoadedRun loaded, int index)
    {
        if (loaded.Run.Tree[index] is not Subprocess)
        {
            return Values.EmptyObject;
        }
        var children = status
            .Tree(loaded, index)
            .Children.Select(c => $"{JsonSerializer.Serialize(c.Key)}:{NodeJson.Of(c.Value)}");
        return Values.Raw("{" + string.Join(",", children) + "}");
    }

    private sealed record NodeRead(NodeRun? Node, Node Tree, TaskIds Ids, NodeDetail Detail);
}
