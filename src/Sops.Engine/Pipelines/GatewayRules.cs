namespace Sops.Engine.Pipelines;

/// <summary>
/// Finds the converge gateway of each parallel gateway and refuses shapes in which branches could leave or enter a parallel
/// block other than at its two ends. Loops are fine as long as they stay within one branch.
/// </summary>
internal sealed class GatewayRules(LevelGraph graph)
{
    private readonly int[] meeting = PostDominators.Of(graph);

    // Of a converge gateway: the parallel gateway that it belongs to. Of a parallel gateway: its converge gateway.
    private readonly Dictionary<int, int> partner = [];

    public void Check()
    {
        var matched = true;
        var order = LevelGraph.Walk(graph.Next, LevelGraph.Start).Left;
        // Nodes are left in an order that has inner gateways before the ones around them.
        foreach (var node in order)
            if (IsParallel(node))
                matched &= Match(node);
        if (matched)
            new BranchRules(graph, partner).Check();
        CheckExclusive(order);
    }

    private bool IsParallel(int node) => graph[node].Node is ParallelGateway or ConditionalParallelGateway;

    private bool Match(int gateway)
    {
        var at = meeting[gateway];
        while (at != LevelGraph.End && graph[at].Node is not ConvergeGateway)
        {
            // Only a gateway with a single branch gets here; inner blocks are stepped over whole.
            if (graph.Next[gateway].Length > 1)
                return Unmatched(gateway, at);
            at = IsParallel(at) && partner.TryGetValue(at, out var inner) ? meeting[inner] : meeting[at];
        }
        if (at == LevelGraph.End)
            return Unmatched(gateway, at);
        if (partner.TryGetValue(at, out var owner))
        {
            graph[gateway]
                .Fields.Report(
                    "CONVERGE_SHARED",
                    "outgoing",
                    $"The branches meet at \"{graph[at].Node.Id}\", which already joins those of \"{graph[owner].Node.Id}\": "
                        + "each parallel gateway needs a converge gateway of its own."
                );
            return false;
        }
        partner[at] = gateway;
        partner[gateway] = at;
        if (graph[gateway].Node is ParallelGateway parallel)
            parallel.Converge = graph[at].Node;
        if (graph[gateway].Node is ConditionalParallelGateway conditional)
            conditional.Converge = graph[at].Node;
        return true;
    }

    private bool Unmatched(int gateway, int at)
    {
        graph[gateway]
            .Fields.Report(
                "CONVERGE_MISSING",
                "outgoing",
                $"All branches of a parallel gateway must meet at one converge gateway; these meet at \"{graph[at].Node.Id}\"."
            );
        return false;
    }

    private void CheckExclusive(List<int> order)
    {
        var gateways = order.Where(node => graph[node].Node is ExclusiveGateway).ToList();
        var joins = gateways.Select(node => meeting[node]).ToHashSet();
        foreach (var gateway in gateways.Where(node => graph[meeting[node]].Node is not ConvergeGateway))
        {
            var met = new SortedSet<string>(StringComparer.Ordinal);
            foreach (var branch in graph.Next[gateway])
                for (var at = branch; at != meeting[gateway] && at != LevelGraph.End; at = meeting[at])
                {
                    if (graph[at].Node is not ConvergeGateway || partner.ContainsKey(at) || joins.Contains(at))
                        continue;
                    met.Add(graph[at].Node.Id);
                    break;
                }
            if (met.Count > 1)
                graph[gateway]
                    .Fields.Report(
                        "EXCLUSIVE_CONVERGES_DIFFER",
                        "outgoing",
                        "The branches of an exclusive gateway must not lead to different converge gateways: "
                            + $"these lead to {string.Join(", ", met)}."
                    );
        }
    }
}
