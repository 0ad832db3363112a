using Sops.Engine.Pipelines;

namespace Sops.Engine.Tests.Pipelines;

/// <summary>Which shapes of flows are taken, and what is said about the others.</summary>
public class ShapeTests
{
    [Theory]
    [InlineData("start>a a>end")]
    [InlineData("start>a a>x1 x1>b x1>a b>end")] // back to an earlier activity
    [InlineData("start>a a>x1 x1>x1 x1>end")] // an exclusive gateway that leads to itself
    [InlineData("start>p1 p1>a p1>b a>x1 x1>a x1>c1 b>c1 c1>end")] // a loop inside one branch
    [InlineData("start>a a>p1 p1>b p1>d b>c1 d>c1 c1>x1 x1>a x1>end")] // a loop around a parallel block
    [InlineData("start>x1 x1>a x1>b a>d b>d d>end")] // joined at an activity
    [InlineData("start>x1 x1>a x1>b a>end b>end")]
    [InlineData("start>x1 x1>a x1>b x1>end a>c1 b>c1 c1>end")] // one branch passes by the converge gateway
    [InlineData("start>p1 p1>x1 p1>d x1>a x1>b a>c1 b>c1 d>c1 c1>end")] // shares the converge gateway around it
    [InlineData("start>x1 x1>p1 x1>d p1>a p1>b a>c1 b>c1 d>c1 c1>end")] // enters another's converge gateway
    [InlineData("start>p1 p1>p2 p1>d p2>a p2>b a>c2 b>c2 c2>c1 d>c1 c1>end")] // nested
    [InlineData("start>p1 p1>a a>c1 c1>end")] // a single branch
    [InlineData("start>p1 p1>p2 p2>p3 p3>a a>c3 c3>c2 c2>c1 c1>end")] // single branches, nested
    [InlineData("start>p1 p1>c1 p1>c1 c1>end")] // two bare flows
    [InlineData("start>a a>c1 c1>b b>end")] // a converge gateway on its own
    [InlineData("start>p1 p1>a p1>b a>c1 b>c1 c1>p2 p2>d p2>e d>c2 e>c2 c2>end")] // one after the other
    [InlineData("start>q1 q1>s1 q1>b s1>c1 b>c1 c1>end")]
    [InlineData("start>x1 x1>x2 x1>x3 x2>a x2>b x3>d x3>e a>c2 b>c2 d>c3 e>c3 c2>c1 c3>c1 c1>end")] // nested exclusive
    [InlineData("start>x1 x1>x2 x1>x3 x2>a x2>b x3>d x3>e a>c2 b>c2 d>c3 e>c3 c2>end c3>end")]
    public void Parse_LegalShape_IsTaken(string flows)
    {
        var result = Trees.Parse(TreeSketch.Of(flows));

        Assert.Empty(result.Problems);
        Assert.NotNull(result.Tree);
    }

    [Theory]
    [InlineData("start>end", "PIPELINE_EMPTY:start")]
    [InlineData("start>a start>b a>end b>end", "TOO_MANY_OUTGOING:start")]
    [InlineData("start>a a>b a>d b>end d>end", "TOO_MANY_OUTGOING:a")]
    [InlineData("start>a a>c1 c1>b c1>d b>end d>end", "TOO_MANY_OUTGOING:c1")]
    [InlineData("start>a a>end b>b", "NODE_UNREACHABLE:b NO_PATH_TO_END:b")]
    [InlineData("start>a a>end b>end", "NODE_UNREACHABLE:b")]
    [InlineData("start>x1 x1>a x1>b a>end", "OUTGOING_MISSING:b")]
    [InlineData("start>a a>a", "NO_PATH_TO_END:start NODE_UNREACHABLE:end NO_PATH_TO_END:a")]
    [InlineData("start>x1 x1>a x1>end a>start", "FLOW_INTO_START:start")]
    [InlineData("start>p1 p1>a p1>b a>end b>end", "CONVERGE_MISSING:p1")]
    [InlineData("start>p1 p1>a p1>b a>d b>d d>c1 c1>end", "CONVERGE_MISSING:p1")] // joined at an activity
    [InlineData("start>p1 p1>a p1>b p1>d a>c1 b>c1 c1>c2 d>c2 c2>end", "BRANCHES_CROSS:c1")] // two converge gateways
    [InlineData("start>p1 p1>a p1>b a>x1 x1>c1 x1>end b>c1 c1>end", "CONVERGE_MISSING:p1")] // a way out of the block
    [InlineData("start>p1 p1>p2 p1>d p2>a p2>b a>c1 b>c1 d>c1 c1>end", "CONVERGE_SHARED:p1")]
    [InlineData("start>x1 x1>p1 x1>p2 p1>a p1>b p2>d p2>e a>c1 b>c1 d>c1 e>c1 c1>end", "CONVERGE_SHARED:p2")]
    [InlineData("start>a a>p1 p1>b p1>d b>x1 x1>a x1>c1 d>c1 c1>end", "BRANCHES_CROSS:a")] // a loop out of the block
    [InlineData("start>p1 p1>a p1>x1 x1>a x1>b a>c1 b>c1 c1>end", "BRANCHES_CROSS:a")] // into another branch
    [InlineData("start>x1 x1>p1 x1>a p1>a p1>b a>c1 b>c1 c1>end", "BRANCHES_CROSS:a")] // into a branch from outside
    [InlineData("start>x1 x1>a x1>b a>c1 b>c2 c1>end c2>end", "EXCLUSIVE_CONVERGES_DIFFER:x1")]
    [InlineData("start>q1 q1>a q1>b a>end b>end", "CONVERGE_MISSING:q1")]
    public void Parse_IllegalShape_NamesTheNodesAtFault(string flows, string expected)
    {
        var result = Trees.Parse(TreeSketch.Of(flows));

        Assert.Null(result.Tree);
        Assert.Equal(
            expected,
            string.Join(' ', result.Problems.Select(problem => $"{problem.Code}:{problem.Subject}"))
        );
    }

    [Fact]
    public void Parse_NestedParallels_KnowTheirConvergeGateways()
    {
        var flows = "start>p1 p1>q2 p1>d q2>a q2>b a>c2 b>c2 c2>c1 d>c1 c1>end";

        var nodes = Trees.Parse(TreeSketch.Of(flows)).Tree!.Root.Nodes.ToDictionary(node => node.Id);

        Assert.Same(nodes["c1"], ((ParallelGateway)nodes["p1"]).Converge);
        Assert.Same(nodes["c2"], ((ConditionalParallelGateway)nodes["q2"]).Converge);
    }
}
