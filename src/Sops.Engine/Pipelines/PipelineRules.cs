namespace Sops.Engine.Pipelines;

/// <summary>What a tree that could be read must obey to be run.</summary>
internal static class PipelineRules
{
    public static void Check(TreeReader tree)
    {
        foreach (var level in tree.Levels)
        {
            ConstantRules.Check(tree, level);
            if (level.ShapeUnknown)
                continue;
            var graph = new LevelGraph(level);
            if (ConnectionRules.Check(graph, tree.Limits.Branches))
                new GatewayRules(graph).Check();
        }
    }
}
