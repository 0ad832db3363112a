using System.Text.Json;
using Sops.Engine;
using Sops.Engine.Runs;

namespace Sops.Storage.Tests;

/// <summary>Rows and turns to store.</summary>
internal static class Given
{
    public static DateTimeOffset Noon { get; } = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public static CallRecord Call(RequestRecord? request = null) =>
        new()
        {
            Request = request,
            Operation = new OperationRecord
            {
                At = Noon,
                BusinessId = 2,
                Name = "create_task",
                Operator = "ann",
                Outcome = "OK",
            },
        };

    public static TaskRow Task(long business = 2, string name = "deploy") =>
        new()
        {
            BusinessId = business,
            Name = name,
            Creator = "ann",
            InstanceId = "i1",
            CreateTime = Noon,
        };

    public static TemplateRow Template(string name = "deploy") =>
        new()
        {
            BusinessId = 2,
            Name = name,
            Category = "Default",
            Creator = "ann",
            CreateTime = Noon,
            EditTime = Noon,
        };

    public static TurnCommit Turn(long task, long revision, RunChanges? changes = null) =>
        new()
        {
            TaskId = task,
            Revision = revision,
            At = Noon.AddSeconds(revision),
            Actor = "ann",
            Command = revision == 1 ? "create_task" : "start_task",
            Events = revision == 1 ? [new TaskCreated(null)] : [new NodeFinished(1)],
            Shown = $$"""{"revision":{{revision}}}""",
            Changes = changes ?? new RunChanges { Nodes = [Node(0, NodeState.Created)] },
            State = NodeState.Running,
            ShownState = NodeState.NodeSuspended,
            NextToken = 7,
            Operator = "bob",
        };

    public static NodeRun Node(int index, NodeState state, int archived = 0) =>
        new()
        {
            Node = index,
            State = state,
            Archived = archived,
            Outputs = Values("x", "20.0"),
        };

    public static WorkItem Work(int node, WorkKind kind) => new(node, kind, 1, kind == WorkKind.Call ? 1 : 0, Noon);

    public static ValueMap Values(string key, string json) => ValueMap.Empty.With(key, JsonElement.Parse(json));

    public static Task<long> InsertAsync(this TaskStore tasks, TaskRow row, string snapshot = "{}") =>
        tasks.InsertAsync(row, [Turn(tasks.NextId(), 1)], snapshot);
}
