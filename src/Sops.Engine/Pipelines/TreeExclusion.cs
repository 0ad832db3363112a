namespace Sops.Engine.Pipelines;

/// <summary>What is left of a tree once nodes were excluded from it, or why they can't be.</summary>
public sealed record TreeExclusionResult
{
    /// <summary>Null exactly where there are problems.</summary>
    public required string? Json { get; init; }
    public required IReadOnlyList<TreeProblem> Problems { get; init; }
}

/// <summary>
/// Takes the optional nodes that a task is to leave out from its tree, mends the flows around them, and drops the constants
/// that nobody needs any more.
/// </summary>
public static class TreeExclusion
{
    /// <summary>The result may be no valid tree any more, as when nothing is left between start and end: parse it again.</summary>
    /// <param name="excluded">Ids of activities of the outermost pipeline; none only drops unneeded constants.</param>
    public static TreeExclusionResult Exclude(string json, IReadOnlyList<string> excluded, PipelineLimits limits)
    {
        var parsed = PipelineParser.Parse(json, limits);
        if (parsed.Tree is not { } tree)
            return new TreeExclusionResult { Json = null, Problems = parsed.Problems };
        var problems = Refusals(tree, excluded);
        if (problems.Count > 0)
            return new TreeExclusionResult { Json = null, Problems = problems };

        var wiring = new Wiring(tree.Root);
        foreach (var id in excluded)
            wiring.TakeOut(id);
        if (excluded.Count > 0)
            wiring.DropIdleParallels();

        var root = TreeEdit.Read(json);
        wiring.WriteTo(root);
        ConstantPruning.Apply(root, tree.Root, wiring.Removed);
        return new TreeExclusionResult { Json = TreeEdit.Write(root), Problems = [] };
    }

    /// <summary>What to exclude so that only those activities are executed; unknown ids among them are ignored.</summary>
    public static IReadOnlyList<string> AllBut(PipelineTree tree, IReadOnlyCollection<string> executed)
    {
        var kept = executed.ToHashSet(StringComparer.Ordinal);
        return [.. tree.Root.Nodes.Where(node => IsActivity(node) && !kept.Contains(node.Id)).Select(node => node.Id)];
    }

    private static List<TreeProblem> Refusals(PipelineTree tree, IReadOnlyList<string> excluded)
    {
        var activities = tree.Root.Nodes.Where(IsActivity).ToDictionary(node => node.Id, StringComparer.Ordinal);
        var problems = new List<TreeProblem>();
        foreach (var id in excluded)
        {
            // An id given twice is gone the second time.
            if (!activities.Remove(id, out var node))
                problems.Add(
                    new TreeProblem(
                        "EXCLUDED_NODE_UNKNOWN",
                        id,
                        "",
                        $"task node[id={id}] is not in template pipeline tree"
                    )
                );
            else if (!IsOptional(node))
                problems.Add(
                    new TreeProblem(
                        "EXCLUDED_NODE_NOT_OPTIONAL",
                        id,
                        $"activities.{id}",
                        $"task node[id={id}] is not optional"
                    )
                );
        }
        return problems;
    }

    private static bool IsActivity(Node node) => node is ServiceActivity or Subprocess;

    private static bool IsOptional(Node node) =>
        node is ServiceActivity { Optional: true } or Subprocess { Optional: true };
}
