using System.Text.Json;
using Sops.Engine.Plugins;

namespace Sops.Server.Api;

/// <summary>What a form may ask for a constant: by the input of the plugin that it stands for, or by its type.</summary>
internal static class ConstantSchema
{
    /// <summary>Writes null where neither is known.</summary>
    public static void Write(Utf8JsonWriter json, JsonElement constant, IPluginCatalog plugins)
    {
        var (type, description) = Find(constant, plugins);
        if (type is null)
        {
            json.WriteNullValue();
            return;
        }
        json.WriteStartObject();
        json.WriteString("type", type);
        json.WriteString("description", description);
        json.WriteStartArray("enum");
        json.WriteEndArray();
        if (type is "array" or "object")
        {
            json.WriteStartObject(type == "array" ? "items" : "properties");
            json.WriteEndObject();
        }
        json.WriteEndObject();
    }

    private static (string? Type, string Description) Find(JsonElement constant, IPluginCatalog plugins) =>
        TemplateTree.Text(constant, "source_type") switch
        {
            "component_inputs" => Input(constant, plugins) is { } input ? (input.Type, input.Description) : (null, ""),
            "custom" or "" when VariableTypes.Find(TemplateTree.Text(constant, "custom_type")) is { } variable => (
                variable.Json,
                variable.Name
            ),
            _ => (null, ""),
        };

    /// <summary>The source_tag is "component.input".</summary>
    private static PluginField? Input(JsonElement constant, IPluginCatalog plugins)
    {
        var tag = TemplateTree.Text(constant, "source_tag");
        var dot = tag.LastIndexOf('.');
        if (dot < 0)
        {
            return null;
        }
        var code = tag[..dot];
        var version = TemplateTree.Text(constant, "version");
        var plugin = plugins.TryGet(code, version.Length > 0 ? version : "legacy", out var registered)
            ? registered.Info
            : plugins.Plugins.FirstOrDefault(p => p.Code == code);
        return plugin?.Inputs.FirstOrDefault(i => i.Key == tag[(dot + 1)..]);
    }
}
