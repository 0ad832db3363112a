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
}
