using System.Text.Json.Nodes;
using Sops.Engine.Pipelines;

namespace Sops.Engine.Tests.Pipelines;

/// <summary>What is left of a tree once nodes were taken out.</summary>
public class TreeExclusionTests
{
    [Theory]
    [InlineData("start>a a>b b>end", "a", "start>b b>end")]
    [InlineData("start>a a>b b>end", "b", "start>a a>end")]
    [InlineData("start>a a>b b>d d>end", "a b", "start>d d>end")]
    [InlineData("start>a a>b b>d d>end", "b a", "start>d d>end")]
    [InlineData("start>s1 s1>b b>end", "s1", "start>b b>end")]
    [InlineData("start>x1 x1>a x1>b a>d b>d d>end", "a", "start>x1 x1>d x1>b b>d d>end")]
    [InlineData("start>x1 x1>a x1>b a>d b>d d>end", "d", "start>x1 x1>a x1>b a>end b>end")]
    [InlineData("start>a a>x1 x1>a x1>end", "a", "start>x1 x1>x1 x1>end")]
    [InlineData("start>p1 p1>a p1>b a>c1 b>c1 c1>end", "a", "start>p1 p1>b b>c1 c1>end")]
    [InlineData("start>p1 p1>a p1>b a>c1 b>c1 c1>d d>end", "a b", "start>d d>end")]
    [InlineData(
        "start>e e>p1 p1>p2 p1>d p2>a p2>b a>c2 b>c2 c2>c1 d>c1 c1>end",
        "a b",
        "start>e e>p1 p1>d d>c1 c1>end"
    )]
    [InlineData("start>e e>p1 p1>p2 p1>d p2>a p2>b a>c2 b>c2 c2>c1 d>c1 c1>end", "a b d", "start>e e>end")]
    [InlineData("start>x1 x1>p1 x1>d p1>a p1>b a>c1 b>c1 d>c1 c1>end", "a b", "start>x1 x1>end x1>d d>end")]
    [InlineData("start>q1 q1>a q1>b a>c1 b>c1 c1>end", "a b", "start>q1 q1>c1 q1>c1 c1>end")] // conditional: stays
    [InlineData("start>p1 p1>c1 p1>a a>c1 c1>end", "", "start>p1 p1>c1 p1>a a>c1 c1>end")] // nothing excluded: stays
    [InlineData("start>p1 p1>x1 p1>d x1>a x1>b a>c1 b>c1 d>c1 c1>end", "a d", "start>p1 p1>x1 x1>c1 x1>b b>c1 c1>end")]
    [InlineData("start>q1 q1>a q1>p1 p1>b p1>d b>c2 d>c2 c2>c1 a>c1 c1>end", "b d", "start>q1 q1>a q1>c1 a>c1 c1>end")]
    [InlineData("start>p1 p1>a p1>b a>d d>c1 b>c1 c1>end", "a d", "start>p1 p1>b b>c1 c1>end")]
    [InlineData("start>p1 p1>a p1>b a>c1 b>c1 c1>p2 p2>d p2>e d>c2 e>c2 c2>z z>end", "a b d e", "start>z z>end")]
    public void Exclude_Nodes_MendsTheFlows(string flows, string excluded, string expected)
    {
        var tree = TreeSketch.Of(flows);
        tree["line"] = new JsonArray([
            .. tree["flows"]!
                .AsObject()
                .Select(flow => new JsonObject
                {
                    ["id"] = flow.Key,
                    ["source"] = new JsonObject { ["id"] = flow.Value!["source"]!.DeepClone(), ["arrow"] = "Right" },
                    ["target"] = new JsonObject { ["id"] = flow.Value!["target"]!.DeepClone(), ["arrow"] = "Left" },
                }),
        ]);
        tree["location"] = new JsonArray([
            .. tree["activities"]!
                .AsObject()
                .Concat(tree["gateways"]!.AsObject())
                .Select(node => new JsonObject { ["id"] = node.Key }),
        ]);

        var result = Exclude(tree, excluded);

        Assert.Empty(result.Problems);
        var after = JsonNode.Parse(result.Json!)!;
        string Ends(JsonNode? flow, string end) =>
            flow![end] is JsonObject at ? at["id"]!.ToString() : flow[end]!.ToString();
        string Edges(IEnumerable<JsonNode?> all) =>
            string.Join(
                ' ',
                all.Select(flow => $"{Ends(flow, "source")}>{Ends(flow, "target")}").Order(StringComparer.Ordinal)
            );
        var wanted = string.Join(' ', expected.Split(' ').Order(StringComparer.Ordinal));
        Assert.Equal(wanted, Edges(after["flows"]!.AsObject().Select(flow => flow.Value)));
        Assert.Equal(wanted, Edges(after["line"]!.AsArray()));
        var left = after["activities"]!
            .AsObject()
            .Concat(after["gateways"]!.AsObject())
            .Select(node => node.Key)
            .ToHashSet();
        Assert.Equal(left, after["location"]!.AsArray().Select(place => place!["id"]!.ToString()).ToHashSet());
        var parsed = Trees.Parse(after);
        Assert.Empty(parsed.Problems);
        Assert.Empty(parsed.Warnings);
    }

    [Fact]
    public void Exclude_ManyBlocksInsideEachOther_TakesThemAllOut()
    {
        // Outer blocks come last in the document, so that none is idle when it is first looked at.
        const int depth = 800;
        var flows = Enumerable
            .Range(0, depth)
            .Reverse()
            .SelectMany(i =>
                new[]
                {
                    i + 1 < depth ? $"p{i}>p{i + 1}" : $"p{i}>m",
                    $"p{i}>a{i}",
                    $"a{i}>c{i}",
                    $"c{i}>{(i > 0 ? $"c{i - 1}" : "z")}",
                }
            );
        var tree = TreeSketch.Of(["start>p0", .. flows, $"m>c{depth - 1}", "z>end"]);

        var result = Exclude(tree, string.Join(' ', Enumerable.Range(0, depth).Select(i => $"a{i}").Append("m")));

        Assert.Equal(["start", "end", "z"], Trees.Parse(result.Json!).Tree!.Root.Nodes.Select(node => node.Id));
    }

    [Theory]
    [InlineData("ghost", "task node[id=ghost] is not in template pipeline tree")]
    [InlineData("a a", "task node[id=a] is not in template pipeline tree")]
    [InlineData("x1", "task node[id=x1] is not in template pipeline tree")]
    [InlineData("i", "task node[id=i] is not in template pipeline tree")]
    [InlineData("b", "task node[id=b] is not optional")]
    [InlineData("b a ghost", "task node[id=b] is not optional|task node[id=ghost] is not in template pipeline tree")]
    public void Exclude_NodeThatCannotBe_IsRefused(string excluded, string expected)
    {
        var tree = TreeSketch.Of("start>a a>s1 s1>x1 x1>b x1>end b>end");
        TreeSketch.Node(tree, "b").Remove("optional");

        var result = Exclude(tree, excluded);

        Assert.Null(result.Json);
        Assert.Equal(expected, string.Join('|', result.Problems.Select(problem => problem.Message)));
    }

    [Fact]
    public void Exclude_EverythingThere_LeavesATreeThatTheParserRefuses()
    {
        var result = Exclude(TreeSketch.Of("start>a a>end"), "a");

        Assert.Equal("PIPELINE_EMPTY", Assert.Single(Trees.Parse(result.Json!).Problems).Code);
    }

    [Fact]
    public void Exclude_InvalidTree_GivesItsProblems()
    {
        var result = TreeExclusion.Exclude("{", [], PipelineLimits.Default);

        Assert.Null(result.Json);
        Assert.Equal("JSON_MALFORMED", Assert.Single(result.Problems).Code);
    }

    [Fact]
    public void Exclude_Constants_KeepsWhatIsNeededAndRenumbers()
    {
        var tree = TreeSketch
            .Of("start>a a>b b>x1 x1>d x1>end d>end")
            .Constant("${gone}", 1, """{"index": 0}""")
            .Constant("${far}", "${int(farther)}", """{"index": 5}""")
            .Constant("${near}", "${far}", """{"index": 4}""")
            .Constant("${farther}", 1, """{"index": 3}""")
            .Constant("${only_a}", 1, """{"index": 2}""")
            .Constant("${cond}", 1, """{"index": 1}""")
            .Constant(
                "${out}",
                "",
                """{"index": 9, "source_type": "component_outputs", "source_info": {"a": ["x"], "b": ["y"]}}"""
            )
            .Input("a", "k", "${only_a}")
            .Input("b", "k", new JsonArray("${near}"));
        TreeSketch.Node(tree, "x1")["conditions"]!["f4"]!["evaluate"] = "${cond} == 1";
        tree["outputs"] = new JsonArray("${gone}", "${out}", "${near}");

        var after = JsonNode.Parse(Exclude(tree, "a").Json!)!;

        Assert.Equal(
            ["${far} 3", "${near} 2", "${farther} 1", "${cond} 0", "${out} 4"],
            after["constants"]!.AsObject().Select(constant => $"{constant.Key} {constant.Value!["index"]}")
        );
        Assert.Equal("""["${out}","${near}"]""", after["outputs"]!.ToJsonString());
        Assert.Equal("""{"b":["y"]}""", after["constants"]!["${out}"]!["source_info"]!.ToJsonString());
    }

    [Fact]
    public void Exclude_Constants_KeepsThoseASubprocessIsGiven()
    {
        var tree = TreeSketch.Of("start>s1 s1>end").Constant("${k}", 1).Constant("${l}", 1);
        var subprocess = TreeSketch.Node(tree, "s1");
        subprocess["pipeline"]!.AsObject().Constant("${p}", "${l}", """{"show_type": "hide"}""");
        subprocess["pipeline"]!.AsObject().Constant("${q}", "", """{"show_type": "show"}""");
        subprocess["constants"] = JsonNode.Parse("""{"${q}": {"value": "${k}"}}""");

        var after = JsonNode.Parse(Exclude(tree, "").Json!)!;

        Assert.Equal(["${k}"], after["constants"]!.AsObject().Select(constant => constant.Key));
    }

    [Fact]
    public void Exclude_Text_KeepsNumbersAsTheyCame()
    {
        var json = TreeSketch
            .Of("start>a a>b b>end")
            .ToJsonString()
            .Replace("\"outputs\":[]", "\"outputs\":[],\"n\":[20.0,\"中\"]");

        Assert.Contains(
            "\"n\":[20.0,\"中\"]",
            TreeExclusion.Exclude(json, ["a"], PipelineLimits.Default).Json,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void AllBut_ExecutedNodes_AreTheOthers()
    {
        var tree = Trees.Parse(TreeSketch.Of("start>a a>s1 s1>b b>end")).Tree!;

        Assert.Equal(["a", "s1"], TreeExclusion.AllBut(tree, ["b", "ghost"]));
    }

    private static TreeExclusionResult Exclude(JsonObject tree, string excluded) =>
        TreeExclusion.Exclude(
            tree.ToJsonString(),
            excluded.Split(' ', StringSplitOptions.RemoveEmptyEntries),
            PipelineLimits.Default
        );
}
