using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Sops.Engine.Plugins;
using Sops.Storage;

namespace Sops.Server.Api;

/// <summary>
/// A template's tree as get_template_info shows it: without the drawing, each constant with its form schema, and ids of
/// templates as text, at every depth.
/// </summary>
internal static class TemplateTree
{
    // A tree that was let in is less deep, and this also holds it with the trees of its sub-processes in it.
    private const int MaxDepth = 1000;

    public static string Shown(string tree, IPluginCatalog plugins)
    {
        using var document = Parse(tree);
        var buffer = new ArrayBufferWriter<byte>(tree.Length);
        var options = new JsonWriterOptions
        {
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            MaxDepth = MaxDepth,
        };
        using (var json = new Utf8JsonWriter(buffer, options))
        {
            WriteLevel(json, document.RootElement, plugins);
        }
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    public static JsonDocument Parse(string tree) =>
        JsonDocument.Parse(tree, new JsonDocumentOptions { MaxDepth = MaxDepth });

    /// <summary>Nothing where the level is no pipeline.</summary>
    public static IEnumerable<JsonElement> Activities(JsonElement level) =>
        Member(level, "activities") is { ValueKind: JsonValueKind.Object } activities
            ? activities.EnumerateObject().Select(a => a.Value).Where(a => a.ValueKind == JsonValueKind.Object)
            : [];

    /// <summary>The tree that a sub-process carries itself; null where it has none.</summary>
    public static JsonElement? Body(JsonElement activity) =>
        Member(activity, "pipeline") is { ValueKind: JsonValueKind.Object } body ? body : null;

    /// <summary>A text or a number, as text; "" for anything else.</summary>
    public static string Text(JsonElement from, string name) =>
        Member(from, name) switch
        {
            { ValueKind: JsonValueKind.String } text => text.GetString()!,
            { ValueKind: JsonValueKind.Number } number => number.GetRawText(),
            _ => "",
        };

    public static JsonElement? Member(JsonElement from, string name) =>
        from.ValueKind == JsonValueKind.Object && from.TryGetProperty(name, out var value) ? value : null;

    /// <summary>Where a sub-process looks for its template when it does not say it; 0 is nobody's business.</summary>
    public static string DefaultSource(long businessId) =>
        businessId == 0 ? TemplateSource.Common : TemplateSource.Project;

    private static void WriteLevel(Utf8JsonWriter json, JsonElement level, IPluginCatalog plugins)
    {
        json.WriteStartObject();
        foreach (var member in level.EnumerateObject().Where(m => m.Name is not ("line" or "location")))
        {
            json.WritePropertyName(member.Name);
            if (member.Value.ValueKind != JsonValueKind.Object || member.Name is not ("activities" or "constants"))
            {
                Raw(json, member.Value);
                continue;
            }
            json.WriteStartObject();
            foreach (var entry in member.Value.EnumerateObject())
            {
                json.WritePropertyName(entry.Name);
                if (entry.Value.ValueKind != JsonValueKind.Object)
                {
                    Raw(json, entry.Value);
                }
                else if (member.Name == "activities")
                {
                    WriteActivity(json, entry.Value, plugins);
                }
                else
                {
                    WriteConstant(json, entry.Value, plugins);
                }
            }
            json.WriteEndObject();
        }
        json.WriteEndObject();
    }

    private static void WriteActivity(Utf8JsonWriter json, JsonElement activity, IPluginCatalog plugins)
    {
        if (Text(activity, "type") != "SubProcess")
        {
            Raw(json, activity);
            return;
        }
        json.WriteStartObject();
        foreach (var member in activity.EnumerateObject())
        {
            json.WritePropertyName(member.Name);
            switch (member.Name, member.Value.ValueKind)
            {
                case ("template_id", JsonValueKind.Number):
                    json.WriteStringValue(member.Value.GetRawText());
                    break;
                case ("pipeline", JsonValueKind.Object):
                    WriteLevel(json, member.Value, plugins);
                    break;
                default:
                    Raw(json, member.Value);
                    break;
            }
        }
        json.WriteEndObject();
    }

    private static void WriteConstant(Utf8JsonWriter json, JsonElement constant, IPluginCatalog plugins)
    {
        json.WriteStartObject();
        foreach (var member in constant.EnumerateObject().Where(m => m.Name != "schema"))
        {
            json.WritePropertyName(member.Name);
            Raw(json, member.Value);
        }
        json.WritePropertyName("schema");
        ConstantSchema.Write(json, constant, plugins);
        json.WriteEndObject();
    }

    private static void Raw(Utf8JsonWriter json, JsonElement value) =>
        json.WriteRawValue(JsonMarshal.GetRawUtf8Value(value), skipInputValidation: true);
}
