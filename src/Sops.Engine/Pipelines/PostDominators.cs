namespace Sops.Engine.Pipelines;

/// <summary>
/// Finds for each node the next one that every path to the end must pass (semi-NCA over the reversed graph; cycles are
/// fine). Every node must have a path to the end.
/// </summary>
internal static class PostDominators
{
    /// <summary>Entry of the end is the end itself.</summary>
    public static int[] Of(LevelGraph graph)
    {
        var (met, from, _) = LevelGraph.Walk(graph.Previous, LevelGraph.End);
        var count = met.Count;
        var number = new int[graph.Count];
        for (var i = 0; i < count; i++)
            number[met[i]] = i;

        // From here on nodes are their depth-first numbers, so that "smaller" means "nearer to the end".
        var parent = new int[count];
        var ancestor = new int[count];
        var semi = new int[count];
        var label = new int[count];
        for (var i = 0; i < count; i++)
        {
            parent[i] = ancestor[i] = number[from[met[i]]];
            semi[i] = label[i] = i;
        }
        for (var node = count - 1; node > 0; node--)
        {
            foreach (var successor in graph.Next[met[node]])
                semi[node] = Math.Min(semi[node], semi[Evaluate(number[successor], node, ancestor, semi, label)]);
            label[node] = node;
        }
        var dominator = parent;
        for (var node = 1; node < count; node++)
            while (dominator[node] > semi[node])
                dominator[node] = dominator[dominator[node]];

        var result = new int[graph.Count];
        for (var i = 0; i < count; i++)
            result[met[i]] = met[dominator[i]];
        return result;
    }

    // The node with the least semidominator on the path above `node`, among those already linked (number > last).
    private static int Evaluate(int node, int last, int[] ancestor, int[] semi, int[] label)
    {
        if (node <= last)
            return node;
        var path = new Stack<int>();
        for (var at = node; ancestor[at] > last; at = ancestor[at])
            path.Push(at);
        while (path.TryPop(out var at))
        {
            var above = ancestor[at];
            if (semi[label[above]] < semi[label[at]])
                label[at] = label[above];
            ancestor[at] = ancestor[above];
        }
        return label[node];
    }
}
