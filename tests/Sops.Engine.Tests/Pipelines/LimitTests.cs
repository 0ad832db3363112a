using System.Text.Json.Nodes;
using Sops.Engine.Pipelines;

namespace Sops.Engine.Tests.Pipelines;

/// <summary>Each limit: what reaches it is taken, what goes beyond is refused with the limit's name.</summary>
public class LimitTests
{
    private static readonly PipelineLimits Limits = PipelineLimits.Default;

    [Fact]
    public void Nodes_AreLimited() => Check("TOO_MANY_NODES", "Nodes", n => Limits with { Nodes = n }, Line(3), 5);

    [Fact]
    public void Nodes_OfBodies_AreCounted() =>
        Check("TOO_MANY_NODES", "Nodes", n => Limits with { Nodes = n }, TreeSketch.Of("start>s1 s1>end"), 6);

    [Fact]
    public void Flows_AreLimited() => Check("TOO_MANY_FLOWS", "Flows", n => Limits with { Flows = n }, Line(3), 4);

    [Fact]
    public void Branches_AreLimited() =>
        Check(
            "TOO_MANY_BRANCHES",
            "Branches",
            n => Limits with { Branches = n },
            TreeSketch.Of("start>x1 x1>a x1>b x1>end a>end b>end"),
            3
        );

    [Fact]
    public void Constants_AreLimited() =>
        Check(
            "TOO_MANY_CONSTANTS",
            "Constants",
            n => Limits with { Constants = n },
            Line(1).Constant("${a}", 1).Constant("${b}", 2),
            2
        );

    [Fact]
    public void Nesting_IsLimited() =>
        Check("NESTING_TOO_DEEP", "Nesting", n => Limits with { Nesting = n }, Nested(4), 4);

    [Fact]
    public void Names_AreLimitedInCharacters()
    {
        var tree = Line(1);
        TreeSketch.Node(tree, "a0")["name"] = string.Concat(Enumerable.Repeat("𠮷", 7));

        Check("NAME_TOO_LONG", "Name", n => Limits with { Name = n }, tree, 7);
    }

    [Fact]
    public void Ids_AreLimited() =>
        Check("ID_TOO_LONG", "Id", n => Limits with { Id = n }, TreeSketch.Of("start>abcdefgh abcdefgh>end"), 8);

    [Fact]
    public void Conditions_AreLimited() =>
        Check(
            "CONDITION_TOO_LONG",
            "Condition",
            n => Limits with { Condition = n },
            TreeSketch.Of("start>x1 x1>a x1>end a>end"),
            "1 == 1".Length
        );

    [Fact]
    public void Values_AreLimitedInBytes() =>
        Check(
            "VALUE_TOO_LARGE",
            "ValueBytes",
            n => Limits with { ValueBytes = n },
            Line(1).Input("a0", "k", "12345678"),
            10
        );

    [Fact]
    public void ConstantsValues_AreLimitedInBytes() =>
        Check(
            "VALUE_TOO_LARGE",
            "ValueBytes",
            n => Limits with { ValueBytes = n },
            Line(1).Constant("${k}", "12345678"),
            10
        );

    [Fact]
    public void Trees_AreLimitedInBytes()
    {
        var tree = Line(1);
        TreeSketch.Node(tree, "a0")["name"] = "名";
        var bytes = System.Text.Encoding.UTF8.GetByteCount(tree.ToJsonString());

        Check("TREE_TOO_LARGE", "TreeBytes", n => Limits with { TreeBytes = n }, tree, bytes);
    }

    [Fact]
    public void Json_IsLimitedInDepth() =>
        Check("JSON_TOO_DEEP", "JsonDepth", n => Limits with { JsonDepth = n }, Line(1), 5);

    [Fact]
    public void Json_OfListsInLists_IsLimitedInDepth()
    {
        var tree = Line(1);
        TreeSketch.Node(tree, "a0")["note"] = JsonNode.Parse("[[[[]]]]");
        Check("JSON_TOO_DEEP", "JsonDepth", n => Limits with { JsonDepth = n }, tree, 7);
    }

    [Fact]
    public void Loops_AreLimited()
    {
        var tree = Line(1);
        TreeSketch.Node(tree, "a0")["loop_config"] = new JsonObject { ["enable"] = true, ["loop_times"] = 9 };

        Check("LOOP_TIMES_INVALID", "LoopTimes", n => Limits with { LoopTimes = n }, tree, 9);
    }

    [Fact]
    public void Findings_AreListedUpToTheLimitAndCountedBeyond()
    {
        var tree = Line(1).Input("a0", "x", new JsonArray("${k}", "${l}", "${m}"));
        tree["outputs"] = new JsonArray("a", "b", "c", "d");

        var result = PipelineParser.Parse(tree.ToJsonString(), Limits with { Findings = 2 });

        Assert.Equal(["a", "b", ""], result.Problems.Select(problem => problem.Subject));
        Assert.Equal("There are 2 more problems.", result.Problems[2].Message);
        Assert.Equal("There are 1 more warnings.", result.Warnings[2].Message);
    }

    [Fact]
    public void Defaults_RefuseTenThousandNodes()
    {
        var problem = Assert.Single(Trees.Parse(Line(9_998)).Problems);

        Assert.Equal("The tree has 10000 nodes; the limit Nodes is 5000.", problem.Message);
    }

    [Fact]
    public void Defaults_TakeNestingOfThirtyTwo()
    {
        Assert.NotNull(Trees.Parse(Nested(32).ToJsonString(Deep)).Tree);
        Assert.Equal("NESTING_TOO_DEEP", Assert.Single(Trees.Parse(Nested(33).ToJsonString(Deep)).Problems).Code);
    }

    // Every algorithm must do without recursion over nodes: a stack overflow would end the process.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void RaisedLimits_TakeThirtyThousandNodes(bool nested)
    {
        var limits = Limits with { Nodes = 200_000, Flows = 400_000, TreeBytes = 1 << 28 };

        var result = PipelineParser.Parse((nested ? Boxes(10_000) : Line(30_000)).ToJsonString(), limits);

        Assert.Empty(result.Problems);
        Assert.True(result.Tree!.Nodes.Count > 30_000);
    }

    private static readonly System.Text.Json.JsonSerializerOptions Deep = new() { MaxDepth = 1_000 };

    private static void Check(string code, string name, Func<int, PipelineLimits> limit, JsonObject tree, int size)
    {
        var json = tree.ToJsonString(Deep);

        var atLimit = PipelineParser.Parse(json, limit(size));
        var beyond = PipelineParser.Parse(json, limit(size - 1));

        Assert.Empty(atLimit.Problems);
        Assert.All(beyond.Problems, problem => Assert.Equal(code, problem.Code));
        Assert.Contains(name, beyond.Problems[0].Message, StringComparison.Ordinal);
    }

    private static JsonObject Line(int length) =>
        TreeSketch.Of([
            "start>a0",
            .. Enumerable.Range(1, length - 1).Select(i => $"a{i - 1}>a{i}"),
            $"a{length - 1}>end",
        ]);

    private static JsonObject Nested(int depth)
    {
        var tree = Line(1);
        for (; depth > 0; depth--)
        {
            var body = tree;
            tree = TreeSketch.Of("start>s1 s1>end");
            TreeSketch.Node(tree, "s1")["pipeline"] = body;
        }
        return tree;
    }

    // Parallel gateways inside each other, each with one more branch.
    private static JsonObject Boxes(int depth) =>
        TreeSketch.Of([
            "start>p0",
            .. Enumerable.Range(1, depth - 1).Select(i => $"p{i - 1}>p{i}"),
            $"p{depth - 1}>m",
            $"m>c{depth - 1}",
            .. Enumerable.Range(0, depth).Select(i => $"p{i}>a{i}"),
            .. Enumerable.Range(0, depth).Select(i => $"a{i}>b{i}"),
            .. Enumerable.Range(0, depth).Select(i => $"b{i}>c{i}"),
            .. Enumerable.Range(1, depth - 1).Select(i => $"c{i}>c{i - 1}"),
            "c0>end",
        ]);
}
