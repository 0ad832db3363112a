using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Sops.Engine.Pipelines;

/// <summary>A tree's document between being read and being written again; what is not touched stays to the letter.</summary>
internal static class TreeEdit
{
    private static readonly JsonDocumentOptions Reading = new() { MaxDepth = TaskTreeWriter.MaxDepth };

    /// <param name="json">Free of repeated keys and broken text, as TreeText and the parser prove.</param>
    public static JsonObject Read(string json) => JsonNode.Parse(json, null, Reading)!.AsObject();

    /// <summary>A part of the document as the rules for values read it.</summary>
    public static JsonElement Element(JsonObject part) => JsonElement.Parse(Write(part), Reading);

    public static JsonNode? Copy(JsonElement value) => JsonNode.Parse(value.GetRawText(), null, Reading);

    public static string Write(JsonObject root)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, TaskTreeWriter.Options))
            root.WriteTo(writer);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
