using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Sops.Engine;
using Sops.V1;
using JsonValue = Sops.V1.JsonValue;

namespace Sops.Server.Api;

/// <summary>JSON values as the contract carries them.</summary>
internal static class Values
{
    // What was let in is nested less deeply than this, also where an answer wraps it.
    private const int MaxDepth = 512;

    private static readonly JsonDocumentOptions Reading = new() { MaxDepth = MaxDepth };

    private static readonly JsonSerializerOptions Readable = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        MaxDepth = MaxDepth,
    };

    public static JsonValue Null => new() { Json = "null" };

    public static JsonValue EmptyObject => new() { Json = "{}" };

    public static JsonValue Of(string? text) => new() { Json = JsonSerializer.Serialize(text, Readable) };

    public static JsonValue Of(long? number) => new() { Json = JsonSerializer.Serialize(number, Readable) };

    public static JsonValue Of(JsonElement value) => new() { Json = JsonSerializer.Serialize(value, Readable) };

    public static JsonValue Of(JsonNode value) => new() { Json = value.ToJsonString(Readable) };

    public static JsonValue Of(ValueMap? values)
    {
        using var buffer = new MemoryStream();
        using (
            var writer = new Utf8JsonWriter(
                buffer,
                new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }
            )
        )
        {
            writer.WriteStartObject();
            foreach (var (key, value) in values ?? ValueMap.Empty)
            {
                writer.WritePropertyName(key);
                value.WriteTo(writer);
            }
            writer.WriteEndObject();
        }
        return new JsonValue { Json = System.Text.Encoding.UTF8.GetString(buffer.ToArray()) };
    }

    /// <summary>JSON that was written by this service, put in as it stands.</summary>
    public static JsonValue Raw(string json) => new() { Json = json };

    /// <summary>True where something was given; an explicit null is nothing.</summary>
    public static bool Given(JsonValue? value) => value is { Json.Length: > 0 } && value.Json.Trim() != "null";

    /// <summary>Null where nothing was given.</summary>
    public static JsonElement? Parse(JsonValue? value) => Given(value) ? Parse(value!.Json) : null;

    public static JsonElement Parse(string json) => JsonElement.Parse(json, Reading);

    /// <summary>A copy that can be put into a larger answer.</summary>
    public static JsonNode? Node(JsonElement value) => JsonNode.Parse(value.GetRawText(), documentOptions: Reading);
}
