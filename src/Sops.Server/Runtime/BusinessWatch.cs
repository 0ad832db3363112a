using System.Runtime.CompilerServices;
using Sops.Storage;

namespace Sops.Server.Runtime;

/// <summary>
/// Follows the tasks of a business for one watcher: those that have not ended, then each that changed, as it is when it is
/// read. What a slow watcher does not take in time it gets as the latest state only, so it costs no more than the ids of
/// what has changed.
/// </summary>
public sealed class BusinessWatch(WatchedRows rows, BusinessNews news, TimeProvider clock)
{
    /// <summary>Between two readings, so that a busy business is not read once for each of its turns.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(20);

    /// <param name="query">Of one business.</param>
    /// <param name="admitted">Told once that the watch goes on, though the first message may be long in coming.</param>
    public async IAsyncEnumerable<WatchedTasks> FollowAsync(
        TaskQuery query,
        TimeSpan heartbeat,
        Func<Task> admitted,
        [EnumeratorCancellation] CancellationToken cancellation
    )
    {
        using var heard = news.Subscribe(query.Businesses!.Single());
        await admitted();
        await foreach (var page in rows.PagesAsync(query with { Unended = true }, cancellation))
        {
            yield return new WatchedTasks(page);
        }
        yield return WatchedTasks.Synced;
        var lasting = Lasting(query);
        // Told before they were heard of: a turn can be read as soon as it is durable.
        var ahead = new Dictionary<long, long>();
        // What was heard before all was read may be older than what was told.
        var afresh = true;
        var said = clock.GetTimestamp();
        while (true)
        {
            if (clock.GetElapsedTime(said) >= heartbeat)
            {
                yield return WatchedTasks.Nothing;
                said = clock.GetTimestamp();
            }
            if (!await AnyAsync(heard.Changed, heartbeat - clock.GetElapsedTime(said), cancellation))
            {
                continue;
            }
            var changed = heard.Changed.Take();
            await foreach (var page in ChangedAsync(lasting, changed, ahead, afresh, cancellation))
            {
                if (page.Count > 0)
                {
                    yield return new WatchedTasks(page);
                    said = clock.GetTimestamp();
                }
            }
            afresh = changed.IsCut;
            if (changed.IsCut)
            {
                yield return WatchedTasks.Synced;
                said = clock.GetTimestamp();
            }
            await Task.Delay(Rest, clock, cancellation);
        }
    }

    /// <summary>Without what a task can cease to be: one that was shown is followed on, so that its watcher sees it change.</summary>
    private static TaskQuery Lasting(TaskQuery query) =>
        query with
        {
            Conditions =
            [
                .. query.Conditions.Where(c =>
                    c is not { Field: TaskField.IsStarted or TaskField.IsFinished, Value: false }
                ),
            ],
        };

    private async IAsyncEnumerable<List<TaskRow>> ChangedAsync(
        TaskQuery query,
        ChangedTasks.Taken changed,
        Dictionary<long, long> ahead,
        bool afresh,
        [EnumeratorCancellation] CancellationToken cancellation
    )
    {
        foreach (var ids in Untold(changed, ahead).Chunk(WatchedRows.Page))
        {
            var read = await rows.ReadAsync(query.Businesses, ids, changed.Revisions, afresh, cancellation);
            foreach (var task in read.Where(t => t.Revision > changed.Revisions[t.Id]))
            {
                ahead[task.Id] = task.Revision;
            }
            yield return read.FindAll(t => query.Conditions.All(c => c.Holds(t)));
        }
        if (!changed.IsCut)
        {
            yield break;
        }
        // What was to be heard of them may be among what was not remembered.
        ahead.Clear();
        await foreach (var page in rows.PagesAsync(query with { Unended = true }, cancellation))
        {
            yield return page;
        }
        if (changed.EndedSince is { } since)
        {
            var ended = new TaskCondition(TaskField.FinishTime, Lookup.AtLeast, since);
            await foreach (
                var page in rows.PagesAsync(query with { Conditions = [.. query.Conditions, ended] }, cancellation)
            )
            {
                yield return page;
            }
        }
    }

    private static List<long> Untold(ChangedTasks.Taken changed, Dictionary<long, long> ahead)
    {
        var untold = new List<long>();
        foreach (var (id, revision) in changed.Revisions)
        {
            var told = ahead.GetValueOrDefault(id);
            if (revision > told)
            {
                untold.Add(id);
            }
            if (revision >= told)
            {
                ahead.Remove(id);
            }
        }
        return untold;
    }

    /// <summary>False when that time passed without any.</summary>
    private async Task<bool> AnyAsync(ChangedTasks changed, TimeSpan patience, CancellationToken cancellation)
    {
        try
        {
            await changed
                .AnyAsync()
                .WaitAsync(patience > TimeSpan.Zero ? patience : TimeSpan.Zero, clock, cancellation);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }
}

/// <summary>What a watcher of many tasks is told at once; without tasks and not synced, a sign of life.</summary>
/// <param name="Tasks">Each as it was when it was read.</param>
/// <param name="IsSynced">All that there was has been told.</param>
public sealed record WatchedTasks(IReadOnlyList<TaskRow> Tasks, bool IsSynced = false)
{
    public static readonly WatchedTasks Synced = new([], true);
    public static readonly WatchedTasks Nothing = new([]);
}
