using System.Data.Common;

namespace Sops.Storage;

/// <summary>A write on its way through the committer: attempted inside a shared transaction, answered after it.</summary>
internal abstract class PendingWrite
{
    /// <summary>Runs the write. Throws what it throws, and then the transaction is to be rolled back.</summary>
    public abstract void Attempt(WriteSession session);

    /// <summary>Runs the write so that its own failure undoes only what it did; throws when the whole transaction is lost.</summary>
    public abstract void AttemptAlone(WriteSession session);

    /// <summary>Hands the outcome over; to be called once it is durable.</summary>
    public abstract void Answer();

    public abstract void Fail(StorageException error);
}

internal sealed class PendingWrite<T>(Func<WriteSession, T> write, CancellationToken cancellation) : PendingWrite
{
    // Whoever waits goes on elsewhere: the writer's thread has the next transaction to see to.
    private readonly TaskCompletionSource<T> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T? _result;
    private Exception? _error;

    public Task<T> Answered => _answer.Task;

    public override void Attempt(WriteSession session)
    {
        _error = cancellation.IsCancellationRequested ? new OperationCanceledException(cancellation) : null;
        if (_error is null)
        {
            _result = write(session);
        }
    }

    public override void AttemptAlone(WriteSession session)
    {
        session.Savepoint();
        try
        {
            Attempt(session);
        }
        catch (Exception e) when (e is not DbException db || !session.Dialect.IsBroken(db))
        {
            session.Undo();
            _error = e switch
            {
                DbException final when session.Dialect.IsForGood(final) => new WriteRefusedException(
                    $"The database refuses this write: {e.Message}",
                    e
                ),
                DbException => new StorageException($"The database did not take a write: {e.Message}", e),
                _ => e,
            };
            return;
        }
        session.Release();
    }

    public override void Answer()
    {
        switch (_error)
        {
            case null:
                _answer.SetResult(_result!);
                break;
            case OperationCanceledException when cancellation.IsCancellationRequested:
                _answer.SetCanceled(cancellation);
                break;
            default:
                _answer.SetException(_error);
                break;
        }
    }

    public override void Fail(StorageException error) => _answer.SetException(error);
}
