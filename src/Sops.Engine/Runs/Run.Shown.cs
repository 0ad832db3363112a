using Sops.Engine.Pipelines;

namespace Sops.Engine.Runs;

/// <summary>
/// The states that are shown. A pipeline that runs shows what is inside it: FAILED where a child failed, else
/// NODE_SUSPENDED where one is suspended. Counted as nodes change, so it costs the depth of the tree, not its size.
/// </summary>
public sealed partial class Run
{
    /// <summary>How many direct children of a pipeline are shown as failed, and as suspended.</summary>
    private readonly record struct Tally(int Failed, int Suspended);

    /// <summary>State of a node as it is shown; None where it was not reached. 0 asks for the task.</summary>
    public NodeState ShownState(int index)
    {
        var state = Node(index)?.State ?? NodeState.None;
        if (state != NodeState.Running || !IsPipeline(index))
        {
            return state;
        }
        var inside = TallyOf(index);
        return inside.Failed > 0 ? NodeState.Failed
            : inside.Suspended > 0 ? NodeState.NodeSuspended
            : NodeState.Running;
    }

    private bool IsPipeline(int index) => index == 0 || Tree[index] is Subprocess;

    private Tally TallyOf(int scope) =>
        _tallies?.TryGet(scope, out var tally) == true ? tally : _origin?.TallyOf(scope) ?? default;

    /// <summary>The only way a node changes: keeps what is shown of the pipelines around it true.</summary>
    private void Put(NodeRun node)
    {
        var before = ShownState(node.Node);
        if (_all is not null)
        {
            _all[node.Node] = node;
        }
        else
        {
            _changed![node.Node] = node;
        }
        Spread(node.Node, before);
    }

    private void Spread(int index, NodeState before)
    {
        while (index != 0)
        {
            var after = ShownState(index);
            if (after == before)
            {
                return;
            }
            var scope = Tree[index].Pipeline.Scope;
            var tally = TallyOf(scope);
            var counted = new Tally(
                tally.Failed + Counts(after, NodeState.Failed) - Counts(before, NodeState.Failed),
                tally.Suspended + Suspends(after) - Suspends(before)
            );
            if (counted == tally)
            {
                return;
            }
            var shownBefore = ShownState(scope);
            (_tallies ??= new())[scope] = counted;
            (index, before) = (scope, shownBefore);
        }
    }

    private static int Counts(NodeState state, NodeState wanted) => state == wanted ? 1 : 0;

    private static int Suspends(NodeState state) => state is NodeState.Suspended or NodeState.NodeSuspended ? 1 : 0;
}
