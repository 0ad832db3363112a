using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Sops.Engine;

/// <summary>An immutable JSON object: values by key, in the order they were put in.</summary>
[JsonConverter(typeof(ValueMapConverter))]
public sealed class ValueMap : IEnumerable<KeyValuePair<string, JsonElement>>
{
    private const int ScanUpTo = 12;
    private readonly KeyValuePair<string, JsonElement>[] _entries;
    private Dictionary<string, int>? _positions;

    private ValueMap(KeyValuePair<string, JsonElement>[] entries) => _entries = entries;

    public static ValueMap Empty { get; } = new([]);

    public int Count => _entries.Length;

    /// <summary>Of a key given twice the last value stays.</summary>
    public static ValueMap From(IEnumerable<KeyValuePair<string, JsonElement>> entries) =>
        entries is List<KeyValuePair<string, JsonElement>> list
            ? Empty.With(CollectionsMarshal.AsSpan(list))
            : Empty.With([.. entries]);

    /// <summary>The members of a JSON object; nothing for any other value.</summary>
    public static ValueMap From(JsonElement value) =>
        value.ValueKind == JsonValueKind.Object
            ? From(value.EnumerateObject().Select(p => KeyValuePair.Create(p.Name, p.Value)))
            : Empty;

    public bool TryGet(string key, [MaybeNullWhen(false)] out JsonElement value)
    {
        var at = Position(key);
        value = at < 0 ? default : _entries[at].Value;
        return at >= 0;
    }

    /// <summary>Bytes of its values as JSON in UTF-8.</summary>
    public long Bytes
    {
        get
        {
            var bytes = 0L;
            foreach (var (_, value) in _entries)
            {
                bytes += Json.Bytes(value);
            }
            return bytes;
        }
    }

    public ValueMap With(string key, JsonElement value) => With([KeyValuePair.Create(key, value)]);

    /// <summary>This map with those entries put in; a key that was there keeps its place.</summary>
    public ValueMap With(params ReadOnlySpan<KeyValuePair<string, JsonElement>> added)
    {
        if (added.IsEmpty)
        {
            return this;
        }
        var entries = new KeyValuePair<string, JsonElement>[_entries.Length + added.Length];
        _entries.CopyTo(entries, 0);
        var count = _entries.Length;
        var positions = entries.Length > ScanUpTo ? Positions(_entries) : null;
        foreach (var entry in added)
        {
            var at =
                positions is null ? Scan(entries.AsSpan(0, count), entry.Key)
                : positions.TryGetValue(entry.Key, out var found) ? found
                : -1;
            if (at < 0)
            {
                at = count++;
                positions?.Add(entry.Key, at);
            }
            entries[at] = entry;
        }
        return new ValueMap(count == entries.Length ? entries : entries[..count]);
    }

    public ValueMap With(ValueMap? added) =>
        added is null ? this
        : Count == 0 ? added
        : With(added._entries);

    public ValueMap Without(string key) => Position(key) < 0 ? this : new([.. _entries.Where(e => e.Key != key)]);

    public IEnumerator<KeyValuePair<string, JsonElement>> GetEnumerator() =>
        ((IEnumerable<KeyValuePair<string, JsonElement>>)_entries).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private int Position(string key)
    {
        if (_entries.Length <= ScanUpTo)
        {
            return Scan(_entries, key);
        }
        _positions ??= Positions(_entries);
        return _positions.TryGetValue(key, out var at) ? at : -1;
    }

    private static int Scan(ReadOnlySpan<KeyValuePair<string, JsonElement>> entries, string key)
    {
        for (var i = 0; i < entries.Length; i++)
        {
            if (entries[i].Key == key)
            {
                return i;
            }
        }
        return -1;
    }

    private static Dictionary<string, int> Positions(KeyValuePair<string, JsonElement>[] entries)
    {
        var positions = new Dictionary<string, int>(entries.Length, StringComparer.Ordinal);
        for (var i = 0; i < entries.Length; i++)
        {
            positions[entries[i].Key] = i;
        }
        return positions;
    }
}

/// <summary>Writes a <see cref="ValueMap"/> as the JSON object that it is.</summary>
public sealed class ValueMapConverter : JsonConverter<ValueMap>
{
    public override ValueMap Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        ValueMap.From(JsonElement.ParseValue(ref reader));

    public override void Write(Utf8JsonWriter writer, ValueMap value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        foreach (var (key, element) in value)
        {
            writer.WritePropertyName(key);
            element.WriteTo(writer);
        }
        writer.WriteEndObject();
    }
}
