using System.Text.Json.Nodes;

namespace Sops.Engine.Tests.Runs;

/// <summary>Writes web trees for tests: parts are put one behind the other, and the flows between them follow.</summary>
internal sealed class TreeBuilder
{
    private readonly JsonObject _activities = [];
    private readonly JsonObject _gateways = [];
    private readonly JsonObject _flows = [];
    private readonly JsonObject _constants = [];
    private readonly JsonArray _outputs = [];
    private readonly string _prefix;
    private int _flowCount;

    private TreeBuilder(string prefix) => _prefix = prefix;

    /// <summary>A part of a tree: its first node, and its last, which has no flow out yet.</summary>
    public delegate (string First, string Last) Part(TreeBuilder builder);

    public static string Tree(params Part[] parts) => Build("", parts).ToJsonString();

    public static JsonObject Build(string prefix, params Part[] parts)
    {
        var builder = new TreeBuilder(prefix);
        var start = $"{prefix}start";
        var end = $"{prefix}end";
        var last = start;
        foreach (var part in parts)
        {
            var (first, partLast) = part(builder);
            if (first.Length > 0)
            {
                builder.Flow(last, first);
                last = partLast;
            }
        }
        builder.Flow(last, end);
        return new JsonObject
        {
            ["start_event"] = builder.Wired(Node(start, "EmptyStartEvent")),
            ["end_event"] = builder.Wired(Node(end, "EmptyEndEvent")),
            ["activities"] = builder.WireAll(builder._activities),
            ["gateways"] = builder.WireAll(builder._gateways),
            ["flows"] = builder._flows,
            ["constants"] = builder._constants,
            ["outputs"] = builder._outputs,
        };
    }

    public static Part Act(
        string id,
        Action<JsonObject>? change = null,
        params (string Key, JsonNode? Value)[] inputs
    ) =>
        builder =>
        {
            var data = new JsonObject();
            foreach (var (key, value) in inputs)
            {
                data[key] = new JsonObject { ["hook"] = false, ["value"] = value?.DeepClone() };
            }
            var node = Node(id, "ServiceActivity");
            node["component"] = new JsonObject { ["code"] = "test", ["data"] = data };
            change?.Invoke(node);
            builder._activities[id] = node;
            return (id, id);
        };

    public static Part Sub(string id, JsonObject pipeline) =>
        builder =>
        {
            var node = Node(id, "SubProcess");
            node["pipeline"] = pipeline;
            builder._activities[id] = node;
            return (id, id);
        };

    public static Part Seq(params Part[] parts) =>
        builder =>
        {
            string first = "",
                last = "";
            foreach (var part in parts)
            {
                var (partFirst, partLast) = part(builder);
                if (last.Length > 0)
                {
                    builder.Flow(last, partFirst);
                }
                first = first.Length > 0 ? first : partFirst;
                last = partLast;
            }
            return (first, last);
        };

    public static Part Parallel(string id, params Part[] branches) =>
        builder =>
        {
            builder._gateways[id] = Node(id, "ParallelGateway");
            return (id, builder.Converge(id, branches, (_, _) => { }));
        };

    /// <summary>Branches by condition; the one with the condition "default" is the default.</summary>
    public static Part Exclusive(string id, params (string Condition, Part Branch)[] branches) =>
        Conditional(id, "ExclusiveGateway", branches);

    public static Part ConditionalParallel(string id, params (string Condition, Part Branch)[] branches) =>
        Conditional(id, "ConditionalParallelGateway", branches);

    /// <summary>An exclusive gateway that goes back to a node while the condition holds.</summary>
    public static Part LoopBack(string id, string condition, string to) =>
        builder =>
        {
            var gateway = Node(id, "ExclusiveGateway");
            var conditions = new JsonObject();
            gateway["conditions"] = conditions;
            builder._gateways[id] = gateway;
            conditions[builder.Flow(id, to)] = new JsonObject { ["evaluate"] = condition };
            gateway["loop_default"] = true;
            return (id, id);
        };

    /// <summary>A constant; with <paramref name="from"/>, fed by an output of a node.</summary>
    public static Part Constant(
        string name,
        JsonNode? value,
        (string Node, string Output)? from = null,
        bool output = false
    ) =>
        builder =>
        {
            var key = $"${{{name}}}";
            builder._constants[key] = new JsonObject
            {
                ["key"] = key,
                ["name"] = name,
                ["source_type"] = from is null ? "custom" : "component_outputs",
                ["source_info"] = from is { } f
                    ? new JsonObject { [f.Node] = new JsonArray(f.Output) }
                    : new JsonObject(),
                ["show_type"] = from is null ? "show" : "hide",
                ["value"] = value?.DeepClone(),
            };
            if (output)
            {
                builder._outputs.Add(key);
            }
            return ("", "");
        };

    private static Part Conditional(string id, string type, (string Condition, Part Branch)[] branches) =>
        builder =>
        {
            var gateway = Node(id, type);
            var conditions = new JsonObject();
            gateway["conditions"] = conditions;
            builder._gateways[id] = gateway;
            return (
                id,
                builder.Converge(
                    id,
                    [.. branches.Select(b => b.Branch)],
                    (i, flow) =>
                    {
                        if (branches[i].Condition == "default")
                        {
                            gateway["default_condition"] = new JsonObject { ["flow_id"] = flow, ["name"] = "default" };
                        }
                        else
                        {
                            conditions[flow] = new JsonObject { ["evaluate"] = branches[i].Condition };
                        }
                    }
                )
            );
        };

    private string Converge(string id, Part[] branches, Action<int, string> onBranch)
    {
        var converge = $"{id}_end";
        _gateways[converge] = Node(converge, "ConvergeGateway");
        for (var i = 0; i < branches.Length; i++)
        {
            var (first, last) = branches[i](this);
            onBranch(i, Flow(id, first));
            Flow(last, converge);
        }
        return converge;
    }

    private string Flow(string source, string target)
    {
        var id = $"{_prefix}f{_flowCount++}";
        _flows[id] = new JsonObject
        {
            ["id"] = id,
            ["source"] = source,
            ["target"] = target,
            ["is_default"] = false,
        };
        return id;
    }

    private static JsonObject Node(string id, string type) =>
        new()
        {
            ["id"] = id,
            ["name"] = id,
            ["type"] = type,
        };

    private JsonObject WireAll(JsonObject nodes)
    {
        foreach (var (_, node) in nodes)
        {
            Wired(node!.AsObject());
        }
        return nodes;
    }

    private JsonObject Wired(JsonObject node)
    {
        var id = node["id"]!.GetValue<string>();
        var outgoing = _flows.Where(f => f.Value!["source"]!.GetValue<string>() == id).Select(f => f.Key).ToList();
        var incoming = _flows.Where(f => f.Value!["target"]!.GetValue<string>() == id).Select(f => f.Key);
        var type = node["type"]!.GetValue<string>();
        var many = type is "ParallelGateway" or "ExclusiveGateway" or "ConditionalParallelGateway";
        node["incoming"] = type == "EmptyStartEvent" ? "" : new JsonArray([.. incoming.Select(f => (JsonNode)f)]);
        node["outgoing"] =
            type == "EmptyEndEvent" ? ""
            : many ? new JsonArray([.. outgoing.Select(f => (JsonNode)f)])
            : outgoing.Single();
        if (node.Remove("loop_default"))
        {
            node["default_condition"] = new JsonObject { ["flow_id"] = outgoing[^1], ["name"] = "on" };
        }
        return node;
    }
}
