using System.Text.Json.Nodes;
using Sops.Engine.Tests.Runs;

namespace Sops.Server.Tests.App;

/// <summary>Trees of the documents, and the parts that tests put trees together from.</summary>
internal static class TestTrees
{
    /// <summary>A tree that a document shows: "000_1".</summary>
    public static string Seed(string name) =>
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "trees", $"seed_{name}.json"));

    public static TreeBuilder.Part Node(string name, string component, params (string Key, JsonNode? Value)[] inputs) =>
        TreeBuilder.Act(name, n => n["component"]!["code"] = component, inputs);

    public static TreeBuilder.Part Echo(string name) => Node(name, "test_echo", ("text", name));

    public static TreeBuilder.Part Pause(string name) => Node(name, "pause_node");

    public static TreeBuilder.Part Fail(string name) => Node(name, "test_fail");

    /// <summary>Waits without an end as far as a test is concerned.</summary>
    public static TreeBuilder.Part Long(string name) => Node(name, "test_sleep", ("seconds", 3600));

    /// <summary>That many nodes in a row; the builder would look through all flows for each of them.</summary>
    public static string Chain(int nodes)
    {
        var activities = Enumerable
            .Range(0, nodes)
            .Select(i =>
                $$$"""
                    "n{{{i}}}": {"id": "n{{{i}}}", "name": "n{{{i}}}", "type": "ServiceActivity", "incoming": ["f{{{i}}}"],
                    "outgoing": "f{{{i + 1}}}", "component": {"code": "test_echo", "data": {} } }
                    """
            );
        var flows = Enumerable
            .Range(0, nodes + 1)
            .Select(i =>
                $$"""
                    "f{{i}}": {"id": "f{{i}}", "source": "{{(i == 0 ? "start" : $"n{i - 1}")}}",
                    "target": "{{(i == nodes ? "end" : $"n{i}")}}", "is_default": false}
                    """
            );
        return $$"""
            {"start_event": {"id": "start", "type": "EmptyStartEvent", "incoming": "", "outgoing": "f0"},
             "end_event": {"id": "end", "type": "EmptyEndEvent", "incoming": ["f{{nodes}}"], "outgoing": ""},
             "activities": { {{string.Join(",", activities)}} }, "flows": { {{string.Join(",", flows)}} },
             "gateways": {}, "constants": {}, "outputs": []}
            """;
    }
}
