using Sops.Engine.Pipelines;
using Sops.Engine.Runs;

namespace Sops.Engine.Tests.Properties;

/// <summary>Asks a run for all kinds of things, sensible or not, and in the end for what lets it come to its own.</summary>
internal sealed class Meddler(Run run, Dice dice)
{
    private const int RunningOut = 4;

    /// <summary>Any command at all.</summary>
    public Command Any()
    {
        switch (dice.Below(16))
        {
            case 0:
                return new PausePipeline(dice.Chance(40) ? 0 : Node(NodeState.Running, typeof(Subprocess)));
            case 1:
                return new ResumePipeline(dice.Chance(40) ? 0 : Node(NodeState.Suspended, typeof(Subprocess)));
            case 2:
                return new PauseNode(Node());
            case 3:
                return new ResumeNode(Node(NodeState.Suspended));
            case 4 or 5:
                return Retry(Node(NodeState.Failed));
            case 6 or 7:
                return new SkipNode(Node(NodeState.Failed));
            case 8:
                var exclusive = Node(NodeState.Failed, typeof(ExclusiveGateway));
                return new SkipExclusiveGateway(exclusive, Flow(exclusive));
            case 9:
                var parallel = Node(NodeState.Failed, typeof(ConditionalParallelGateway));
                List<int> flows = [Flow(parallel), Flow(parallel)];
                return new SkipConditionalParallelGateway(parallel, flows, dice.Chance(70) ? 0 : Node());
            case 10:
                return new ForceFailNode(Node(NodeState.Running), "enough");
            case 11 or 12:
                var called = Node(NodeState.Running);
                return new CallBack(called, Attempt(called), Json.Of(dice.Below(9)));
            case 13:
                var late = Node(NodeState.Running);
                var attempt = 1 + dice.Below(2);
                return dice.Chance(50) ? new TimeoutReached(late, attempt) : new AutoRetryReached(late, attempt);
            case 14:
                return Repeat();
            default:
                return dice.Below(RunningOut) switch
                {
                    0 => new StartTask("another"),
                    1 => new ChangeConstants(ValueMap.Empty.With("${k0}", Json.Of(dice.Below(4)))),
                    2 when dice.Chance(30) => new RevokeTask(),
                    _ => Repeat(),
                };
        }
    }

    private RepeatCalls Repeat() => new([.. run.Nodes.SelectMany(WorkItem.Of).Where(w => w.Kind == WorkKind.Call)]);

    /// <summary>What an operator would do for a run that stands still; null where nothing helps.</summary>
    public Command? Helpful()
    {
        if (run.State is NodeState.Finished or NodeState.Revoked)
        {
            return null;
        }
        foreach (var node in run.Nodes)
        {
            Command? help = node.State switch
            {
                NodeState.Created => new StartTask("tester"),
                NodeState.Suspended when node.Node == 0 || run.Tree[node.Node] is Subprocess => new ResumePipeline(
                    node.Node
                ),
                NodeState.Suspended => new ResumeNode(node.Node),
                NodeState.Failed => Mend(run.Tree[node.Node]),
                NodeState.Running when node.LastCall is not null => new CallBack(node.Node, null, Json.Of(0)),
                _ => null,
            };
            if (help is not null)
            {
                return help;
            }
        }
        return null;
    }

    private static Command? Mend(Node node) =>
        node switch
        {
            ServiceActivity { Retryable: true } => new RetryNode(node.Index),
            ServiceActivity { Skippable: true } => new SkipNode(node.Index),
            ServiceActivity => null,
            ExclusiveGateway => new SkipExclusiveGateway(node.Index, node.Outgoing[^1].Index),
            ConditionalParallelGateway => new SkipConditionalParallelGateway(
                node.Index,
                [.. node.Outgoing.Select(f => f.Index)],
                0
            ),
            _ => new RetryNode(node.Index),
        };

    private RetryNode Retry(int node)
    {
        var inputs = ValueMap.Empty.With("in", Json.Of("${k2}")).With("as_is", Json.Of("${k2}"));
        return dice.Chance(60) ? new RetryNode(node) : new RetryNode(node, inputs, ["as_is"]);
    }

    private int? Attempt(int node) =>
        dice.Chance(50) ? null : (run.Node(node)?.Attempt ?? 0) + dice.Of((int[])[-1, 0, 0, 1]);

    private int Flow(int node)
    {
        var flows = run.Tree[node].Outgoing;
        return flows.Count > 0 && dice.Chance(90) ? dice.Of(flows).Index : dice.Below(run.Tree.Flows.Count);
    }

    /// <summary>Rather one of that kind in that state, else any.</summary>
    private int Node(NodeState? state = null, Type? kind = null)
    {
        kind ??= state == NodeState.Running ? typeof(ServiceActivity) : typeof(Node);
        var all = run.Tree.Nodes.Skip(1).Where(n => kind.IsInstanceOfType(n)).Select(n => n!.Index).ToList();
        var fitting = all.Where(n => run.Node(n)?.State == state).ToList();
        return fitting.Count > 0 && dice.Chance(80) ? dice.Of(fitting)
            : all.Count > 0 && dice.Chance(80) ? dice.Of(all)
            : 1 + dice.Below(run.Tree.Nodes.Count - 1);
    }
}
