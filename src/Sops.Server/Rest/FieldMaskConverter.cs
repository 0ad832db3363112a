using System.Text.Json;
using System.Text.Json.Serialization;
using Google.Protobuf.WellKnownTypes;
using Type = System.Type;

namespace Sops.Server.Rest;

/// <summary>
/// Reads a field mask as a text, "name,description", or as a list of texts. Fields are named as the contract does, or as
/// protobuf's own JSON would.
/// </summary>
sealed class FieldMaskConverter : JsonConverter<FieldMask>
{
    public override FieldMask Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var mask = new FieldMask();
        if (reader.TokenType == JsonTokenType.String)
            Add(mask, reader.GetString()!);
        else
        {
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                Add(mask, reader.GetString()!);
        }
        return mask;
    }

    public override void Write(Utf8JsonWriter writer, FieldMask value, JsonSerializerOptions options) =>
        writer.WriteStringValue(string.Join(',', value.Paths));

    static void Add(FieldMask mask, string paths)
    {
        foreach (var path in paths.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            mask.Paths.Add(JsonNamingPolicy.SnakeCaseLower.ConvertName(path));
    }
}
