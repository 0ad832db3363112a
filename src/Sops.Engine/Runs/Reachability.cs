using Sops.Engine.Pipelines;

namespace Sops.Engine.Runs;

/// <summary>Tells whether a node may still be entered, as far as the flows show.</summary>
internal static class Reachability
{
    public static bool CanReach(Run run, int target)
    {
        var seen = new HashSet<int>();
        var open = new Stack<Node>(run.Tokens.Select(t => run.Tree[t.Node]));
        if (run.State == NodeState.Created)
        {
            open.Push(run.Tree.Root.Start);
        }
        while (open.TryPop(out var node))
        {
            if (!seen.Add(node.Index))
            {
                continue;
            }
            if (node.Index == target)
            {
                return true;
            }
            foreach (var flow in node.Outgoing)
            {
                open.Push(flow.Target);
            }
            switch (node)
            {
                case Subprocess subprocess:
                    open.Push(subprocess.Body.Start);
                    break;
                case EndEvent { Pipeline.Scope: > 0 and var scope }:
                    foreach (var flow in run.Tree[scope].Outgoing)
                    {
                        open.Push(flow.Target);
                    }
                    break;
            }
        }
        return false;
    }
}
