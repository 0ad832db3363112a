namespace Sops.Engine.Pipelines;

/// <summary>How many flows each kind of node has, and that every node lies on a path from start to end.</summary>
internal static class ConnectionRules
{
    /// <summary>False where the level's shape makes no sense to judge any further.</summary>
    public static bool Check(LevelGraph graph, int mostBranches)
    {
        var sound = true;
        for (var node = 0; node < graph.Count; node++)
            sound &= CheckCounts(graph, node, mostBranches);
        return CheckPaths(graph) && sound;
    }

    private static bool CheckCounts(LevelGraph graph, int number, int most)
    {
        var (node, fields) = (graph[number].Node, graph[number].Fields);
        var (incoming, outgoing) = (graph.Previous[number].Length, graph.Next[number].Length);
        switch (node)
        {
            case StartEvent when incoming > 0:
                fields.Report("FLOW_INTO_START", "incoming", "No flow may lead to the start event.");
                return false;
            case StartEvent when outgoing == 1 && graph.Next[number][0] == LevelGraph.End:
                fields.Report("PIPELINE_EMPTY", "outgoing", "The start event may not lead straight to the end event.");
                return false;
            case EndEvent when graph[number].Outgoing.Count > 0:
                fields.Report("FLOW_OUT_OF_END", "outgoing", "No flow may leave the end event.");
                return false;
            case EndEvent:
                break;
            case ParallelGateway or ConditionalParallelGateway or ExclusiveGateway when outgoing == 0:
                fields.Report("OUTGOING_MISSING", "outgoing", "A branching gateway needs at least one outgoing flow.");
                return false;
            case ParallelGateway or ConditionalParallelGateway or ExclusiveGateway:
                break;
            default:
                if (outgoing == 1)
                    break;
                fields.Report(
                    outgoing == 0 ? "OUTGOING_MISSING" : "TOO_MANY_OUTGOING",
                    "outgoing",
                    $"A node of type {node.Type} needs exactly one outgoing flow; this one has {outgoing}."
                );
                return false;
        }
        if (Math.Max(incoming, outgoing) <= most)
            return true;
        fields.Report(
            "TOO_MANY_BRANCHES",
            incoming > outgoing ? "incoming" : "outgoing",
            $"The node has {Math.Max(incoming, outgoing)} flows on one side; the limit Branches is {most}."
        );
        return true;
    }

    private static bool CheckPaths(LevelGraph graph)
    {
        var reached = LevelGraph.Reach(graph.Next, [LevelGraph.Start]);
        var ending = LevelGraph.Reach(graph.Previous, [LevelGraph.End]);
        // Whatever only leads to a node without outgoing flow is not at fault itself.
        var excused = LevelGraph.Reach(
            graph.Previous,
            Enumerable.Range(0, graph.Count).Where(node => graph.Next[node].Length == 0)
        );
        var sound = true;
        for (var node = 0; node < graph.Count; node++)
        {
            var fields = graph[node].Fields;
            if (!reached[node])
                fields.Report("NODE_UNREACHABLE", "incoming", "No path leads from the start event to this node.");
            if (!excused[node])
                fields.Report("NO_PATH_TO_END", "outgoing", "No path leads from this node to the end event.");
            sound &= reached[node] && ending[node];
        }
        return sound;
    }
}
