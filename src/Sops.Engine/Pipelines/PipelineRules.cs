namespace Sops.Engine.Pipelines;

/// <summary>What a tree that could be read must obey to be run.</summary>
internal static class PipelineRules
{
    public static void Check(TreeReader tree)
    {
        // Beyond its limits a tree is not worth the time of the other rules.
        if (!CheckSizes(tree))
            return;
        foreach (var level in tree.Levels)
        {
            ConstantRules.Check(tree, level);
            ReferenceWarnings.Check(level);
            if (level.ShapeUnknown)
                continue;
            var graph = new LevelGraph(level);
            if (ConnectionRules.Check(graph, tree.Limits.Branches))
                new GatewayRules(graph).Check();
        }
    }

    private static bool CheckSizes(TreeReader tree) =>
        CheckSize(tree, "NODES", tree.Nodes.Count - 1, tree.Limits.Nodes)
        & CheckSize(tree, "FLOWS", tree.Flows.Count - 1, tree.Limits.Flows)
        & CheckSize(tree, "CONSTANTS", tree.ConstantCount, tree.Limits.Constants);

    private static bool CheckSize(TreeReader tree, string what, int count, int limit)
    {
        if (count <= limit)
            return true;
        var (word, name) = (what.ToLowerInvariant(), what[0] + what[1..].ToLowerInvariant());
        tree.Findings.Problem(
            $"TOO_MANY_{what}",
            "",
            TreePath.Root,
            $"The tree has {count} {word}; the limit {name} is {limit}."
        );
        return false;
    }
}
