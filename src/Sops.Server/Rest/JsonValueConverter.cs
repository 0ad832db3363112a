using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Sops.V1;

namespace Sops.Server.Rest;

/// <summary>Carries a JsonValue as plain JSON, byte for byte; in a stream of lines without the line breaks between tokens.</summary>
sealed class JsonValueConverter(bool oneLine) : JsonConverter<JsonValue>
{
    public override bool HandleNull => true;

    public override JsonValue Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        return new() { Json = Encoding.UTF8.GetString(JsonMarshal.GetRawUtf8Value(document.RootElement)) };
    }

    public override void Write(Utf8JsonWriter writer, JsonValue? value, JsonSerializerOptions options)
    {
        if (value is null or { Json.Length: 0 })
            writer.WriteNullValue();
        else
            // JSON texts are checked where they come in.
            writer.WriteRawValue(oneLine ? OnOneLine(value.Json) : value.Json, skipInputValidation: true);
    }

    // Inside a JSON string a line break is always escaped, so these stand between tokens.
    static string OnOneLine(string json) =>
        json.AsSpan().ContainsAny('\r', '\n') ? json.Replace('\r', ' ').Replace('\n', ' ') : json;
}
