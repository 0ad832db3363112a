using System.Text.Json.Nodes;
using Sops.Server.Tests.App;
using Sops.V1;
using static Sops.Engine.Tests.Runs.TreeBuilder;
using static Sops.Server.Tests.Templates.TemplatesApp;

namespace Sops.Server.Tests.Templates;

/// <summary>validate_pipeline_tree names the node or the flow that a problem is about.</summary>
public sealed class ValidateTests(TemplatesApp app) : IClassFixture<TemplatesApp>
{
    [Fact]
    public async Task Problem_OfAFlow_NamesTheFlow_AtAnyDepth()
    {
        var inner = JsonNode.Parse(Simple())!;
        inner["flows"]!.AsObject().First().Value!.AsObject().Remove("target");
        var flow = inner["flows"]!.AsObject().First().Key;
        var outer = Parent(0, s => (s["template_id"], s["pipeline"]) = (null, inner.DeepClone()));
        foreach (
            var (tree, field) in new[] { (inner.ToJsonString(), "flows."), (outer, "activities.sub.pipeline.flows.") }
        )
        {
            var problems = await ProblemsAsync(tree);
            var problem = Assert.Single(problems, p => p.FlowId.Length > 0);
            Assert.Equal((flow, ""), (problem.FlowId, problem.NodeId));
            Assert.StartsWith(field + flow, problem.Field, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Problem_OfANode_NamesTheNode_AndOneOfAConstantNeither()
    {
        var tree = JsonNode.Parse(Tree(TestTrees.Node("n", "test_echo"), Constant("a", "x")))!;
        tree["activities"]!["n"]!["outgoing"] = "";
        tree["constants"]!["${a}"]!["value"] = "${a}";

        var problems = await ProblemsAsync(tree.ToJsonString());

        Assert.Contains(problems, p => (p.NodeId, p.FlowId) == ("n", ""));
        Assert.Contains(problems, p => p.Field.StartsWith("constants.${a}", StringComparison.Ordinal));
        Assert.All(
            problems.Where(p => p.Field.StartsWith("constants.", StringComparison.Ordinal)),
            p => Assert.Equal("", p.NodeId + p.FlowId)
        );
    }

    [Fact]
    public async Task Tree_ThatIsMissingOrNoJson_IsRefused()
    {
        var missing = await app.Client.PostAsync("/apigw/validate_pipeline_tree/2/", "{}");
        var broken = await app.Client.PostAsync("/apigw/validate_pipeline_tree/2/", """{"pipeline_tree": "{"}""");
        Assert.Equal((3540000, "pipeline_tree is required"), (missing.Code, missing.Message));
        Assert.Equal((3540000, "pipeline_tree is not a valid JSON string"), (broken.Code, broken.Message));
    }

    private async Task<IReadOnlyList<TreeProblem>> ProblemsAsync(string tree)
    {
        var answer = await app.Client.Templates.ValidateTemplateAsync(
            new ValidateTemplateRequest { BkBizId = 2, PipelineTree = Json(tree) }
        );
        Assert.False(answer.Valid);
        return answer.Violations;
    }
}
