using System.Text.Json;
using Sops.Engine.Expressions;
using Sops.Engine.Pipelines;
using Sops.Engine.Plugins;

namespace Sops.Engine.Runs;

public sealed partial class Decider
{
    private static readonly TimeSpan MaxWait = TimeSpan.FromDays(366);

    private Node? Enter(int token, ServiceActivity activity, NodeRun? before)
    {
        var begun = Iterated(activity, before, Begin(token, activity, before));
        try
        {
            Emit(
                begun with
                {
                    Inputs = Inputs(activity, before, begun, rendered: true),
                    Executes = true,
                    TimeoutAt = activity.Timeout is { } timeout ? Now + timeout.After : null,
                }
            );
        }
        catch (EvaluationException e)
        {
            Emit(begun with { Inputs = Inputs(activity, before, begun, rendered: false) });
            Fail(activity, $"inputs hydrate failed({e.Message}), check node log for details", ValueMap.Empty);
        }
        return null;
    }

    /// <summary>The activity's inputs and the counters; with <paramref name="rendered"/> false only what needs no rendering.</summary>
    private ValueMap Inputs(ServiceActivity activity, NodeRun? before, NodeStarted begun, bool rendered)
    {
        if (
            before?.OwnInputs is null
            && begun is { Loop: 1, InnerLoop: 1 }
            && _draft.PlainInputs.Of(activity, out var bytes) is { } plain
        )
        {
            Hold(rendered ? bytes : 0);
            return plain;
        }
        PipelineVariables? variables = null;
        var all = InputsOf(activity, before);
        var inputs = new List<KeyValuePair<string, JsonElement>>(all.Count + 2);
        foreach (var input in all)
        {
            var renders = input.NeedRender && Template.HasReferences(input.Value);
            if (renders && !rendered)
            {
                continue;
            }
            variables ??= renders ? VariablesOf(activity, CountersBound(activity, begun)) : null;
            inputs.Add(new(input.Key, renders ? variables!.Render(input.Value) : input.Value));
        }
        inputs.Add(new(Names.Loop, Json.Of(begun.Loop)));
        inputs.Add(new(Names.InnerLoop, Json.Of(begun.InnerLoop)));
        return rendered ? Held(ValueMap.From(inputs)) : ValueMap.From(inputs);
    }

    private static IReadOnlyList<NodeInput> InputsOf(ServiceActivity activity, NodeRun? before) =>
        before?.OwnInputs is { } own
            ? [.. own.Select(i => new NodeInput(i.Key, i.Value, before.VerbatimInputs?.Contains(i.Key) != true))]
            : activity.Inputs;

    /// <summary>A constant bound to the node's own counters shows the current ones to its inputs.</summary>
    private static ValueMap CountersBound(Node node, NodeStarted begun)
    {
        var bound = ValueMap.Empty;
        foreach (var binding in node.OutputBindings)
        {
            bound = binding.Output switch
            {
                Names.Loop => bound.With(binding.Constant, Json.Of(begun.Loop)),
                Names.InnerLoop => bound.With(binding.Constant, Json.Of(begun.InnerLoop)),
                _ => bound,
            };
        }
        return bound;
    }

    private PipelineVariables VariablesOf(Node node, ValueMap? overlay = null) =>
        new(_draft, node.Pipeline, _context, node.Index, overlay, _budget);

    /// <summary>Values that the node may hand over, and that the turn can afford.</summary>
    /// <exception cref="EvaluationException">It may not, or cannot.</exception>
    private ValueMap Held(ValueMap values)
    {
        Hold(values.Bytes);
        return values;
    }

    private void Hold(long bytes)
    {
        if (bytes > _context.Limits.NodeBytes)
        {
            throw new EvaluationException($"the values of the node take more than {_context.Limits.NodeBytes} bytes");
        }
        _budget.Hold(bytes);
    }

    private Refusal? Return(CallReturned answer)
    {
        var run = _draft.Node(answer.Node);
        if (
            run is not { State: NodeState.Running, Call: { } call }
            || run.Attempt != answer.Attempt
            || call.Number != answer.Number
        )
        {
            return new(
                RefusalKind.Stale,
                "STALE_ANSWER",
                "the attempt that this answers is over",
                answer.Node,
                run?.State ?? NodeState.None,
                []
            );
        }
        var activity = (ServiceActivity)_draft.Tree[answer.Node];
        var (result, outputs) = Fitting(answer.Result, run.Outputs ?? ValueMap.Empty);
        switch (result.Outcome)
        {
            case PluginOutcome.Succeeded:
                Finish(activity, outputs, ignored: false);
                break;
            case PluginOutcome.Failed when activity.Loop is { FailSkip: true }:
                Finish(activity, outputs.With(Names.ExData, Error(result, outputs)), ignored: true);
                break;
            case PluginOutcome.Failed when activity.ErrorIgnorable:
                Finish(activity, outputs.With(Names.ExData, Error(result, outputs)), ignored: true);
                break;
            case PluginOutcome.Failed:
                Fail(activity, Error(result, outputs), outputs);
                break;
            case PluginOutcome.Poll:
                var polls = call.Polls + (call.Kind == CallKind.Poll ? 1 : 0);
                Emit(new PollScheduled(answer.Node, call.Number + 1, Now + Positive(result.After), polls, outputs));
                break;
            case PluginOutcome.AwaitCallback:
                var handedOver = call.Callbacks + (call.Kind == CallKind.Callback ? 1 : 0);
                Emit(new CallbackAwaited(answer.Node, call.Number, handedOver, outputs));
                break;
        }
        return null;
    }

    /// <summary>What was put out so far with what came now; too much of it counts as a failure, and is not taken.</summary>
    private (PluginResult Result, ValueMap Outputs) Fitting(PluginResult result, ValueMap before)
    {
        var outputs = result.Outputs is { Count: > 0 } added ? before.With(ValueMap.From(added)) : before;
        var most = _context.Limits.NodeBytes;
        return outputs.Bytes + (result.Error is { } error ? Json.Bytes(error) : 0) > most
            ? (PluginResult.Fail($"the outputs of the node take more than {most} bytes"), before)
            : (result, outputs);
    }

    /// <summary>Whole milliseconds, as moments are stored, and never early.</summary>
    private static TimeSpan Positive(TimeSpan time) =>
        TimeSpan.FromMilliseconds(Math.Ceiling(Math.Clamp(time.TotalMilliseconds, 0, MaxWait.TotalMilliseconds)));

    private static JsonElement Error(PluginResult result, ValueMap outputs) =>
        result.Error ?? (outputs.TryGet(Names.ExData, out var said) ? said : Json.Of("failed"));

    private void Finish(ServiceActivity activity, ValueMap outputs, bool ignored)
    {
        var run = _draft.Node(activity.Index)!;
        if (activity.Loop is { } loop)
        {
            FinishIteration(activity, loop, run, outputs, ignored);
            return;
        }
        outputs = Concluded(run, outputs, !ignored);
        Emit(new NodeFinished(activity.Index, outputs, ignored));
        Extract(activity, outputs);
        Enter(run.Token, activity.Outgoing[0].Target);
    }

    private void Fail(ServiceActivity activity, string reason, ValueMap outputs) =>
        Fail(activity, Json.Of(reason), outputs);

    private void Fail(ServiceActivity activity, JsonElement reason, ValueMap outputs, bool retries = true)
    {
        var run = _draft.Node(activity.Index)!;
        outputs = Concluded(run, outputs.With(Names.ExData, reason), success: false);
        var retry = retries ? NextAutoRetry(activity, run) : null;
        Emit(new NodeFailed(activity.Index, run.Attempt, outputs, retry));
        Extract(activity, outputs);
    }

    private DateTimeOffset? NextAutoRetry(ServiceActivity activity, NodeRun run) =>
        activity.AutoRetry is { } retry && run.AutoRetries < retry.Times && _draft.State != NodeState.Revoked
            ? Now + retry.Interval
            : null;

    private static ValueMap Concluded(NodeRun run, ValueMap outputs, bool success) =>
        outputs.With(
            new(Names.Result, Json.Of(success)),
            new(Names.Loop, Json.Of(run.Loop)),
            new KeyValuePair<string, JsonElement>(Names.InnerLoop, Json.Of(run.InnerLoop))
        );

    /// <summary>Writes the outputs that feed constants; what is missing leaves the old value.</summary>
    private void Extract(Node node, ValueMap outputs)
    {
        if (node.OutputBindings.Count == 0)
        {
            return;
        }
        var values = new List<KeyValuePair<string, JsonElement>>();
        foreach (var binding in node.OutputBindings)
        {
            if (outputs.TryGet(binding.Output, out var value))
            {
                values.Add(new(binding.Constant, value));
            }
        }
        if (values.Count > 0)
        {
            Emit(new VariablesSet(node.Pipeline.Scope, ValueMap.From(values)));
        }
    }
}
