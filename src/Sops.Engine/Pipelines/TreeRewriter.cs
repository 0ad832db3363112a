using System.Text.Json;

namespace Sops.Engine.Pipelines;

/// <summary>Writes a tree's levels with new ids wherever the tree refers to its nodes and flows.</summary>
internal sealed class TreeRewriter(Utf8JsonWriter json, PipelineTree tree, TaskIds ids)
{
    private static readonly Dictionary<string, JsonElement> None = [];
    private static readonly Dictionary<string, string> Unchanged = [];

    private readonly Dictionary<Pipeline, Dictionary<string, string>> flowIds = FlowIds(tree, ids);

    public void WriteLevel(
        JsonElement level,
        Pipeline pipeline,
        string levelId,
        IReadOnlyDictionary<string, JsonElement> overrides
    )
    {
        var nodes = pipeline.Nodes.ToDictionary(node => node.Id, StringComparer.Ordinal);
        var names = new LevelIds(
            nodes.ToDictionary(node => node.Key, node => ids.Node(node.Value.Index), StringComparer.Ordinal),
            flowIds.GetValueOrDefault(pipeline) ?? new Dictionary<string, string>()
        );
        json.WriteStartObject();
        if (!level.TryGetProperty("id", out _))
            json.WriteString("id", levelId);
        foreach (var part in level.EnumerateObject())
        {
            json.WritePropertyName(part.Name);
            switch (part.Name)
            {
                case "id":
                    json.WriteStringValue(levelId);
                    break;
                case "start_event":
                    WriteNode(part.Value, pipeline.Start, names);
                    break;
                case "end_event":
                    WriteNode(part.Value, pipeline.End, names);
                    break;
                case "activities" or "gateways":
                    WriteMap(part.Value, names.Nodes, (value, id) => WriteNode(value, nodes[id], names));
                    break;
                case "flows":
                    WriteMap(part.Value, names.Flows, (value, _) => WriteFlow(value, names));
                    break;
                case "constants":
                    WriteMap(
                        part.Value,
                        Unchanged,
                        (value, key) =>
                            new ConstantRewriter(json, names).Write(value, key, overrides, pipeline.Parent is null)
                    );
                    break;
                case "line" when part.Value.ValueKind == JsonValueKind.Array:
                    WriteItems(part.Value, item => WriteLine(item, names));
                    break;
                case "location" when part.Value.ValueKind == JsonValueKind.Array:
                    WriteItems(part.Value, item => WriteMembers(item, ("id", names.Nodes)));
                    break;
                default:
                    json.WriteAsItCame(part.Value);
                    break;
            }
        }
        json.WriteEndObject();
    }

    private void WriteNode(JsonElement value, Node node, LevelIds names)
    {
        var activity = node is ServiceActivity or Subprocess;
        var origin = false;
        json.WriteStartObject();
        foreach (var part in value.EnumerateObject())
        {
            json.WritePropertyName(part.Name);
            switch (part.Name)
            {
                case "id":
                    json.WriteStringValue(ids.Node(node.Index));
                    break;
                case "incoming" when node is not StartEvent:
                    WriteList(part.Value, names.Flows);
                    break;
                case "incoming" or "outgoing":
                    WriteId(part.Value, names.Flows);
                    break;
                case "converge_gateway_id":
                    WriteId(part.Value, names.Nodes);
                    break;
                case "conditions" when part.Value.ValueKind == JsonValueKind.Object:
                    WriteMap(part.Value, names.Flows, (condition, _) => json.WriteAsItCame(condition));
                    break;
                case "default_condition":
                    WriteMembers(part.Value, ("flow_id", names.Flows));
                    break;
                case "template_node_id" when activity:
                    origin = true;
                    if (part.Value.ValueKind == JsonValueKind.String && !part.Value.ValueEquals(""))
                        json.WriteAsItCame(part.Value);
                    else
                        json.WriteStringValue(node.Id);
                    break;
                case "pipeline" when node is Subprocess subprocess:
                    WriteLevel(part.Value, subprocess.Body, ids.Node(node.Index), None);
                    break;
                default:
                    json.WriteAsItCame(part.Value);
                    break;
            }
        }
        if (activity && !origin)
            json.WriteString("template_node_id", node.Id);
        json.WriteEndObject();
    }

    private void WriteFlow(JsonElement flow, LevelIds names) =>
        WriteMembers(flow, ("id", names.Flows), ("source", names.Nodes), ("target", names.Nodes));

    private void WriteLine(JsonElement line, LevelIds names)
    {
        if (line.ValueKind != JsonValueKind.Object)
        {
            json.WriteAsItCame(line);
            return;
        }
        json.WriteStartObject();
        foreach (var part in line.EnumerateObject())
        {
            json.WritePropertyName(part.Name);
            if (part.Name == "id")
                WriteId(part.Value, names.Flows);
            else if (part.Name is "source" or "target")
                WriteMembers(part.Value, ("id", names.Nodes));
            else
                json.WriteAsItCame(part.Value);
        }
        json.WriteEndObject();
    }

    private void WriteMap(JsonElement map, Dictionary<string, string> keys, Action<JsonElement, string> write)
    {
        json.WriteStartObject();
        foreach (var part in map.EnumerateObject())
        {
            json.WritePropertyName(keys.GetValueOrDefault(part.Name, part.Name));
            write(part.Value, part.Name);
        }
        json.WriteEndObject();
    }

    private void WriteMembers(
        JsonElement value,
        params ReadOnlySpan<(string Name, Dictionary<string, string> Ids)> changed
    )
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            json.WriteAsItCame(value);
            return;
        }
        json.WriteStartObject();
        foreach (var part in value.EnumerateObject())
        {
            json.WritePropertyName(part.Name);
            var names = Unchanged;
            foreach (var (name, known) in changed)
                if (name == part.Name)
                    names = known;
            WriteId(part.Value, names);
        }
        json.WriteEndObject();
    }

    private void WriteItems(JsonElement list, Action<JsonElement> write)
    {
        json.WriteStartArray();
        foreach (var item in list.EnumerateArray())
            write(item);
        json.WriteEndArray();
    }

    private void WriteList(JsonElement value, Dictionary<string, string> names)
    {
        if (value.ValueKind == JsonValueKind.Array)
        {
            WriteId(value, names);
            return;
        }
        json.WriteStartArray();
        if (value.ValueKind == JsonValueKind.String && !value.ValueEquals(""))
            WriteId(value, names);
        json.WriteEndArray();
    }

    private void WriteId(JsonElement value, Dictionary<string, string> names)
    {
        if (value.ValueKind == JsonValueKind.Array && names.Count > 0)
            WriteItems(value, item => WriteId(item, names));
        else if (value.ValueKind == JsonValueKind.String && names.TryGetValue(value.GetString()!, out var id))
            json.WriteStringValue(id);
        else
            json.WriteAsItCame(value);
    }

    private static Dictionary<Pipeline, Dictionary<string, string>> FlowIds(PipelineTree tree, TaskIds ids)
    {
        var levels = new Dictionary<Pipeline, Dictionary<string, string>>(ReferenceEqualityComparer.Instance);
        foreach (var flow in tree.Flows.OfType<Flow>())
        {
            if (!levels.TryGetValue(flow.Source.Pipeline, out var level))
                levels[flow.Source.Pipeline] = level = new Dictionary<string, string>(StringComparer.Ordinal);
            level[flow.Id] = ids.Flow(flow.Index);
        }
        return levels;
    }
}

/// <summary>The new ids of one level, by the old ones.</summary>
internal sealed record LevelIds(Dictionary<string, string> Nodes, Dictionary<string, string> Flows);
