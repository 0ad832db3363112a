using System.Text.Json;

namespace Sops.Engine.Pipelines;

/// <summary>Writes a constant of a task: its new value, and its sources by their new ids.</summary>
internal sealed class ConstantRewriter(Utf8JsonWriter json, LevelIds names)
{
    /// <param name="outermost">Only there a task settles its meta variables; parsing does it for the levels below.</param>
    public void Write(
        JsonElement constant,
        string key,
        IReadOnlyDictionary<string, JsonElement> overrides,
        bool outermost
    )
    {
        var settle = outermost && Values.IsMeta(constant) && !Values.HasMeta(constant);
        var value =
            overrides.TryGetValue(key, out var given) ? given
            : settle ? Values.OfConstant(constant)
            : default;
        json.WriteStartObject();
        foreach (var part in constant.EnumerateObject())
        {
            if (part.Name == "meta" && settle)
                continue;
            json.WritePropertyName(part.Name);
            if (part.Name == "value" && value.ValueKind != JsonValueKind.Undefined)
                json.WriteAsItCame(value);
            else if (part.Name == "source_info" && part.Value.ValueKind == JsonValueKind.Object)
                WriteSources(part.Value);
            else
                json.WriteAsItCame(part.Value);
        }
        if (value.ValueKind != JsonValueKind.Undefined && !constant.TryGetProperty("value", out _))
        {
            json.WritePropertyName("value");
            json.WriteAsItCame(value);
        }
        if (settle)
        {
            json.WritePropertyName("meta");
            json.WriteAsItCame(constant);
        }
        json.WriteEndObject();
    }

    private void WriteSources(JsonElement sources)
    {
        json.WriteStartObject();
        foreach (var source in sources.EnumerateObject())
        {
            json.WritePropertyName(names.Nodes.GetValueOrDefault(source.Name, source.Name));
            json.WriteAsItCame(source.Value);
        }
        json.WriteEndObject();
    }
}
