using Sops.Engine.Pipelines;

namespace Sops.Engine.Tests.Pipelines;

/// <summary>Compares the post-dominators of random graphs, cycles included, with their definition.</summary>
public class PostDominatorsTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Of_RandomGraph_IsTheNearestNodeThatEveryPathPasses(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < 200; round++)
        {
            var graph = Draw(random);
            var found = PostDominators.Of(graph);
            var passed = Enumerable.Range(0, graph.Count).Select(node => Passed(graph, node)).ToArray();
            for (var node = 0; node < graph.Count; node++)
            {
                if (node == LevelGraph.End)
                    continue;
                // The nearest is the one that passes all the others.
                var nearest = passed[node]
                    .Single(one => passed[node].All(other => one == other || passed[one].Contains(other)));
                Assert.True(nearest == found[node], $"seed {seed}, round {round}, node {graph[node].Node.Id}");
            }
        }
    }

    private static LevelGraph Draw(Random random)
    {
        var size = random.Next(1, 12);
        var flows = new HashSet<string> { "start>x0", $"x{size - 1}>end" };
        for (var node = 0; node < size - 1; node++)
            flows.Add($"x{node}>x{node + 1}");
        for (var extra = random.Next(2 * size); extra > 0; extra--)
            flows.Add($"x{random.Next(size)}>{(random.Next(6) == 0 ? "end" : $"x{random.Next(size)}")}");
        var tree = Trees.Parse(TreeSketch.Of([.. flows])).Tree;
        Assert.NotNull(tree);
        var level = new Level(tree.Root, TreePath.Root);
        foreach (var node in tree.Root.Nodes)
            level.Drafts.Add(new Draft(node, default, [], []));
        return new LevelGraph(level);
    }

    // Nodes without which the end can't be reached from there.
    private static HashSet<int> Passed(LevelGraph graph, int from) =>
        [
            .. Enumerable
                .Range(0, graph.Count)
                .Where(node => node != from)
                .Where(node =>
                {
                    var without = graph.Next.Select(edges => edges.Where(next => next != node).ToArray()).ToArray();
                    return node == LevelGraph.End || !LevelGraph.Reach(without, [from])[LevelGraph.End];
                }),
        ];
}
