using System.Diagnostics.CodeAnalysis;

namespace Sops.Storage;

/// <summary>What was used lately, as much of it as fits; the rest is made again when it is asked for.</summary>
/// <param name="capacity">How much all of it may weigh; the last one used stays, however heavy.</param>
public sealed class RecentlyUsed<TKey, TValue>(long capacity, Func<TValue, long> weigh)
    where TKey : notnull
{
    private readonly Dictionary<TKey, LinkedListNode<(TKey Key, TValue Value)>> _byKey = [];
    private readonly LinkedList<(TKey Key, TValue Value)> _recent = new();
    private readonly Lock _lock = new();
    private long _weight;

    public bool TryGet(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        lock (_lock)
        {
            if (!_byKey.TryGetValue(key, out var found))
            {
                value = default;
                return false;
            }
            _recent.Remove(found);
            _recent.AddFirst(found);
            value = found.Value.Value;
            return true;
        }
    }

    public void Keep(TKey key, TValue value)
    {
        lock (_lock)
        {
            Remove(key);
            _byKey[key] = _recent.AddFirst((key, value));
            _weight += weigh(value);
            while (_weight > capacity && _recent.Last is { } oldest && oldest != _recent.First)
            {
                Remove(oldest.Value.Key);
            }
        }
    }

    public void Forget(TKey key)
    {
        lock (_lock)
        {
            Remove(key);
        }
    }

    private void Remove(TKey key)
    {
        if (_byKey.Remove(key, out var found))
        {
            _recent.Remove(found);
            _weight -= weigh(found.Value.Value);
        }
    }
}
