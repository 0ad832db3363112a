using Sops.Engine.Pipelines;
using Sops.Engine.Runs;
using Sops.Storage;

namespace Sops.Bench;

/// <summary>A task of the chain that is decided, stored and applied as the service does it.</summary>
internal sealed class StoredTask
{
    private static readonly string Snapshot = Chain.Text(100);
    private readonly TaskStore _store;
    private readonly Run _run;
    private long _id;

    private StoredTask(TaskStore store, Run run) => (_store, _run) = (store, run);

    public static async Task<StoredTask> CreateAsync(TaskStore store, PipelineTree tree, int worker, int round)
    {
        var ids = TaskIds.Create($"{worker:x8}{round:x15}");
        var task = new StoredTask(store, new Run(tree, ids));
        var decision = Decider.Create(task._run, null, "bench", Chain.Context);
        var row = new TaskRow
        {
            BusinessId = 1,
            Name = "bench",
            Creator = "bench",
            InstanceId = ids.InstanceId,
            CreateTime = Chain.Begin,
        };
        task._id = store.NextId();
        await store.InsertAsync(row, [task.Commit(task._id, decision, "start_task")], Snapshot);
        task._run.Apply(decision.Events, Chain.Begin);
        return task;
    }

    public async Task TurnAsync(int node)
    {
        var decision = Decider.Decide(_run, Chain.Answer(_run, node), Chain.Context);
        await _store.CommitAsync(Commit(_id, decision, "plugin"));
        _run.Apply(decision.Events, Chain.Begin);
    }

    private TurnCommit Commit(long id, Decision decision, string command)
    {
        var after = decision.After!;
        return new TurnCommit
        {
            TaskId = id,
            Revision = _run.Revision + 1,
            At = Chain.Begin,
            Actor = "",
            Command = command,
            Events = decision.Events,
            Shown = Shown(after, decision.Changes),
            Changes = decision.Changes,
            State = after.State,
            ShownState = after.ShownState(0),
            NextToken = after.TokensMade,
            Operator = after.Operator,
            StartTime = Chain.Begin,
        };
    }

    /// <summary>As long as what the service writes for watchers.</summary>
    private static string Shown(Run run, RunChanges changes)
    {
        var nodes = changes.Nodes.Select(n =>
            $$"""{"id":"{{run.Ids.Node(n.Node)}}","state":"{{NodeRun.Wire(n.State)}}","loop":{{n.Loop}},"retry":{{n.Retry}}}"""
        );
        return $$"""{"state":"{{NodeRun.Wire(run.ShownState(0))}}","nodes":[{{string.Join(',', nodes)}}]}""";
    }
}
