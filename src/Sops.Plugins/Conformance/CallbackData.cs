using System.Text.Json;

namespace Sops.Plugins.Conformance;

/// <summary>What a callback brought to a test component; one without data brought an empty object.</summary>
internal readonly record struct CallbackData
{
    public CallbackData(JsonElement data)
    {
        Json = data.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined
            ? JsonSerializer.SerializeToElement(new Dictionary<string, JsonElement>())
            : data;
    }

    public JsonElement Json { get; }

    /// <summary>Why the component is to fail; null unless the result is false, and not merely absent or zero.</summary>
    public JsonElement? Refusal
    {
        get
        {
            var data = new PluginInputs(Json);
            return data.Find("result")?.ValueKind == JsonValueKind.False
                ? data.Find("message") ?? JsonSerializer.SerializeToElement("callback failed")
                : null;
        }
    }
}
