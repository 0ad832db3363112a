namespace Sops.Engine.Pipelines;

/// <summary>The flows of one level while nodes are taken out of it.</summary>
internal sealed partial class Wiring
{
    private readonly Pipeline pipeline;
    private readonly Dictionary<string, Ends> flows = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<string>> incoming = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<string>> outgoing = new(StringComparer.Ordinal);
    private readonly HashSet<string> removedFlows = new(StringComparer.Ordinal);
    private readonly HashSet<string> moved = new(StringComparer.Ordinal);
    private readonly HashSet<string> touched = new(StringComparer.Ordinal);

    public Wiring(Pipeline pipeline)
    {
        this.pipeline = pipeline;
        foreach (var node in pipeline.Nodes)
            incoming[node.Id] = [];
        foreach (var node in pipeline.Nodes)
        {
            outgoing[node.Id] = [.. node.Outgoing.Select(flow => flow.Id)];
            foreach (var flow in node.Outgoing)
            {
                flows[flow.Id] = new Ends(flow.Source.Id, flow.Target.Id);
                incoming[flow.Target.Id].Add(flow.Id);
            }
        }
    }

    private sealed record Ends(string Source, string Target);

    /// <summary>Ids of the nodes that are gone.</summary>
    public HashSet<string> Removed { get; } = new(StringComparer.Ordinal);

    /// <summary>Removes a node with one outgoing flow; what led to it leads on to its successor.</summary>
    /// <returns>The successor.</returns>
    public string TakeOut(string node)
    {
        var leaving = outgoing[node][0];
        var successor = flows[leaving].Target;
        var arriving = incoming[node];
        foreach (var flow in arriving)
        {
            flows[flow] = flows[flow] with { Target = successor };
            moved.Add(flow);
        }
        var there = incoming[successor];
        var at = there.IndexOf(leaving);
        there.RemoveAt(at);
        there.InsertRange(at, arriving);
        touched.Add(successor);
        Drop(leaving);
        Removed.Add(node);
        return successor;
    }

    /// <summary>
    /// Removes branches that lead from a parallel gateway straight to its converge gateway, and both gateways where no other
    /// branch is left, until nothing changes any more.
    /// </summary>
    public void DropIdleParallels()
    {
        var converges = pipeline
            .Nodes.OfType<ParallelGateway>()
            .ToDictionary(node => node.Id, node => node.Converge.Id);
        var openers = converges.ToDictionary(pair => pair.Value, pair => pair.Key, StringComparer.Ordinal);
        var open = new Stack<string>(converges.Keys);
        while (open.TryPop(out var gateway))
        {
            if (Removed.Contains(gateway) || DropIfIdle(gateway, converges[gateway]) is not { } successor)
                continue;
            // What went leads straight on now, and that may have been the last step of a branch around it.
            if (openers.TryGetValue(successor, out var around))
                open.Push(around);
        }
    }

    // Gives what comes after the pair where it was taken out, else null.
    private string? DropIfIdle(string gateway, string converge)
    {
        var idle = outgoing[gateway].Where(flow => flows[flow].Target == converge).ToList();
        var all = idle.Count == outgoing[gateway].Count;
        // One idle branch is kept until the end: the pair is then taken out like two nodes in a row.
        foreach (var flow in all ? idle.Skip(1) : idle)
        {
            outgoing[gateway].Remove(flow);
            incoming[converge].Remove(flow);
            touched.Add(gateway);
            touched.Add(converge);
            Drop(flow);
        }
        if (!all)
            return null;
        TakeOut(gateway);
        return TakeOut(converge);
    }

    private void Drop(string flow)
    {
        flows.Remove(flow);
        removedFlows.Add(flow);
    }
}
