namespace Sops.Engine.Pipelines;

/// <summary>
/// Follows the branches of parallel gateways: each node belongs to exactly one branch, and only the converge gateway leads
/// out of it again.
/// </summary>
internal sealed class BranchRules(LevelGraph graph, IReadOnlyDictionary<int, int> partner)
{
    // Branch 0 is the level itself; of each other one, the parallel gateway that opens it.
    private readonly List<int> opener = [-1];
    private readonly int[] branchOf = new int[graph.Count];

    public void Check()
    {
        Array.Fill(branchOf, -1);
        branchOf[LevelGraph.Start] = 0;
        var disputed = new HashSet<int>();
        var open = new Queue<int>([LevelGraph.Start]);
        while (open.TryDequeue(out var node))
        {
            foreach (var next in graph.Next[node])
            {
                var branch = BranchAlong(node, next);
                if (branchOf[next] < 0)
                {
                    branchOf[next] = branch;
                    open.Enqueue(next);
                }
                else if (branchOf[next] != branch && disputed.Add(next))
                    Dispute(next, branch);
            }
        }
    }

    private int BranchAlong(int node, int next)
    {
        var own = branchOf[node];
        if (graph[node].Node is ParallelGateway or ConditionalParallelGateway)
        {
            if (partner[node] == next)
                return own;
            opener.Add(node);
            return opener.Count - 1;
        }
        var closes =
            graph[next].Node is ConvergeGateway
            && partner.TryGetValue(next, out var parallel)
            && parallel == opener[own];
        return closes ? branchOf[partner[next]] : own;
    }

    private void Dispute(int node, int branch) =>
        graph[node]
            .Fields.Report(
                "BRANCHES_CROSS",
                "incoming",
                $"Flows lead here both from {Name(branchOf[node])} and from {Name(branch)}; "
                    + "branches of a parallel gateway may only meet at its converge gateway."
            );

    private string Name(int branch) =>
        branch == 0 ? "outside any parallel branch" : $"a branch of \"{graph[opener[branch]].Node.Id}\"";
}
