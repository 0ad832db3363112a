using System.Text.Json.Nodes;

namespace Sops.Engine.Tests.Pipelines;

/// <summary>What runs, but hardly as its author meant, is taken with a warning.</summary>
public class WarningTests
{
    [Theory]
    [InlineData("${n} > 1 and ${n} < 3 or ${n} == 9", true)]
    [InlineData("1 == 1 AND 2 == 2 OR 3 == 3", true)]
    [InlineData("(1 == 1 and 2 == 2) or 3 == 3", false)]
    [InlineData("1 == 1 and (2 == 2 or 3 == 3)", false)]
    [InlineData("(1 == 1 and 2 == 2 or 3 == 3)", true)]
    [InlineData("'a and b' == 'c or d' and 1 == 1", false)]
    [InlineData("1 == 1 and android == order", false)]
    [InlineData("1 == 1 and 'open", false)]
    [InlineData(")) 1 and 2 or 3", true)]
    public void Parse_AndBesideOr_IsAmbiguous(string condition, bool ambiguous)
    {
        var tree = TreeSketch.Of("start>x1 x1>a x1>end a>end").Constant("${n}", 1);
        TreeSketch.Node(tree, "x1")["conditions"]!["f2"]!["evaluate"] = condition;

        var result = Trees.Parse(tree);

        Assert.Empty(result.Problems);
        Assert.Equal(ambiguous, result.Warnings.Any(w => w is { Code: "CONDITION_AMBIGUOUS", Subject: "x1" }));
    }

    [Theory]
    [InlineData("${n}", true)]
    [InlineData("text ${n} text", true)]
    [InlineData("${k}", false)]
    [InlineData("${_loop} ${_system.operator} ${_env_x}", false)]
    [InlineData("${len(n)}", false)]
    public void Parse_UnknownVariableInAnInput_IsPointedOut(string value, bool unknown)
    {
        var result = Trees.Parse(TreeSketch.Of("start>a a>end").Constant("${k}", 1).Input("a", "x", value));

        Assert.Empty(result.Problems);
        Assert.Equal(unknown ? ["activities.a.component.data.x.value"] : [], result.Warnings.Select(w => w.Path));
    }

    [Fact]
    public void Parse_BranchWithoutCondition_IsPointedOut()
    {
        var tree = TreeSketch.Of("start>x1 x1>a x1>b x1>end a>end b>end");
        TreeSketch.Node(tree, "x1")["conditions"]!.AsObject().Remove("f2");
        TreeSketch.Node(tree, "x1")["conditions"]!.AsObject().Remove("f3");
        TreeSketch.Node(tree, "x1")["default_condition"] = new JsonObject { ["flow_id"] = "f3" };

        var warning = Assert.Single(Trees.Parse(tree).Warnings);

        Assert.Equal(("BRANCH_WITHOUT_CONDITION", "x1"), (warning.Code, warning.Subject));
        Assert.Contains("f2", warning.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("\"f9\"")]
    [InlineData("[\"f1\", \"f2\"]")]
    public void Parse_IncomingThatDisagrees_IsPointedOutAndTheFlowsCount(string incoming)
    {
        var tree = TreeSketch.Of("start>a a>b b>end");
        TreeSketch.Node(tree, "b")["incoming"] = JsonNode.Parse(incoming);

        var result = Trees.Parse(tree);

        Assert.Equal("b", result.Tree![3].Outgoing[0].Target.Id);
        Assert.Equal(("INCOMING_DISAGREES", "b"), result.Warnings.Select(w => (w.Code, w.Subject)).Single());
    }

    [Fact]
    public void Parse_OutputThatIsNoConstant_IsPointedOut()
    {
        var tree = TreeSketch.Of("start>a a>end");
        tree["outputs"] = new JsonArray("${k}");

        Assert.Equal("OUTPUT_UNKNOWN", Assert.Single(Trees.Parse(tree).Warnings).Code);
    }
}
