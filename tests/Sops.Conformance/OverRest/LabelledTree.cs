using System.Text.Json;
using System.Text.Json.Nodes;

namespace Sops.Conformance.OverRest;

/// <summary>A case's tree in which every node has a name of its own, as a task's nodes have new ids and are found by name.</summary>
internal sealed class LabelledTree
{
    private readonly Dictionary<string, string> _idByName = [];

    public LabelledTree(JsonElement tree)
    {
        Json = JsonNode
            .Parse(tree.GetRawText(), documentOptions: new JsonDocumentOptions { MaxDepth = 512 })!
            .AsObject();
        foreach (var (node, path) in Nodes(Json, []))
        {
            var (id, name) = ((string)node["id"]!, (string)node["name"]!);
            if (name.Length == 0 || _idByName.ContainsKey(name))
            {
                node["name"] = name = id;
            }
            _idByName.Add(name, id);
            Paths.Add(id, path);
        }
    }

    public JsonObject Json { get; }

    /// <summary>Of each node the sub-processes around it, outermost first.</summary>
    public Dictionary<string, IReadOnlyList<string>> Paths { get; } = [];

    /// <summary>The ids that a task gave to the nodes, by the case's.</summary>
    public Dictionary<string, string> NodesOf(JsonObject task) =>
        Nodes(task, []).ToDictionary(n => _idByName[(string)n.Node["name"]!], n => (string)n.Node["id"]!);

    /// <summary>The same of the flows.</summary>
    public Dictionary<string, string> FlowsOf(JsonObject task)
    {
        var nodes = NodesOf(task);
        var theirs = Flows(task).ToDictionary(f => (f.Source, f.Target), f => f.Id);
        return Flows(Json).ToDictionary(f => f.Id, f => theirs[(nodes[f.Source], nodes[f.Target])]);
    }

    /// <summary>The outputs of a node of the root that feed a constant, by the constant's bare name.</summary>
    public Dictionary<string, string> HookedOutputs(string node) =>
        Json["constants"]!
            .AsObject()
            .Where(c => (string?)c.Value!["source_type"] == "component_outputs")
            .Where(c => c.Value!["source_info"]![node] is JsonArray { Count: > 0 })
            .ToDictionary(c => c.Key[2..^1], c => (string)c.Value!["source_info"]![node]![0]!);

    private static IEnumerable<(JsonObject Node, IReadOnlyList<string> Path)> Nodes(
        JsonObject tree,
        IReadOnlyList<string> path
    )
    {
        IEnumerable<JsonNode?> members =
        [
            tree["start_event"],
            tree["end_event"],
            .. tree["activities"]!.AsObject().Select(a => a.Value),
            .. tree["gateways"]!.AsObject().Select(g => g.Value),
        ];
        foreach (var node in members.Select(m => m!.AsObject()))
        {
            yield return (node, path);
            if (node["pipeline"] is JsonObject body)
            {
                foreach (var inner in Nodes(body, [.. path, (string)node["id"]!]))
                {
                    yield return inner;
                }
            }
        }
    }

    private static IEnumerable<(string Id, string Source, string Target)> Flows(JsonObject tree) =>
        Nodes(tree, [])
            .Select(n => n.Node["pipeline"])
            .Prepend(tree)
            .OfType<JsonObject>()
            .SelectMany(level => level["flows"]!.AsObject())
            .Select(f => (f.Key, (string)f.Value!["source"]!, (string)f.Value!["target"]!));
}
