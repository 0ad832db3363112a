using System.Diagnostics.CodeAnalysis;

namespace Sops.Storage;

/// <summary>Writes that wait for their transaction, in the order they came; a full queue makes callers wait for room.</summary>
[SuppressMessage(
    "Design",
    "CA1001",
    Justification = "A semaphore without a wait handle holds nothing, and callers may still be waiting on it."
)]
internal sealed class WriteQueue(int capacity)
{
    private readonly SemaphoreSlim _room = new(capacity);
    private readonly Queue<PendingWrite> _writes = new();
    private bool _closed;

    public int Count => capacity - _room.CurrentCount;

    /// <summary>False once the queue is closed.</summary>
    public async Task<bool> AddAsync(PendingWrite write, CancellationToken cancellation)
    {
        await _room.WaitAsync(cancellation);
        lock (_writes)
        {
            if (!_closed)
            {
                _writes.Enqueue(write);
                Monitor.Pulse(_writes);
                return true;
            }
        }
        _room.Release();
        return false;
    }

    /// <summary>Waits for a write and takes what is there, up to a number; false once the queue is closed and empty.</summary>
    public bool Take(List<PendingWrite> taken, int most)
    {
        lock (_writes)
        {
            while (_writes.Count == 0 && !_closed)
            {
                Monitor.Wait(_writes);
            }
            while (taken.Count < most && _writes.TryDequeue(out var write))
            {
                taken.Add(write);
            }
        }
        if (taken.Count > 0)
        {
            _room.Release(taken.Count);
        }
        return taken.Count > 0;
    }

    /// <summary>Takes no more writes; those in it stay to be taken.</summary>
    public void Close()
    {
        lock (_writes)
        {
            _closed = true;
            Monitor.Pulse(_writes);
        }
    }
}
