using Sops.Engine.Pipelines;

namespace Sops.Engine.Runs;

/// <summary>Tells which nodes may still be entered, as far as the flows show.</summary>
internal static class Reachability
{
    public static bool CanReach(Run run, int target) => From(run).Contains(target);

    /// <summary>Nodes that a token stands at or may come to; of a task that is not started, all that its start leads to.</summary>
    public static HashSet<int> From(Run run)
    {
        var seen = new HashSet<int>();
        var open = new Stack<Node>();
        if (run.State == NodeState.Created)
        {
            open.Push(run.Tree.Root.Start);
        }
        else if (run.State is NodeState.Running or NodeState.Suspended)
        {
            foreach (var token in run.Tokens)
            {
                open.Push(run.Tree[token.Node]);
            }
        }
        while (open.TryPop(out var node))
        {
            if (!seen.Add(node.Index))
            {
                continue;
            }
            foreach (var flow in node.Outgoing)
            {
                open.Push(flow.Target);
            }
            if (node is Subprocess subprocess)
            {
                open.Push(subprocess.Body.Start);
            }
            if (node is EndEvent { Pipeline.Scope: > 0 and var scope })
            {
                foreach (var flow in run.Tree[scope].Outgoing)
                {
                    open.Push(flow.Target);
                }
            }
        }
        return seen;
    }
}
