using System.Text.Json.Nodes;

namespace Sops.Engine.Tests.Properties;

/// <summary>Writes one level of a plan as the document that an editor would send.</summary>
internal sealed class PlanText
{
    private readonly Level _level;
    private readonly JsonObject _activities = [];
    private readonly JsonObject _gateways = [];
    private readonly JsonObject _flows = [];

    private PlanText(Level level) => _level = level;

    public static string Of(Plan plan) => new PlanText(plan.Root).Write().ToJsonString();

    private JsonObject Write()
    {
        var start = Node(_level.Start, "EmptyStartEvent");
        var end = Node(_level.End, "EmptyEndEvent");
        Flow(_level.Start, Write(_level.Steps, _level.End));
        JsonObject[] all = [start, end, .. _activities.Select(Of), .. _gateways.Select(Of)];
        foreach (var node in all)
        {
            Wire(node);
        }
        return new JsonObject
        {
            ["start_event"] = start,
            ["end_event"] = end,
            ["activities"] = _activities,
            ["gateways"] = _gateways,
            ["flows"] = _flows,
            ["constants"] = new JsonObject(_level.Constants.Select(c => KeyValuePair.Create(c.Key, Constant(c)))),
            ["outputs"] = new JsonArray([.. _level.Outputs.Select(o => (JsonNode)o)]),
        };
        static JsonObject Of(KeyValuePair<string, JsonNode?> entry) => entry.Value!.AsObject();
    }

    /// <summary>Writes steps that lead to a node; gives back where they begin, which is that node where there are none.</summary>
    private string Write(IReadOnlyList<Step> steps, string next)
    {
        for (var i = steps.Count - 1; i >= 0; i--)
        {
            next = Write(steps[i], next);
        }
        return next;
    }

    private string Write(Step step, string next)
    {
        switch (step)
        {
            case ActivityStep activity:
                _activities[activity.Id] = ActivityText.Of(activity);
                Flow(activity.Id, next);
                return activity.Id;
            case SubprocessStep subprocess:
                _activities[subprocess.Id] = Subprocess(subprocess);
                Flow(subprocess.Id, next);
                return subprocess.Id;
            case ConvergeStep:
                return Converge(step.Id, next);
            case LoopStep loop:
                return Loop(loop, next);
            case ForkStep fork:
                var kind = fork.Conditional ? "ConditionalParallelGateway" : "ParallelGateway";
                return Gateway(fork.Id, kind, fork.Branches, Converge(fork.Join, next));
            case ChoiceStep choice:
                var joint = choice.Joined ? Converge(choice.Join, next) : next;
                var id = Gateway(choice.Id, "ExclusiveGateway", choice.Branches, joint);
                _gateways[id]!["extra_info"] = choice.FirstWins ? new JsonObject { ["strategy"] = "FIRST" } : null;
                return id;
            default:
                throw new InvalidOperationException(step.ToString());
        }
    }

    private string Converge(string id, string next)
    {
        _gateways[id] = Node(id, "ConvergeGateway");
        Flow(id, next);
        return id;
    }

    private string Gateway(string id, string type, IReadOnlyList<Branch> branches, string joint)
    {
        var gateway = Node(id, type);
        _gateways[id] = gateway;
        var conditions = new JsonObject();
        foreach (var branch in branches)
        {
            var flow = Flow(id, Write(branch.Steps, joint));
            if (branch.When is { } test)
            {
                conditions[flow] = new JsonObject { ["evaluate"] = test.Text };
            }
            else if (type != "ParallelGateway")
            {
                gateway["default_condition"] = new JsonObject { ["flow_id"] = flow };
            }
        }
        gateway["conditions"] = conditions;
        return id;
    }

    private string Loop(LoopStep loop, string next)
    {
        var first = Write(loop.Steps, loop.Id);
        var gateway = Node(loop.Id, "ExclusiveGateway");
        _gateways[loop.Id] = gateway;
        gateway["conditions"] = new JsonObject
        {
            [Flow(loop.Id, first)] = new JsonObject { ["evaluate"] = loop.While.Text },
        };
        gateway["default_condition"] = new JsonObject { ["flow_id"] = Flow(loop.Id, next) };
        return first;
    }

    private static JsonObject Subprocess(SubprocessStep subprocess)
    {
        var given = subprocess.Body.Constants.Where(c => c.Given is not null);
        var node = Node(subprocess.Id, "SubProcess");
        node["pipeline"] = new PlanText(subprocess.Body).Write();
        node["constants"] = new JsonObject(
            given.Select(c => KeyValuePair.Create(c.Key, Constant(c with { Value = c.Given! })))
        );
        return node;
    }

    private static JsonNode? Constant(Binding constant) =>
        new JsonObject
        {
            ["key"] = constant.Key,
            ["name"] = constant.Name,
            ["show_type"] = constant.Given is null ? "hide" : "show",
            ["source_type"] = constant.From is null ? "custom" : "component_outputs",
            ["source_info"] = constant.From is { } from
                ? new JsonObject { [from.Node] = new JsonArray(from.Output) }
                : [],
            ["value"] = JsonValue.Create(constant.Value),
        };

    private string Flow(string source, string target)
    {
        var id = $"{_level.Id}f{_flows.Count}";
        _flows[id] = new JsonObject
        {
            ["id"] = id,
            ["source"] = source,
            ["target"] = target,
        };
        return id;
    }

    internal static JsonObject Node(string id, string type) =>
        new()
        {
            ["id"] = id,
            ["name"] = id,
            ["type"] = type,
        };

    private void Wire(JsonObject node)
    {
        var id = node["id"]!.GetValue<string>();
        node["incoming"] = Flows("target", id);
        node["outgoing"] = Flows("source", id);
    }

    private JsonArray Flows(string end, string id) =>
        [.. _flows.Where(f => f.Value![end]!.GetValue<string>() == id).Select(f => (JsonNode)f.Key)];
}
