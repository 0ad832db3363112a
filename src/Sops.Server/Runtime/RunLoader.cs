using System.Text.Json;
using Sops.Engine;
using Sops.Engine.Pipelines;
using Sops.Engine.Runs;
using Sops.Server.Deliveries;
using Sops.Storage;

namespace Sops.Server.Runtime;

/// <summary>Brings a run into memory: from its rows, or from its history alone.</summary>
public sealed class RunLoader(TaskStore tasks, TreeCache trees)
{
    public async Task<LoadedRun> LoadAsync(long taskId, CancellationToken cancellation)
    {
        var rows =
            await tasks.LoadRunAsync(taskId, cancellation)
            ?? throw SopsException.NotFound("TASK_NOT_FOUND", $"task[id={taskId}] does not exist");
        var snapshot = await trees.GetAsync(rows.Task.SnapshotDigest, cancellation);
        var run = Run.Restore(
            snapshot.Tree,
            new TaskIds(rows.Task.InstanceId),
            rows.Task.Revision,
            rows.Task.Constants is { } constants
                ? JsonSerializer.Deserialize(constants, RunJson.Default.ValueMap)!
                : ValueMap.Empty,
            rows.Task.Operator,
            rows.Task.NextToken,
            rows.Nodes,
            rows.Tokens,
            rows.Variables
        );
        return new LoadedRun(FactsOf(rows.Task), run);
    }

    /// <summary>The same run folded from its history: equal to the stored one, or the store is wrong.</summary>
    public async Task<Run> RebuildAsync(long taskId, CancellationToken cancellation)
    {
        var task =
            await tasks.FindForEngineAsync(taskId, cancellation)
            ?? throw new InvalidOperationException($"Task {taskId} is gone");
        var snapshot = await trees.GetAsync(task.SnapshotDigest, cancellation);
        var run = new Run(snapshot.Tree, new TaskIds(task.InstanceId));
        while (true)
        {
            var turns = await tasks.EventsAsync(taskId, run.Revision, 500, cancellation);
            foreach (var turn in turns)
            {
                run.Apply(JsonSerializer.Deserialize(turn.Events, RunJson.Default.IReadOnlyListHistoryEvent)!, turn.At);
            }
            if (turns.Count == 0)
            {
                return run;
            }
        }
    }

    public static TaskFacts FactsOf(TaskRow task) =>
        new()
        {
            Id = task.Id,
            BusinessId = task.BusinessId,
            Name = task.Name,
            Creator = task.Creator,
            FlowType = task.FlowType,
            TemplateId = task.TemplateId,
            Callback = TaskCallback.Of(task),
            Claimant = task.Claimant,
            PeriodicTaskId = task.PeriodicTaskId,
        };
}
