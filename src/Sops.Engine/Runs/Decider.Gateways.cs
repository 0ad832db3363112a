using Sops.Engine.Expressions;
using Sops.Engine.Pipelines;

namespace Sops.Engine.Runs;

public sealed partial class Decider
{
    private const string NoneTrue = "all conditions of branches are not meet";

    private Node? Enter(int token, ParallelGateway gateway, NodeRun? before)
    {
        Emit(Begin(token, gateway, before));
        Emit(new NodeFinished(gateway.Index));
        Fork(token, gateway.Converge, gateway.Outgoing);
        return null;
    }

    private Node? Enter(int token, ExclusiveGateway gateway, NodeRun? before)
    {
        Emit(Begin(token, gateway, before));
        if (TrueBranches(gateway, gateway.Conditions, gateway.ConditionLanguage, gateway.FirstWins) is not { } open)
        {
            return null;
        }
        if (open.Count > 1)
        {
            var names = string.Join(", ", open.Select(f => $"'{_draft.Ids.Flow(f.Index)}'"));
            FailSteering(gateway, $"multiple conditions meet: [{names}]");
            return null;
        }
        var chosen = open.Count == 1 ? open[0] : gateway.Default;
        if (chosen is null)
        {
            FailSteering(gateway, NoneTrue);
            return null;
        }
        Emit(new NodeFinished(gateway.Index));
        return chosen.Target;
    }

    private Node? Enter(int token, ConditionalParallelGateway gateway, NodeRun? before)
    {
        Emit(Begin(token, gateway, before));
        if (TrueBranches(gateway, gateway.Conditions, gateway.ConditionLanguage, firstWins: false) is not { } open)
        {
            return null;
        }
        if (open.Count == 0 && gateway.Default is { } otherwise)
        {
            open = [otherwise];
        }
        if (open.Count == 0)
        {
            FailSteering(gateway, NoneTrue);
            return null;
        }
        Emit(new NodeFinished(gateway.Index));
        Fork(token, gateway.Converge, open);
        return null;
    }

    /// <summary>The flows whose condition holds, in the order they are written; null where the gateway failed over one.</summary>
    private List<Flow>? TrueBranches(
        Node gateway,
        IReadOnlyList<BranchCondition> conditions,
        string language,
        bool firstWins
    )
    {
        var evaluation = VariablesOf(gateway).Evaluation;
        var open = new List<Flow>();
        foreach (var condition in conditions)
        {
            try
            {
                if (!Condition.Evaluate(condition.Evaluate, language, evaluation))
                {
                    continue;
                }
            }
            catch (ConditionException e)
            {
                FailSteering(gateway, $"evaluate[{condition.Evaluate}] fail with message: {e.Message}");
                return null;
            }
            catch (EvaluationException e)
            {
                FailSteering(gateway, $"evaluation context hydrate failed({e.Message}), check node log for details.");
                return null;
            }
            open.Add(condition.Flow);
            if (firstWins)
            {
                break;
            }
        }
        return open;
    }

    /// <summary>One token for each distinct target, as the peer does; all meet at the converge gateway.</summary>
    private void Fork(int token, Node converge, IReadOnlyList<Flow> flows)
    {
        var targets = flows.Select(f => f.Target).Distinct().ToList();
        var first = _draft.TokensMade;
        Emit(new TokensForked(token, first, converge.Index, [.. targets.Select(t => t.Index)]));
        for (var i = 0; i < targets.Count; i++)
        {
            Enter(first + i, targets[i]);
        }
    }

    private Refusal? Skip(SkipExclusiveGateway command)
    {
        if (
            Find<ExclusiveGateway>(command.Node, "is not exclusive gateway") is var (gateway, refusal)
            && gateway is null
        )
        {
            return refusal;
        }
        if (Failed(gateway!) is { } wrong)
        {
            return wrong;
        }
        if (gateway!.Outgoing.FirstOrDefault(f => f.Index == command.Flow) is not { } flow)
        {
            return Unknown(gateway.Index, "UNKNOWN_FLOW", "flow_id is not a flow out of this gateway");
        }
        var run = Skipped(gateway);
        Enter(run.Token, flow.Target);
        return null;
    }

    private Refusal? Skip(SkipConditionalParallelGateway command)
    {
        if (
            Find<ConditionalParallelGateway>(command.Node, "is not conditional parallel gateway")
                is var (gateway, refusal)
            && gateway is null
        )
        {
            return refusal;
        }
        if (Failed(gateway!) is { } wrong)
        {
            return wrong;
        }
        var flows = gateway!.Outgoing.Where(f => command.Flows.Contains(f.Index)).ToList();
        if (flows.Count == 0 || flows.Count != command.Flows.Distinct().Count())
        {
            return Unknown(gateway.Index, "UNKNOWN_FLOW", "flow_ids must name flows out of this gateway");
        }
        if (command.Converge != 0 && command.Converge != gateway.Converge.Index)
        {
            return Unknown(gateway.Index, "UNKNOWN_CONVERGE", "converge_gateway_id is not where these branches meet");
        }
        var run = Skipped(gateway);
        Fork(run.Token, gateway.Converge, flows);
        return null;
    }

    private NodeRun Skipped(Node node)
    {
        Emit(new NodeSkipped(node.Index, _draft.Node(node.Index)!.Attempt + 1));
        return _draft.Node(node.Index)!;
    }
}
