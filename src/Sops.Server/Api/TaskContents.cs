using Sops.Server.Runtime;
using Sops.Storage;
using Sops.V1;

namespace Sops.Server.Api;

/// <summary>Reads what a task is made of and has come to.</summary>
public sealed class TaskContents(Tasks tasks, TurnRunner turns)
{
    /// <summary>The task and its outputs are of one moment, which may be later than the row's.</summary>
    public async Task<(TaskRow Task, string Tree, IReadOnlyList<TaskOutput> Outputs)> ReadAsync(
        TaskRow task,
        CancellationToken cancellation
    )
    {
        var tree = await tasks.TreeAsync(task, cancellation);
        return await turns.ReadAsync(
            task.Id,
            loaded =>
            {
                var run = loaded.Run;
                var now = task with
                {
                    Name = loaded.Task.Name,
                    State = run.State,
                    ShownState = run.ShownState(0),
                    Revision = run.Revision,
                    Operator = run.Operator,
                    StartTime = run.Node(0)?.StartedAt,
                    FinishTime = run.Node(0)?.FinishedAt,
                };
                return (now, tree, (IReadOnlyList<TaskOutput>)[.. TaskOutputs.Of(run)]);
            },
            cancellation
        );
    }
}
