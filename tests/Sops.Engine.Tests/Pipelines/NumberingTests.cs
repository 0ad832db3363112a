using Sops.Engine.Pipelines;

namespace Sops.Engine.Tests.Pipelines;

/// <summary>The numbering of nodes and flows is stored with every task: these numbers may never change.</summary>
public class NumberingTests
{
    [Fact]
    public void Parse_NestedTree_NumbersInDocumentOrder()
    {
        var tree = TreeSketch.Of("start>s2 s2>x1 x1>b x1>s1 b>c1 s1>c1 c1>end");
        TreeSketch.Node(tree, "s2")["pipeline"] = TreeSketch.Of("start>k k>s3 s3>end");

        var parsed = Trees.Parse(tree).Tree!;

        string[] nodes =
        [
            "1 start",
            "2 end",
            "3 s2",
            "4 b",
            "5 s1",
            "6 x1",
            "7 c1", // the root
            "8 start",
            "9 end",
            "10 k",
            "11 s3", // the body of s2
            "12 start",
            "13 end",
            "14 i", // the body of s3, inside it
            "15 start",
            "16 end",
            "17 i", // the body of s1
        ];
        Assert.Equal(nodes, parsed.Nodes.Skip(1).Select(node => $"{node!.Index} {node.Id}"));
        string[] flows =
        [
            "1 start>s2",
            "2 s2>x1",
            "3 x1>b",
            "4 x1>s1",
            "5 b>c1",
            "6 s1>c1",
            "7 c1>end",
            "8 start>k",
            "9 k>s3",
            "10 s3>end",
            "11 start>i",
            "12 i>end",
            "13 start>i",
            "14 i>end",
        ];
        Assert.Equal(flows, parsed.Flows.Skip(1).Select(flow => $"{flow!.Index} {flow.Source.Id}>{flow.Target.Id}"));
        Assert.Null(parsed.Nodes[0]);
        Assert.Equal(11, parsed.PipelineOf(11).Scope);
        Assert.Same(parsed.PipelineOf(3), parsed.PipelineOf(11).Parent);
    }

    [Fact]
    public void Parse_KeysInAnotherOrder_StillNumbersEventsFirst()
    {
        var tree = TreeSketch.Of("start>a a>end");
        foreach (var section in new[] { "start_event", "end_event", "activities" })
        {
            var moved = tree[section];
            tree.Remove(section);
            tree.Insert(0, section, moved);
        }

        var parsed = Trees.Parse(tree).Tree!;

        Assert.Equal(["start", "end", "a"], parsed.Root.Nodes.Select(node => node.Id));
    }

    [Fact]
    public void Parse_FlowThatNoNodeLists_HasANumberButIsNotTaken()
    {
        var tree = TreeSketch.Of("start>a a>b b>end");
        tree["flows"]!["loose"] = new System.Text.Json.Nodes.JsonObject
        {
            ["id"] = "loose",
            ["source"] = "a",
            ["target"] = "end",
        };

        var result = Trees.Parse(tree);

        Assert.Equal("loose", result.Tree!.Flows[4]!.Id);
        Assert.DoesNotContain(result.Tree.Flows[4], result.Tree[3].Outgoing);
        Assert.Contains(result.Warnings, warning => warning is { Code: "FLOW_IGNORED", Subject: "loose" });
    }
}
