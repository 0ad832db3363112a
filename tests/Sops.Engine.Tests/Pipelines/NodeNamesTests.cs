using System.Text.Json.Nodes;
using Sops.Engine.Pipelines;

namespace Sops.Engine.Tests.Pipelines;

public class NodeNamesTests
{
    [Theory]
    [InlineData("plain 名字", "plain 名字")]
    [InlineData("<a>$b&'\"c", "abc")]
    [InlineData("<>$&'\"", "")]
    public void Clean_StripsWhatEditorsStrip(string name, string expected) => Assert.Equal(expected, Cleaned(name));

    [Fact]
    public void Clean_CutsToFiftyCharacters_NotToHalfOfOne() =>
        Assert.Equal(string.Concat(Enumerable.Repeat("😀", 50)), Cleaned(string.Concat(Enumerable.Repeat("😀", 51))));

    [Fact]
    public void Clean_ReachesGatewaysEventsAndBodies()
    {
        var tree = TreeSketch.Of("start>x1 x1>s1 s1>end x1>end");
        TreeSketch.Node(tree, "x1")["name"] = "<x>";
        tree["end_event"]!["name"] = "$e";
        TreeSketch.Node(tree, "s1")["pipeline"]!["activities"]!["i"]!["name"] = "&i";

        var after = JsonNode.Parse(NodeNames.Clean(tree.ToJsonString(), PipelineLimits.Default))!;

        Assert.Equal(
            ("x", "e", "i"),
            (
                after["gateways"]!["x1"]!["name"]!.ToString(),
                after["end_event"]!["name"]!.ToString(),
                after["activities"]!["s1"]!["pipeline"]!["activities"]!["i"]!["name"]!.ToString()
            )
        );
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("""{"activities": 1, "activities": 2}""")]
    [InlineData("""{"activities": {"a": 1, "b": {"name": 5}, "c": {} }, "gateways": [], "start_event": "s"}""")]
    [InlineData("""{ "activities" : { "a" : { "name" : "clean", "n" : 20.0 } } }""")]
    public void Clean_NothingToClean_IsTheSameText(string json) =>
        Assert.Same(json, NodeNames.Clean(json, PipelineLimits.Default));

    private static string Cleaned(string name)
    {
        var tree = TreeSketch.Of("start>a a>end");
        TreeSketch.Node(tree, "a")["name"] = name;
        var after = JsonNode.Parse(NodeNames.Clean(tree.ToJsonString(), PipelineLimits.Default))!;
        return after["activities"]!["a"]!["name"]!.ToString();
    }
}
