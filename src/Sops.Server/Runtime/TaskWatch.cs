using Sops.Engine.Pipelines;
using Sops.Engine.Runs;
using Sops.Storage;

namespace Sops.Server.Runtime;

/// <summary>
/// Follows a task for one watcher: what there is, then each revision once it is durable. Who keeps up takes the turns as
/// they come; who does not reads the history at its own speed, so a slow watcher costs little but its own time.
/// </summary>
public sealed class TaskWatch(TaskStore tasks, TurnRunner turns, WatchHub hub, TimeProvider clock)
{
    // What a watcher that does not read may hold.
    private const int PageTurns = 100;
    private const int PageCharacters = 128 * 1024;

    /// <param name="afterRevision">Null: a snapshot comes first.</param>
    /// <param name="snapshot">Reads what a snapshot shows.</param>
    /// <param name="admitted">Told once that the watch goes on, though the first message may be long in coming.</param>
    /// <param name="tell">Tells the watcher.</param>
    public async Task FollowAsync<T>(
        long taskId,
        long? afterRevision,
        TimeSpan heartbeat,
        Func<LoadedRun, T> snapshot,
        Func<Task> admitted,
        Func<Watched<T>, Task> tell,
        CancellationToken cancellation
    )
        where T : class
    {
        using var news = hub.Subscribe(taskId);
        var now = await BeginAsync(taskId, afterRevision, snapshot, admitted, tell, cancellation);
        var (last, name) = (afterRevision ?? now.Revision, now.Name);
        while (!IsFinal(now.State) || last < now.Revision)
        {
            var shownTurns = news.After(last);
            if (shownTurns.Count == 0 && last < Math.Max(now.Revision, news.Revision))
            {
                shownTurns = await HistoryAsync(taskId, last, cancellation);
            }
            if (shownTurns.Count == 0 && !await NewsAsync(news, last, heartbeat, cancellation))
            {
                await tell(new Watched<T>(last));
            }
            foreach (var turn in shownTurns)
            {
                var change = turn.In(now.Tree, now.Ids, name);
                name = Itself(change)?.Name ?? name;
                last = turn.Revision;
                var isFollowed = turn != shownTurns[^1];
                await tell(
                    new Watched<T>(last)
                    {
                        Change = change,
                        At = turn.At,
                        IsFollowed = isFollowed,
                    }
                );
                if (Ends(change))
                {
                    return;
                }
            }
        }
    }

    /// <summary>What the task is at. A snapshot of it is told here, since the watch itself would hold it for as long as it goes on.</summary>
    private async Task<Beginning> BeginAsync<T>(
        long taskId,
        long? afterRevision,
        Func<LoadedRun, T> snapshot,
        Func<Task> admitted,
        Func<Watched<T>, Task> tell,
        CancellationToken cancellation
    )
        where T : class
    {
        var (now, shown) = await turns.ReadAsync(
            taskId,
            run =>
                (
                    new Beginning(run.Run.Revision, run.Run.State, run.Run.Tree, run.Run.Ids, run.Task.Name),
                    afterRevision is null ? snapshot(run) : null
                ),
            cancellation
        );
        if (afterRevision > now.Revision || afterRevision < 0)
        {
            throw SopsException.Invalid(
                "REVISION_NOT_REACHED",
                $"after_revision {afterRevision} is not between 0 and the task's revision {now.Revision}",
                new FieldViolation("after_revision", $"0 to {now.Revision}")
            );
        }
        await admitted();
        if (shown is not null)
        {
            await tell(new Watched<T>(now.Revision) { Snapshot = shown });
        }
        return now;
    }

    private async Task<IReadOnlyList<ShownTurn>> HistoryAsync(long taskId, long after, CancellationToken cancellation)
    {
        var rows = await tasks.ShownAsync(taskId, after, PageTurns, PageCharacters, cancellation);
        return rows.Count > 0
            ? [.. rows.Select(r => new ShownTurn(r.Revision, r.At, r.Shown))]
            : throw SopsException.NotFound(
                "TASK_NOT_FOUND",
                $"task[id={taskId}] was removed; its revisions after {after} are gone"
            );
    }

    /// <summary>
    /// The turn that ended the task, whose own state it changed. A node that runs on after a revoke is told to those only
    /// who ask for what came after it.
    /// </summary>
    private static bool Ends(NodeChanges change) =>
        change.State is "FINISHED" or "REVOKED" && Itself(change) is not null;

    private static NodeStatus? Itself(NodeChanges change) => change.Nodes.FirstOrDefault(n => n.Id == n.ParentId);

    private static bool IsFinal(NodeState state) => state is NodeState.Finished or NodeState.Revoked;

    /// <summary>False when that time passed without any.</summary>
    private async Task<bool> NewsAsync(
        WatchHub.Subscription news,
        long last,
        TimeSpan patience,
        CancellationToken cancellation
    )
    {
        await news.BeyondAsync(last)
            .WaitAsync(patience, clock, cancellation)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellation.ThrowIfCancellationRequested();
        return news.Revision > last;
    }

    /// <summary>The task as it is when the watch begins.</summary>
    private sealed record Beginning(long Revision, NodeState State, PipelineTree Tree, TaskIds Ids, string Name);
}

/// <summary>One message to a watcher; with neither snapshot nor change, a sign of life.</summary>
/// <param name="Revision">What the watcher is at with it.</param>
public sealed record Watched<T>(long Revision)
    where T : class
{
    public T? Snapshot { get; init; }
    public NodeChanges? Change { get; init; }
    public DateTimeOffset At { get; init; }

    /// <summary>The next one is there already.</summary>
    public bool IsFollowed { get; init; }
}
