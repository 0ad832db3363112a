namespace Sops.Storage;

/// <summary>
/// Rows that were read lately and seldom change. A change forgets its row before it begins, and nothing that was read before
/// it was over is kept: whatever is found here is what the database says.
/// </summary>
/// <param name="capacity">How much all of it may weigh.</param>
internal sealed class RowCache<TKey, TRow>(long capacity, Func<TRow, long> weigh)
    where TKey : notnull
    where TRow : class
{
    private readonly RecentlyUsed<TKey, TRow> _rows = new(capacity, weigh);
    private readonly Lock _lock = new();
    private int _underWay;
    private long _changes;

    /// <summary>The row, read where it is not held; null when there is none.</summary>
    public async ValueTask<TRow?> GetAsync(TKey key, Func<Task<TRow?>> readAsync)
    {
        if (_rows.TryGet(key, out var held))
        {
            return held;
        }
        var before = Volatile.Read(ref _changes);
        var row = await readAsync();
        if (row is not null)
        {
            lock (_lock)
            {
                if (_underWay == 0 && _changes == before)
                {
                    _rows.Keep(key, row);
                }
            }
        }
        return row;
    }

    /// <summary>Every change of that row has to go through here.</summary>
    public async Task<T> ChangeAsync<T>(TKey key, Func<Task<T>> changeAsync)
    {
        lock (_lock)
        {
            _underWay++;
            _rows.Forget(key);
        }
        try
        {
            return await changeAsync();
        }
        finally
        {
            lock (_lock)
            {
                _underWay--;
                _changes++;
            }
        }
    }
}
