using System.Text.Json;
using Sops.Engine.Pipelines;
using Sops.Engine.Runs;
using Sops.Server.Runtime;
using static Sops.Server.Tests.App.TestTrees;

namespace Sops.Server.Tests.Watching;

/// <summary>What turns show is stored for ever: what an earlier version stored is read as it was meant.</summary>
public sealed class ShownChangeTests
{
    private static readonly TaskIds Ids = TaskIds.Create("2a8f061dd71346f69522da9");

    [Fact]
    public void Turn_StoredWithWholeIds_IsReadAsOneWithNumbers()
    {
        var tree = PipelineParser.Parse(Chain(1), PipelineLimits.Default).Tree!;
        // Behind the start and the end.
        const int node = 3;
        var task = Ids.Node(0);
        var whole = $$"""
            {"state":"FAILED","nodes":[
                {"id":"{{task}}","parent_id":"{{task}}","name":"renamed","state":"FAILED","version":"{{Ids.Version(
                0,
                1
            )}}","loop":1,"start_time":5},
                {"id":"{{Ids.Node(node)}}","parent_id":"{{task}}","name":"n0","state":"FAILED","version":"{{Ids.Version(
                node,
                3
            )}}","loop":2,"retry":1,"skip":true,"error_ignored":true,"start_time":5,"finish_time":7} ]}
            """;
        var numbers = $$"""
            {"state":"FAILED","nodes":[
                {"node":0,"name":"renamed","state":"FAILED","attempt":1,"start_time":5},
                {"node":{{node}},"state":"FAILED","attempt":3,"loop":2,"retry":1,"skip":true,"error_ignored":true,
                    "start_time":5,"finish_time":7} ]}
            """;

        var (before, after) = (Read(whole), Read(numbers));

        Assert.Equal(after.Nodes, before.Nodes);
        Assert.Equal(["renamed", "n0"], before.Nodes.Select(n => n.Name));
        Assert.Equal(Ids.Version(node, 3), before.Nodes[1].Version);

        NodeChanges Read(string shown) =>
            JsonSerializer.Deserialize(shown, ShownJson.Default.ShownChange)!.In(tree, Ids, "made");
    }
}
