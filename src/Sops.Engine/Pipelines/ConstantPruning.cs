using System.Text.Json.Nodes;

namespace Sops.Engine.Pipelines;

/// <summary>Drops the constants of a task's tree that nothing in it refers to.</summary>
internal static class ConstantPruning
{
    public static void Apply(JsonObject root, Pipeline pipeline, HashSet<string> removed)
    {
        var kept = Needed(pipeline, removed);
        var constants = root["constants"]!.AsObject();
        constants.Keep(kept.Contains);
        if (root["outputs"] is JsonArray outputs)
            outputs.RemoveAll(key => !kept.Contains(key!.GetValue<string>()));
        foreach (var (_, constant) in constants)
            if (constant!["source_info"] is JsonObject sources)
                sources.Keep(node => !removed.Contains(node));
        Renumber(constants);
    }

    private static HashSet<string> Needed(Pipeline pipeline, HashSet<string> removed)
    {
        var kept = new HashSet<string>(StringComparer.Ordinal);
        var open = new Stack<string>();
        void Keep(IEnumerable<string> keys)
        {
            foreach (var key in keys)
                if (pipeline.Constants.ContainsKey(key) && kept.Add(key))
                    open.Push(key);
        }
        Keep(pipeline.Constants.Values.Where(constant => constant.IsOutput).Select(constant => constant.Key));
        foreach (var node in pipeline.Nodes.Where(node => !removed.Contains(node.Id)))
            Keep(NamedBy(node));
        while (open.TryPop(out var key))
            Keep(References.In(pipeline.Constants[key].Value));
        return kept;
    }

    private static IEnumerable<string> NamedBy(Node node) =>
        node switch
        {
            ServiceActivity activity =>
            [
                .. activity.Inputs.SelectMany(input => References.In(input.Value)),
                .. activity.Loop is { } loop ? new[] { loop.OutputsKey } : [],
            ],
            Subprocess subprocess => subprocess.Parameters.SelectMany(input => References.In(input.Value)),
            ExclusiveGateway gateway => gateway.Conditions.SelectMany(branch => References.In(branch.Evaluate)),
            ConditionalParallelGateway gateway => gateway.Conditions.SelectMany(branch =>
                References.In(branch.Evaluate)
            ),
            _ => [],
        };

    private static void Renumber(JsonObject constants)
    {
        var ordered = constants.Select(entry => entry.Value!.AsObject()).OrderBy(IndexOf).ToList();
        for (var index = 0; index < ordered.Count; index++)
            ordered[index]["index"] = index;
    }

    private static int IndexOf(JsonObject constant) =>
        constant["index"] is JsonValue value && value.TryGetValue<int>(out var index) ? index : int.MaxValue;
}
