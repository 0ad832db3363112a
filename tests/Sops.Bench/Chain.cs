using System.Text.Json.Nodes;
using Sops.Engine;
using Sops.Engine.Pipelines;
using Sops.Engine.Plugins;
using Sops.Engine.Runs;

namespace Sops.Bench;

/// <summary>Activities one behind the other, each with a plain input and one output: the plainest work there is.</summary>
internal static class Chain
{
    public static readonly DateTimeOffset Begin = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    public static readonly DecisionContext Context = new() { Now = Begin };
    private static readonly PluginResult Done = PluginResult.Succeed(
        new Dictionary<string, System.Text.Json.JsonElement> { ["value"] = Json.Of(1) }
    );

    public static PipelineTree Of(int activities) =>
        PipelineParser.Parse(Text(activities), PipelineLimits.Unlimited).Tree
        ?? throw new InvalidOperationException("The chain is no valid tree.");

    public static string Text(int activities)
    {
        var all = Enumerable.Range(0, activities).ToList();
        return new JsonObject
        {
            ["start_event"] = Node("start", "EmptyStartEvent", "", "f0"),
            ["end_event"] = Node("end", "EmptyEndEvent", $"f{activities}", ""),
            ["activities"] = new JsonObject(all.Select(i => KeyValuePair.Create($"a{i}", (JsonNode?)Activity(i)))),
            ["gateways"] = new JsonObject(),
            ["flows"] = new JsonObject(
                Enumerable.Range(0, activities + 1).Select(i => KeyValuePair.Create($"f{i}", Flow(i, activities)))
            ),
            ["constants"] = new JsonObject(),
            ["outputs"] = new JsonArray(),
        }.ToJsonString();
    }

    /// <summary>The answer to the one call that is due.</summary>
    public static CallReturned Answer(Run run, int node)
    {
        var at = run.Node(node)!;
        return new CallReturned(node, at.Attempt, at.Call!.Number, Done);
    }

    private static JsonObject Activity(int i)
    {
        var node = Node($"a{i}", "ServiceActivity", $"f{i}", $"f{i + 1}");
        node["component"] = new JsonObject
        {
            ["code"] = "debug_node",
            ["data"] = new JsonObject
            {
                ["wait"] = new JsonObject { ["hook"] = false, ["value"] = 0 },
            },
        };
        return node;
    }

    private static JsonNode? Flow(int i, int activities) =>
        new JsonObject
        {
            ["id"] = $"f{i}",
            ["source"] = i == 0 ? "start" : $"a{i - 1}",
            ["target"] = i == activities ? "end" : $"a{i}",
        };

    private static JsonObject Node(string id, string type, string incoming, string outgoing) =>
        new()
        {
            ["id"] = id,
            ["name"] = id,
            ["type"] = type,
            ["incoming"] = incoming,
            ["outgoing"] = outgoing,
        };
}
