namespace Sops.Engine.Pipelines;

/// <summary>The nodes and flows of one level as numbers, for the algorithms: node 0 is the start, node 1 the end.</summary>
internal sealed class LevelGraph
{
    private readonly Level level;
    private readonly int first;

    public LevelGraph(Level level)
    {
        this.level = level;
        first = level.Drafts[0].Node.Index;
        Next = [.. level.Drafts.Select(draft => draft.Node.Outgoing.Select(flow => Number(flow.Target)).ToArray())];
        var before = new List<int>[Next.Length];
        for (var node = 0; node < Next.Length; node++)
            before[node] = [];
        for (var node = 0; node < Next.Length; node++)
            foreach (var next in Next[node])
                before[next].Add(node);
        Previous = [.. before.Select(list => list.ToArray())];
    }

    public const int Start = 0;
    public const int End = 1;

    public int Count => Next.Length;
    public int[][] Next { get; }
    public int[][] Previous { get; }

    public Draft this[int number] => level.Drafts[number];

    public int Number(Node node) => node.Index - first;

    /// <summary>Nodes that can be reached over <paramref name="edges"/> from any of the roots, the roots included.</summary>
    public static bool[] Reach(int[][] edges, IEnumerable<int> roots)
    {
        var seen = new bool[edges.Length];
        var open = new Stack<int>(roots);
        foreach (var root in open)
            seen[root] = true;
        while (open.TryPop(out var node))
        {
            foreach (var next in edges[node].Where(next => !seen[next]))
            {
                seen[next] = true;
                open.Push(next);
            }
        }
        return seen;
    }

    /// <summary>Depth-first numbering from a root: nodes in the order met, and for each the node it was met from.</summary>
    public static (List<int> Met, int[] From, List<int> Left) Walk(int[][] edges, int root)
    {
        var from = new int[edges.Length];
        Array.Fill(from, -1);
        var met = new List<int> { root };
        var left = new List<int>();
        var open = new Stack<(int Node, int Edge)>([(root, 0)]);
        from[root] = root;
        while (open.TryPop(out var at))
        {
            if (at.Edge == edges[at.Node].Length)
            {
                left.Add(at.Node);
                continue;
            }
            open.Push((at.Node, at.Edge + 1));
            var next = edges[at.Node][at.Edge];
            if (from[next] >= 0)
                continue;
            from[next] = at.Node;
            met.Add(next);
            open.Push((next, 0));
        }
        return (met, from, left);
    }
}
