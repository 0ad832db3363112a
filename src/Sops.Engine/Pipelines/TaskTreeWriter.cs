using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Sops.Engine.Pipelines;

/// <summary>
/// Writes the tree of one task: the snapshot it was made from, with the task's own ids and constants. Everything that says
/// nothing about ids is written as it came, to the letter.
/// </summary>
public static class TaskTreeWriter
{
    /// <param name="snapshot">The text that <paramref name="tree"/> was parsed from.</param>
    /// <param name="overrides">New values of constants of the outermost pipeline, by key ("${k}"); unknown keys are ignored.</param>
    public static string Write(
        string snapshot,
        PipelineTree tree,
        TaskIds ids,
        IReadOnlyDictionary<string, JsonElement> overrides
    )
    {
        using var document = JsonDocument.Parse(snapshot, new JsonDocumentOptions { MaxDepth = MaxDepth });
        var buffer = new ArrayBufferWriter<byte>(snapshot.Length * 2);
        using (var json = new Utf8JsonWriter(buffer, Options))
            new TreeRewriter(json, tree, ids).WriteLevel(document.RootElement, tree.Root, ids.InstanceId, overrides);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>Deep enough for whatever a parser with any sensible limit has taken.</summary>
    internal const int MaxDepth = 1_000;

    internal static readonly JsonWriterOptions Options = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        MaxDepth = MaxDepth,
    };

    internal static void WriteAsItCame(this Utf8JsonWriter json, JsonElement value) =>
        json.WriteRawValue(JsonMarshal.GetRawUtf8Value(value), skipInputValidation: true);
}
