using System.Text.Json.Nodes;

namespace Sops.Engine.Pipelines;

internal sealed partial class Wiring
{
    /// <summary>Brings the document of the level up to date with what was taken out.</summary>
    public void WriteTo(JsonObject level)
    {
        foreach (var section in new[] { "activities", "gateways" })
        {
            var map = level[section]!.AsObject();
            map.Keep(id => !Removed.Contains(id));
            foreach (var node in touched.Where(node => !Removed.Contains(node)))
                if (map[node] is JsonObject there)
                    Rewire(there, node);
        }
        if (touched.Contains(pipeline.End.Id))
            Rewire(level["end_event"]!.AsObject(), pipeline.End.Id);
        WriteFlows(level["flows"]!.AsObject());
        if (level["line"] is JsonArray lines)
            WriteLines(lines);
        if (level["location"] is JsonArray places)
            places.RemoveAll(place => IdOf(place) is { } id && Removed.Contains(id));
    }

    private void Rewire(JsonObject node, string id)
    {
        node["incoming"] = new JsonArray([.. incoming[id].Select(flow => JsonValue.Create(flow))]);
        if (node["outgoing"] is JsonArray)
            node["outgoing"] = new JsonArray([.. outgoing[id].Select(flow => JsonValue.Create(flow))]);
    }

    private void WriteFlows(JsonObject map)
    {
        foreach (var id in moved.Where(flows.ContainsKey))
            map[id]!["target"] = flows[id].Target;
        // Flows that no node lists hang in the air once their node is gone.
        removedFlows.UnionWith(
            map.Where(flow => IsGone(flow.Value!, "source") || IsGone(flow.Value!, "target")).Select(flow => flow.Key)
        );
        map.Keep(id => !removedFlows.Contains(id));
    }

    private bool IsGone(JsonNode flow, string end) => Removed.Contains(flow[end]!.GetValue<string>());

    private void WriteLines(JsonArray lines)
    {
        lines.RemoveAll(line => IdOf(line) is { } id && removedFlows.Contains(id));
        foreach (var line in lines.OfType<JsonObject>())
            if (IdOf(line) is { } id && moved.Contains(id) && line["target"] is JsonObject target)
                target["id"] = flows[id].Target;
    }

    private static string? IdOf(JsonNode? node) =>
        node is JsonObject there && there["id"] is JsonValue value && value.TryGetValue<string>(out var id) ? id : null;
}
