using System.Text.Json.Nodes;

namespace Sops.Engine.Tests.Pipelines;

/// <summary>
/// Draws web trees from flows such as "start>a": ids beginning with x, p, q, c, s are exclusive, parallel, conditional
/// parallel and converge gateways and sub-processes, all others activities. Flows are f1, f2 and so on, in order.
/// </summary>
internal static class TreeSketch
{
    public static JsonObject Of(params string[] flows) => Of(string.Join(' ', flows));

    public static JsonObject Of(string flows)
    {
        var tree = JsonNode
            .Parse(
                """
                {"start_event": {"id": "start", "name": "", "type": "EmptyStartEvent", "incoming": "", "outgoing": ""},
                 "end_event": {"id": "end", "name": "", "type": "EmptyEndEvent", "incoming": [], "outgoing": ""},
                 "activities": {}, "gateways": {}, "flows": {}, "constants": {}, "outputs": []}
                """
            )!
            .AsObject();
        var number = 0;
        foreach (var flow in flows.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var (source, target, id) = (flow.Split('>')[0], flow.Split('>')[1], $"f{++number}");
            tree["flows"]!
                .AsObject()
                .Add(
                    id,
                    new JsonObject
                    {
                        ["id"] = id,
                        ["source"] = source,
                        ["target"] = target,
                    }
                );
            var from = Node(tree, source);
            if (
                Type(source) is "ConvergeGateway" or "ServiceActivity" or "SubProcess" or "EmptyStartEvent"
                && from["outgoing"]!.ToString() == ""
            )
                from["outgoing"] = id;
            else if (from["outgoing"] is JsonArray list)
                list.Add(id);
            else
                from["outgoing"] = new JsonArray(from["outgoing"]!.GetValue<string>(), id);
            if (from["conditions"] is JsonObject conditions)
                conditions.Add(id, new JsonObject { ["evaluate"] = "1 == 1", ["name"] = id });
            if (target != "start")
                Node(tree, target)["incoming"]!.AsArray().Add(id);
        }
        return tree;
    }

    /// <summary>The node of that id, made where it is not there yet.</summary>
    public static JsonObject Node(JsonObject tree, string id)
    {
        if (id is "start" or "end")
            return tree[id + "_event"]!.AsObject();
        var type = Type(id);
        var map = tree[type.EndsWith("Gateway", StringComparison.Ordinal) ? "gateways" : "activities"]!.AsObject();
        if (map[id] is JsonObject there)
            return there;
        var node = new JsonObject
        {
            ["id"] = id,
            ["type"] = type,
            ["name"] = id,
            ["incoming"] = new JsonArray(),
            ["outgoing"] = type is "ParallelGateway" or "ExclusiveGateway" or "ConditionalParallelGateway"
                ? new JsonArray()
                : "",
        };
        if (type is "ExclusiveGateway" or "ConditionalParallelGateway")
            node["conditions"] = new JsonObject();
        if (type is "ServiceActivity")
            node["component"] = new JsonObject { ["code"] = "test_echo", ["data"] = new JsonObject() };
        if (type is "ServiceActivity" or "SubProcess")
            node["optional"] = true;
        if (type is "SubProcess")
            node["pipeline"] = Of("start>i", "i>end");
        map.Add(id, node);
        return node;
    }

    /// <summary>Gives an activity an input.</summary>
    public static JsonObject Input(this JsonObject tree, string activity, string key, JsonNode? value)
    {
        Node(tree, activity)["component"]!["data"]![key] = new JsonObject { ["hook"] = false, ["value"] = value };
        return tree;
    }

    /// <summary>Adds a constant; <paramref name="fields"/> are further members as JSON text.</summary>
    public static JsonObject Constant(this JsonObject tree, string key, JsonNode? value, string fields = "{}")
    {
        var constant = JsonNode.Parse(fields)!.AsObject();
        constant["key"] = key;
        constant["name"] = "constant";
        constant["value"] = value;
        tree["constants"]![key] = constant;
        return tree;
    }

    private static string Type(string id) =>
        id switch
        {
            "start" => "EmptyStartEvent",
            "end" => "EmptyEndEvent",
            ['x', ..] => "ExclusiveGateway",
            ['p', ..] => "ParallelGateway",
            ['q', ..] => "ConditionalParallelGateway",
            ['c', ..] => "ConvergeGateway",
            ['s', ..] => "SubProcess",
            _ => "ServiceActivity",
        };
}
