using System.Text.Json;
using Sops.Engine;
using Sops.Engine.Pipelines;
using Sops.Engine.Runs;
using Sops.Server.Deliveries;
using Sops.Storage;

namespace Sops.Server.Runtime;

/// <summary>Brings a run into memory from its rows.</summary>
public sealed class RunLoader(TaskStore tasks, TreeCache trees)
{
    public async Task<LoadedRun> LoadAsync(long taskId, CancellationToken cancellation)
    {
        var rows =
            await tasks.LoadRunAsync(taskId, cancellation)
            ?? throw SopsException.NotFound("TASK_NOT_FOUND", $"task[id={taskId}] does not exist");
        var snapshot = await trees.GetAsync(rows.Task.SnapshotDigest, cancellation);
        return new LoadedRun(FactsOf(rows.Task), Restore(rows, snapshot.Tree));
    }

    /// <summary>The run as its rows hold it.</summary>
    public static Run Restore(RunRows rows, PipelineTree tree) =>
        Run.Restore(
            tree,
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
