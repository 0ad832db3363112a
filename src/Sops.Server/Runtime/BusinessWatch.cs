using System.Runtime.CompilerServices;
using Sops.Storage;

namespace Sops.Server.Runtime;

/// <summary>
/// Follows the tasks of a business for one watcher: those that have not ended, then each that changed, as it is when it is
/// read. What a slow watcher does not take in time it gets as the latest state only, so it costs no more than the ids of
/// what has changed.
/// </summary>
public sealed class BusinessWatch(TaskStore tasks, BusinessNews news, TimeProvider clock) : IDisposable
{
    /// <summary>Tasks read at once.</summary>
    private const int Page = 100;

    /// <summary>Between two readings, so that a busy business is not read once for each of its turns.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(20);

    // Watchers of one business are woken together; turns have to find a free core meanwhile.
    private readonly SemaphoreSlim _readers = new(Math.Max(1, Environment.ProcessorCount / 2));

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
        await foreach (var page in PagesAsync(query with { Unended = true }, cancellation))
        {
            yield return new WatchedTasks(page);
        }
        yield return WatchedTasks.Synced;
        var lasting = Lasting(query);
        var told = new Dictionary<long, long>();
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
            var before = told;
            told = [];
            await foreach (var page in ChangedAsync(lasting, changed, cancellation))
            {
                // A turn can be read before it is heard of.
                var newer = page.Where(t => before.GetValueOrDefault(t.Id) < t.Revision).ToList();
                if (!changed.IsCut)
                {
                    page.ForEach(t => told[t.Id] = t.Revision);
                }
                if (newer.Count > 0)
                {
                    yield return new WatchedTasks(newer);
                    said = clock.GetTimestamp();
                }
            }
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
        [EnumeratorCancellation] CancellationToken cancellation
    )
    {
        foreach (var ids in changed.Ids.Chunk(Page))
        {
            yield return await ReadAsync(query with { Ids = ids }, cancellation);
        }
        if (!changed.IsCut)
        {
            yield break;
        }
        await foreach (var page in PagesAsync(query with { Unended = true }, cancellation))
        {
            yield return page;
        }
        if (changed.EndedSince is { } since)
        {
            var ended = new TaskCondition(TaskField.FinishTime, Lookup.AtLeast, since);
            await foreach (
                var page in PagesAsync(query with { Conditions = [.. query.Conditions, ended] }, cancellation)
            )
            {
                yield return page;
            }
        }
    }

    private async IAsyncEnumerable<List<TaskRow>> PagesAsync(
        TaskQuery query,
        [EnumeratorCancellation] CancellationToken cancellation
    )
    {
        var page = await ReadAsync(query, cancellation);
        while (page.Count > 0)
        {
            yield return page;
            if (page.Count < Page)
            {
                break;
            }
            page = await ReadAsync(query with { BeforeId = page[^1].Id }, cancellation);
        }
    }

    private async Task<List<TaskRow>> ReadAsync(TaskQuery query, CancellationToken cancellation)
    {
        await _readers.WaitAsync(cancellation);
        try
        {
            return [.. await tasks.ListAsync(query with { Limit = Page }, cancellation)];
        }
        finally
        {
            _readers.Release();
        }
    }

    public void Dispose() => _readers.Dispose();

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
