using Sops.Server.Runtime;
using Sops.Storage;

namespace Sops.Server.Keeping;

/// <summary>Removes tasks that ended long ago, or that are too many, and gives their space in the file back.</summary>
public sealed class TaskPurge(
    Database database,
    TurnRunner turns,
    WatchHub watchers,
    KeepingOptions keeping,
    TimeProvider clock,
    ILogger<TaskPurge> log
) : Purge(clock, log)
{
    protected override async Task PurgeAsync(DateTimeOffset now, CancellationToken cancellation)
    {
        var removed = 0;
        if (keeping.FinishedTasks is { } kept)
        {
            removed += await RemoveAsync(new TaskEnd { FinishTime = now - kept }, cancellation);
        }
        if (
            keeping.MostFinishedTasks is { } most
            && await database.Tasks.FindEndAsync(most, cancellation) is { } firstTooMany
        )
        {
            removed += await RemoveAsync(firstTooMany with { Id = firstTooMany.Id + 1 }, cancellation);
        }
        if (removed > 0)
        {
            log.LogInformation("Removed {Count} tasks that had ended", removed);
            while (await database.ReclaimAsync(cancellation))
            {
                cancellation.ThrowIfCancellationRequested();
            }
        }
    }

    /// <summary>Removes what ended before that one, one task a write: some have many rows.</summary>
    private async Task<int> RemoveAsync(TaskEnd before, CancellationToken cancellation)
    {
        var removed = 0;
        IReadOnlyList<TaskEnd> ended = [new() { FinishTime = DateTimeOffset.UnixEpoch }];
        do
        {
            ended = await database.Tasks.ListEndedAsync(ended[^1], before, Batch, cancellation);
            foreach (var task in ended)
            {
                // Before it is gone: what a watcher cannot read any more it is not to be told either.
                watchers.Forget(task.Id);
                removed += await turns.RemoveAsync(task.Id, cancellation) ? 1 : 0;
            }
        } while (ended.Count == Batch);
        return removed;
    }
}
