using System.Text.Json;
using Sops.Engine.Expressions;
using Sops.Engine.Pipelines;

namespace Sops.Engine.Runs;

public sealed partial class Decider
{
    private Refusal? Start(StartTask command)
    {
        if (_draft.State != NodeState.Created)
        {
            return Precondition(0, "TASK_ALREADY_STARTED", "task already started", NodeState.Created);
        }
        Emit(new TaskStarted(command.Operator));
        Enter(1, _draft.Tree.Root.Start);
        return null;
    }

    private Refusal? Change(ValueMap constants)
    {
        if (Unchangeable(constants) is { } refusal)
        {
            return refusal;
        }
        if (constants.Count > 0)
        {
            Emit(new ConstantsChanged(constants));
        }
        return null;
    }

    private Refusal? Claim(ClaimTask command)
    {
        if (Unchangeable(command.Constants) is { } refusal)
        {
            return refusal;
        }
        Emit(new TaskClaimed(command.Claimant, command.Name));
        return Change(command.Constants);
    }

    private Refusal? Unchangeable(ValueMap constants)
    {
        if (_draft.State != NodeState.Created)
        {
            var over = _draft.State is NodeState.Finished or NodeState.Revoked;
            var message = over ? "task is finished" : "task is started";
            return Precondition(0, "TASK_ALREADY_STARTED", message, NodeState.Created);
        }
        var circles = ConstantRules.Circles(_draft.Tree.Root, _draft.Constants.With(constants));
        return circles.Count > 0
            ? Unknown(0, "CONSTANT_CIRCLE", $"constants lead back to themselves: {string.Join(", ", circles)}")
            : null;
    }

    private Node? Enter(int token, StartEvent start, NodeRun? before)
    {
        Emit(Begin(token, start, before));
        if (start.Pipeline.RenderedAtStart.Count > 0)
        {
            try
            {
                Emit(new VariablesSet(start.Pipeline.Scope, Held(Values(start, start.Pipeline.RenderedAtStart))));
            }
            catch (EvaluationException e)
            {
                FailSteering(start, $"context hydrate failed({e.Message}), check node log for details.");
                return null;
            }
        }
        Emit(new NodeFinished(start.Index));
        return start.Outgoing[0].Target;
    }

    private Node? Enter(int token, Subprocess subprocess, NodeRun? before)
    {
        var begun = Begin(token, subprocess, before);
        var variables = VariablesOf(subprocess, CountersBound(subprocess, begun));
        ValueMap parameters;
        try
        {
            parameters = before?.OwnInputs is { } own
                ? ValueMap.From(own.Select(i => KeyValuePair.Create(i.Key, variables.Render(i.Value))))
                : ValueMap.From(
                    subprocess.Parameters.Select(p =>
                        KeyValuePair.Create(p.Key, p.NeedRender ? variables.Render(p.Value) : p.Value)
                    )
                );
            Held(parameters);
        }
        catch (EvaluationException e)
        {
            Emit(begun);
            FailSteering(subprocess, $"context hydrate failed({e.Message}), check node log for details.");
            return null;
        }
        Emit(begun with { Inputs = parameters });
        if (parameters.Count > 0)
        {
            Emit(new VariablesSet(subprocess.Index, parameters));
        }
        return subprocess.Body.Start;
    }

    private Node? Enter(int token, EndEvent end, NodeRun? before)
    {
        Emit(Begin(token, end, before));
        ValueMap outputs;
        try
        {
            outputs = Held(Values(end, end.Pipeline.Outputs));
        }
        catch (EvaluationException e)
        {
            FailSteering(end, $"outputs hydrate failed({e.Message}), check node log for details.");
            return null;
        }
        Emit(new NodeFinished(end.Index));
        var scope = end.Pipeline.Scope;
        if (scope == 0)
        {
            Emit(new TokenEnded(token));
            Emit(new NodeFinished(0, outputs));
            return null;
        }
        var subprocess = _draft.Tree[scope];
        var run = _draft.Node(scope)!;
        outputs = outputs.With(
            new(Names.Loop, Json.Of(run.Loop)),
            new KeyValuePair<string, JsonElement>(Names.InnerLoop, Json.Of(run.InnerLoop))
        );
        Emit(new NodeFinished(scope, outputs));
        Extract(subprocess, outputs);
        return subprocess.Outgoing[0].Target;
    }

    /// <summary>Values of constants by key; a key that has none stands for itself.</summary>
    private ValueMap Values(Node node, IReadOnlyList<string> keys)
    {
        var variables = VariablesOf(node);
        return ValueMap.From(
            keys.Select(key =>
                KeyValuePair.Create(key, variables.TryGet(key[2..^1], out var value) ? value : Json.Of(key))
            )
        );
    }

    /// <summary>An event, gateway or sub-process entry fails: it keeps its token and can be retried.</summary>
    private void FailSteering(Node node, string reason) =>
        Emit(
            new NodeFailed(
                node.Index,
                _draft.Node(node.Index)!.Attempt,
                ValueMap.Empty.With(Names.ExData, Json.Of(reason))
            )
        );
}
