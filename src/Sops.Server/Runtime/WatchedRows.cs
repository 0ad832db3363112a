using System.Runtime.CompilerServices;
using Sops.Storage;

namespace Sops.Server.Runtime;

/// <summary>Reads tasks for those who watch many of them: a few readers at a time, and what one has read serves the others.</summary>
public sealed class WatchedRows(TaskStore tasks) : IDisposable
{
    /// <summary>Tasks read at once.</summary>
    public const int Page = 100;

    private const int Kept = 1_000;

    // Watchers of one business are woken together; turns have to find a free core meanwhile.
    private readonly SemaphoreSlim _readers = new(Math.Max(1, Environment.ProcessorCount / 2));
    private readonly RecentlyUsed<long, TaskRow> _rows = new(Kept, static _ => 1);

    /// <summary>All tasks that match, the newest first, as they are while they are read.</summary>
    public async IAsyncEnumerable<List<TaskRow>> PagesAsync(
        TaskQuery query,
        [EnumeratorCancellation] CancellationToken cancellation
    )
    {
        for (var (page, last) = (new List<TaskRow>(), false); !last; last = page.Count < Page)
        {
            var from = query with { BeforeId = page.Count > 0 ? page[^1].Id : null, Limit = Page };
            page = await InTurnAsync(async () => [.. await tasks.ListAsync(from, cancellation)], cancellation);
            if (page.Count > 0)
            {
                yield return page;
            }
        }
    }

    /// <summary>Tasks at the revision that was heard of, or at a later one; not those that are there no more.</summary>
    /// <param name="ids">At most a page of them.</param>
    /// <param name="afresh">Not what somebody else has read.</param>
    public Task<List<TaskRow>> ReadAsync(
        IReadOnlyCollection<long>? businesses,
        IReadOnlyCollection<long> ids,
        IReadOnlyDictionary<long, long> heard,
        bool afresh,
        CancellationToken cancellation
    ) =>
        InTurnAsync(
            async () =>
            {
                var (read, unread) = (new List<TaskRow>(), new List<long>());
                foreach (var id in ids)
                {
                    if (!afresh && _rows.TryGet(id, out var row) && row.Revision >= heard[id])
                    {
                        read.Add(row);
                    }
                    else
                    {
                        unread.Add(id);
                    }
                }
                if (unread.Count > 0)
                {
                    var query = new TaskQuery
                    {
                        Businesses = businesses,
                        Ids = unread,
                        Limit = Page,
                    };
                    var rows = await tasks.ListAsync(query, cancellation);
                    foreach (var row in rows)
                    {
                        _rows.Keep(row.Id, row);
                    }
                    read.AddRange(rows);
                }
                return read;
            },
            cancellation
        );

    public void Dispose() => _readers.Dispose();

    private async Task<List<TaskRow>> InTurnAsync(Func<Task<List<TaskRow>>> read, CancellationToken cancellation)
    {
        await _readers.WaitAsync(cancellation);
        try
        {
            return await read();
        }
        finally
        {
            _readers.Release();
        }
    }
}
