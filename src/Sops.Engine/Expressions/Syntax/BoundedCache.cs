using System.Collections.Concurrent;

namespace Sops.Engine.Expressions.Syntax;

/// <summary>Keeps what was made from the texts used last: at most twice the capacity, in two generations.</summary>
internal sealed class BoundedCache<T>(int capacity)
    where T : class
{
    // Longer texts are rare, and would let the cache hold megabytes.
    private const int MaxKeyLength = 4096;

    private ConcurrentDictionary<string, T> _young = new(StringComparer.Ordinal);
    private ConcurrentDictionary<string, T> _old = new(StringComparer.Ordinal);
    private int _added;

    public T Get(string key, Func<string, T> make)
    {
        if (_young.TryGetValue(key, out var value))
            return value;
        if (!_old.TryGetValue(key, out value))
            value = make(key);
        if (key.Length <= MaxKeyLength)
            Keep(key, value);
        return value;
    }

    private void Keep(string key, T value)
    {
        if (Interlocked.Increment(ref _added) > capacity)
        {
            _old = _young;
            _young = new ConcurrentDictionary<string, T>(StringComparer.Ordinal);
            Interlocked.Exchange(ref _added, 0);
        }
        _young.TryAdd(key, value);
    }
}
