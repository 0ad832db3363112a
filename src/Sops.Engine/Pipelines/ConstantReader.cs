using System.Text.Json;

namespace Sops.Engine.Pipelines;

/// <summary>Reads the constants of one level, the outputs, and which node's output feeds which constant.</summary>
internal static class ConstantReader
{
    private const string Shape = "an object that gives each node a list of strings";

    public static void Read(TreeReader tree, Level level, Fields fields)
    {
        var constants = new Dictionary<string, Constant>(StringComparer.Ordinal);
        var early = new List<string>();
        var bindings = new Dictionary<Node, List<OutputBinding>>();
        if (fields.RequiredObject("constants") is { } map)
        {
            foreach (var entry in map.Element.EnumerateObject())
            {
                if (entry.Value.ValueKind != JsonValueKind.Object)
                {
                    map.Mistyped(entry.Name, "an object");
                    continue;
                }
                var item = new Fields(entry.Value, map.Path[entry.Name], entry.Name, tree.Findings);
                var constant = ReadOne(tree, item, entry.Name);
                constants[entry.Name] = constant;
                if (item.Flag("pre_render_mako", false) && !constant.IsOutput)
                    early.Add(entry.Name);
                if (constant.IsOutput)
                    Bind(tree, level, item, constant, bindings);
            }
        }
        foreach (var (node, list) in bindings)
            node.OutputBindings = list;
        early.Sort(StringComparer.Ordinal);
        level.Pipeline.Constants = constants;
        level.Pipeline.RenderedAtStart = early;
        level.Pipeline.Outputs = Outputs(tree, fields, constants);
    }

    private static Constant ReadOne(TreeReader tree, Fields fields, string key)
    {
        tree.ConstantCount++;
        if (fields.Text("key") is { } inner && inner != key)
            fields.Report("KEY_MISMATCH", "key", $"The constant stands under \"{key}\" but calls itself \"{inner}\".");
        ConstantKey.Check(tree, key, fields.Path);
        var name = fields.Text("name") ?? "";
        var length = name.EnumerateRunes().Count();
        if (length > tree.Limits.Name)
            fields.Report(
                "NAME_TOO_LONG",
                "name",
                $"The name has {length} characters; the limit Name is {tree.Limits.Name}."
            );
        var value = Values.OfConstant(fields.Element);
        Values.CheckSize(tree, value, fields);
        return new Constant
        {
            Key = key,
            Name = name,
            Value = value.Clone(),
            SourceType = Word(
                fields,
                "source_type",
                "custom",
                ["custom", "component_inputs", "component_outputs", "system"]
            ),
            CustomType = fields.Text("custom_type") ?? "",
            IsMeta = fields.Flag("is_meta", false),
            Shown = Word(fields, "show_type", "hide", ["show", "hide"]) == "show",
            NeedRender = fields.Flag("need_render", true),
        };
    }

    private static string Word(Fields fields, string name, string fallback, ReadOnlySpan<string> words)
    {
        var word = fields.Text(name) is { Length: > 0 } given ? given : fallback;
        if (words.Contains(word))
            return word;
        fields.Report("WORD_UNKNOWN", name, $"\"{word}\" is no {name}.");
        return fallback;
    }

    private static void Bind(
        TreeReader tree,
        Level level,
        Fields fields,
        Constant constant,
        Dictionary<Node, List<OutputBinding>> bindings
    )
    {
        var sources =
            from source in fields.Object("source_info") is { } map ? map.Element.EnumerateObject().ToList() : []
            select (
                Node: source.Name,
                Outputs: Fields.Texts(source.Value, () => fields.Mistyped("source_info", Shape))
            );
        // All are read, so that a fault in a later one shows before the first is taken out of the tree.
        var (id, outputs) = sources.ToList().Find(source => source.Outputs.Count > 0);
        if (id is not null && level.ById.TryGetValue(id, out var draft))
        {
            if (!bindings.TryGetValue(draft.Node, out var list))
                bindings[draft.Node] = list = [];
            list.Add(new OutputBinding(outputs[0], constant.Key));
            return;
        }
        fields.Warn(
            "OUTPUT_UNBOUND",
            "source_info",
            $"No node of this pipeline gives {constant.Key} its value, so it never has one."
        );
    }

    private static List<string> Outputs(TreeReader tree, Fields fields, Dictionary<string, Constant> constants)
    {
        if (fields.Find("outputs") is not { } outputs)
        {
            fields.Missing("outputs");
            return [];
        }
        if (
            outputs.ValueKind != JsonValueKind.Array
            || outputs.EnumerateArray().Any(item => item.ValueKind != JsonValueKind.String)
        )
        {
            fields.Mistyped("outputs", "a list of strings");
            return [];
        }
        var keys = new List<string>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var key in outputs.EnumerateArray().Select(item => item.GetString()!))
        {
            if (!seen.Add(key))
                continue;
            if (ConstantKey.Check(tree, key, fields.Path["outputs"]) && !constants.ContainsKey(key))
                tree.Findings.Warning(
                    "OUTPUT_UNKNOWN",
                    key,
                    fields.Path["outputs"],
                    $"The output {key} is no constant of this pipeline."
                );
            keys.Add(key);
        }
        return keys;
    }
}
