using System.Text.Json;
using System.Text.Json.Nodes;
using Sops.Engine.Expressions;
using JsonValue = Sops.V1.JsonValue;

namespace Sops.Server.Api;

/// <summary>The constants that a template's tree refers to, with how many activities do: get_template_info's template_constants.</summary>
internal static class TemplateConstants
{
    public static JsonValue Of(string tree)
    {
        using var document = TemplateTree.Parse(tree);
        var root = document.RootElement;
        if (TemplateTree.Member(root, "constants") is not { ValueKind: JsonValueKind.Object } constants)
        {
            return Values.Raw("[]");
        }
        var byActivities = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var name in TemplateTree.Activities(root).SelectMany(NamedBy))
        {
            byActivities[name] = byActivities.GetValueOrDefault(name) + 1;
        }
        var named = byActivities.Keys.Concat(Conditions(root)).ToHashSet(StringComparer.Ordinal);
        foreach (var constant in constants.EnumerateObject())
        {
            if (TemplateTree.Member(constant.Value, "value") is { } value)
            {
                named.UnionWith(Template.References(value));
            }
        }
        return Values.Of(
            new JsonArray([
                .. constants
                    .EnumerateObject()
                    .Where(c => named.Contains(Name(c.Name)) && Source(c.Value) != "component_outputs")
                    .Select(c => One(c.Name, c.Value, byActivities.GetValueOrDefault(Name(c.Name)))),
            ])
        );
    }

    private static JsonObject One(string key, JsonElement constant, int activities) =>
        new()
        {
            ["name"] = TemplateTree.Text(constant, "name"),
            ["key"] = key,
            ["show_type"] = TemplateTree.Text(constant, "show_type"),
            ["constant_type"] = Type(constant),
            ["activity_count"] = activities,
        };

    private static string Type(JsonElement constant)
    {
        var type = TemplateTree.Text(constant, "custom_type");
        return Source(constant) == "component_inputs" ? "节点输入" : VariableTypes.Find(type)?.Name ?? type;
    }

    private static string Source(JsonElement constant) => TemplateTree.Text(constant, "source_type");

    /// <summary>Each name once, however often the activity has it.</summary>
    private static IReadOnlySet<string> NamedBy(JsonElement activity)
    {
        if (TemplateTree.Text(activity, "type") != "SubProcess")
        {
            return
                TemplateTree.Member(activity, "component") is { } component
                && TemplateTree.Member(component, "data") is { } data
                ? Template.References(data)
                : new HashSet<string>();
        }
        var names = new HashSet<string>(StringComparer.Ordinal);
        if (TemplateTree.Member(activity, "constants") is { ValueKind: JsonValueKind.Object } parameters)
        {
            foreach (var parameter in parameters.EnumerateObject().Select(p => p.Value))
            {
                if (
                    TemplateTree.Text(parameter, "show_type") == "show"
                    && TemplateTree.Member(parameter, "value") is { } value
                )
                {
                    names.UnionWith(Template.References(value));
                }
            }
        }
        return names;
    }

    private static IEnumerable<string> Conditions(JsonElement root) =>
        TemplateTree.Member(root, "gateways") is { ValueKind: JsonValueKind.Object } gateways
            ? gateways
                .EnumerateObject()
                .Select(g => TemplateTree.Member(g.Value, "conditions"))
                .Where(c => c is { ValueKind: JsonValueKind.Object })
                .SelectMany(c => c!.Value.EnumerateObject())
                .SelectMany(c => Condition.References(TemplateTree.Text(c.Value, "evaluate")))
            : [];

    private static string Name(string key) =>
        key.StartsWith("${", StringComparison.Ordinal) && key.EndsWith('}') ? key[2..^1] : key;
}
