using System.Data.Common;

namespace Sops.Storage;

/// <summary>
/// The only writer: one thread that puts whatever writes are waiting into one transaction, so that a thousand tasks share
/// the cost of making their turns durable. It never waits for more to come; what arrives meanwhile is the next transaction.
/// </summary>
public sealed class GroupCommitter : IAsyncDisposable
{
    /// <summary>Writes that wait; more wait for room.</summary>
    public const int MostWaiting = 8 * MostWrites;
    private const int MostWrites = 512;
    private const int MostCharacters = 8 << 20;

    private readonly WriteQueue _queue = new(MostWaiting);
    private readonly WriteSession _session;
    private readonly TaskCompletionSource<DatabaseLostException> _failed = new(
        TaskCreationOptions.RunContinuationsAsynchronously
    );
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _transactions;
    private long _writes;

    internal GroupCommitter(WriteSession session)
    {
        _session = session;
        new Thread(Work) { IsBackground = true, Name = "Sops.Storage writer" }.Start();
    }

    /// <summary>
    /// Ends when the database is lost for good: from then on nothing is written any more, every write fails, and only a
    /// restart helps.
    /// </summary>
    public Task<DatabaseLostException> Failed => _failed.Task;

    /// <summary>Writes that wait for the next transaction.</summary>
    public int Waiting => _queue.Count;

    /// <summary>Transactions committed since the start.</summary>
    public long Transactions => Interlocked.Read(ref _transactions);

    /// <summary>Writes answered since the start, refused ones included.</summary>
    public long Writes => Interlocked.Read(ref _writes);

    /// <summary>
    /// Runs a write on the writer's thread and gives back its result once that is durable. Its exception undoes its own
    /// changes only. It may be run again, where another of its transaction fails: it must change nothing but the database.
    /// Cancelling has an effect as long as the write was not begun.
    /// </summary>
    /// <exception cref="StorageException">The transaction or the database failed.</exception>
    public async Task<T> WriteAsync<T>(Func<WriteSession, T> write, CancellationToken cancellation = default)
    {
        var pending = new PendingWrite<T>(write, cancellation);
        if (!await _queue.AddAsync(pending, cancellation))
        {
            throw Closed();
        }
        return await pending.Answered;
    }

    /// <summary>Lets the writes that are waiting finish, and takes no more.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.Close();
        await _ended.Task;
        _session.Dispose();
    }

    private void Work()
    {
        var taken = new List<PendingWrite>(MostWrites);
        while (_queue.Take(taken, MostWrites))
        {
            for (var done = 0; done < taken.Count; )
            {
                done = Commit(taken, done);
            }
            taken.Clear();
        }
        _ended.SetResult();
    }

    /// <summary>Commits writes from that position on, as many as one transaction should hold, and tells how far it came.</summary>
    private int Commit(List<PendingWrite> writes, int from)
    {
        if (_failed.Task.IsCompleted)
        {
            return Fail(writes, from, writes.Count, Closed);
        }
        var to = from;
        try
        {
            if (!TryAll(writes, from, out to))
            {
                _session.Begin();
                for (to = from; HasRoom(writes, to); to++)
                {
                    writes[to].AttemptAlone(_session);
                }
            }
            _session.Commit();
        }
        catch (Exception e)
        {
            Abandon(e);
            return Fail(
                writes,
                from,
                Math.Max(to, from + 1),
                () =>
                    _failed.Task.IsCompleted
                        ? Closed()
                        : new StorageException("The transaction of this write could not be committed.", e)
            );
        }
        Interlocked.Increment(ref _transactions);
        Interlocked.Add(ref _writes, to - from);
        for (var i = from; i < to; i++)
        {
            writes[i].Answer();
        }
        Tidy();
        return to;
    }

    /// <summary>
    /// Runs writes without what it takes to undo one of them, which costs as much as the writes do and is hardly ever needed.
    /// False where one failed: nothing was done then.
    /// </summary>
    private bool TryAll(List<PendingWrite> writes, int from, out int to)
    {
        to = from;
        _session.Begin();
        try
        {
            for (; HasRoom(writes, to); to++)
            {
                writes[to].Attempt(_session);
            }
            return true;
        }
        catch (Exception e) when (e is not DbException db || !_session.Dialect.IsBroken(db))
        {
            _session.Rollback();
            return false;
        }
    }

    private bool HasRoom(List<PendingWrite> writes, int next) =>
        next < writes.Count && _session.Characters < MostCharacters;

    /// <summary>Clears the log once it is long. What fails here was answered and stays in the log, but the disk is at its end.</summary>
    private void Tidy()
    {
        try
        {
            _session.Tidy();
        }
        catch (Exception e)
        {
            Abandon(e);
        }
    }

    private static int Fail(List<PendingWrite> writes, int from, int to, Func<StorageException> error)
    {
        for (var i = from; i < to; i++)
        {
            writes[i].Fail(error());
        }
        return to;
    }

    /// <summary>Makes the connection ready for the next transaction, or gives it up.</summary>
    private void Abandon(Exception cause)
    {
        var lost = cause is DbException e && !_session.Dialect.IsBroken(e) ? null : cause;
        try
        {
            _session.Rollback();
        }
        catch (Exception again)
        {
            lost ??= again;
        }
        if (lost is not null)
        {
            _session.GiveUp();
            _queue.Close();
            _failed.TrySetResult(new DatabaseLostException(_session.Dialect.Name, lost));
        }
    }

    private StorageException Closed() =>
        _failed.Task is { IsCompleted: true, Result: var lost }
            ? new DatabaseLostException(lost.Database, lost.InnerException!)
            : new StorageException("The database is closed.");
}
