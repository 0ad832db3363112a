using System.Diagnostics.CodeAnalysis;

namespace Sops.Engine.Runs;

/// <summary>
/// Values by number. Most turns touch two or three things: so few are looked through one by
/// one, which takes a fifth of the memory of a dictionary; an index comes with the ninth.
/// </summary>
internal sealed class Touched<T>
{
    private const int ScanUpTo = 8;
    private (int Key, T Value)[] _entries = new (int, T)[2];
    private Dictionary<int, int>? _positions;

    public int Count { get; private set; }

    public ReadOnlySpan<(int Key, T Value)> Entries => _entries.AsSpan(0, Count);

    public int[] Keys => Array.ConvertAll(_entries[..Count], e => e.Key);

    public T[] Values
    {
        get
        {
            var values = new T[Count];
            for (var i = 0; i < values.Length; i++)
            {
                values[i] = _entries[i].Value;
            }
            return values;
        }
    }

    public T this[int key]
    {
        set
        {
            var at = Position(key);
            if (at < 0)
            {
                at = Add(key);
            }
            _entries[at] = (key, value);
        }
    }

    public bool Contains(int key) => Position(key) >= 0;

    public bool TryGet(int key, [MaybeNullWhen(false)] out T value)
    {
        var at = Position(key);
        value = at < 0 ? default : _entries[at].Value;
        return at >= 0;
    }

    public void Remove(int key)
    {
        var at = Position(key);
        if (at < 0)
        {
            return;
        }
        var last = _entries[--Count];
        _entries[Count] = default;
        _positions?.Remove(key);
        if (last.Key != key)
        {
            _entries[at] = last;
            _positions?[last.Key] = at;
        }
    }

    private int Position(int key)
    {
        if (_positions is not null)
        {
            return _positions.TryGetValue(key, out var at) ? at : -1;
        }
        for (var i = 0; i < Count; i++)
        {
            if (_entries[i].Key == key)
            {
                return i;
            }
        }
        return -1;
    }

    private int Add(int key)
    {
        if (Count == _entries.Length)
        {
            Array.Resize(ref _entries, 2 * Count);
        }
        if (Count == ScanUpTo)
        {
            _positions = [];
            for (var i = 0; i < Count; i++)
            {
                _positions.Add(_entries[i].Key, i);
            }
        }
        _positions?.Add(key, Count);
        return Count++;
    }
}
