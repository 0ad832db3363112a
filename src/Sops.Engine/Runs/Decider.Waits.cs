using Sops.Engine.Pipelines;

namespace Sops.Engine.Runs;

/// <summary>Callbacks, timers, and calls made once more after a restart.</summary>
public sealed partial class Decider
{
    private const string TimedOut =
        "The node has been terminated by the system due to exceeding the 'Timeout Setting'.";

    private Refusal? CallBack(CallBack command)
    {
        if (Find<ServiceActivity>(command.Node, "is not activity") is var (activity, refusal) && activity is null)
        {
            return refusal;
        }
        if (Ended() is { } over)
        {
            return over;
        }
        if (_draft.State is NodeState.None or NodeState.Created)
        {
            return Precondition(
                command.Node,
                "TASK_NOT_STARTED",
                $"can not find sleep process with current node id: {_draft.Ids.Node(command.Node)}",
                NodeState.Running
            );
        }
        var run = _draft.Node(command.Node);
        if (command.Attempt is { } attempt && attempt != run?.Attempt)
        {
            return Precondition(
                command.Node,
                "STALE_VERSION",
                $"node version {_draft.Ids.Version(command.Node, attempt)} not exist"
            );
        }
        if (run is { State: NodeState.Failed or NodeState.Finished })
        {
            return Precondition(
                command.Node,
                "ATTEMPT_ENDED",
                $"can not find sleep process with current node id: {_draft.Ids.Node(command.Node)}",
                NodeState.Running
            );
        }
        if (run is not { State: NodeState.Running } && !Reachability.CanReach(_draft, command.Node))
        {
            return Precondition(
                command.Node,
                "NODE_OUT_OF_REACH",
                $"{_draft.Ids.Node(command.Node)} can no longer be reached"
            );
        }
        var kept = run?.Callbacks?.Sum(c => (long)Json.Bytes(c)) ?? 0;
        if (
            run?.Callbacks?.Count >= _context.Limits.KeptCallbacks
            || kept + Json.Bytes(command.Data) > _context.Limits.NodeBytes
        )
        {
            return new(
                RefusalKind.Exhausted,
                "TOO_MANY_CALLBACKS",
                $"{run?.Callbacks?.Count ?? 0} callbacks of {kept} bytes wait for this node already",
                command.Node,
                StateOf(command.Node),
                []
            );
        }
        Emit(new CallbackReceived(command.Node, command.Data));
        return null;
    }

    private Refusal? TimeOut(TimeoutReached command)
    {
        var run = _draft.Node(command.Node);
        if (
            run is not { State: NodeState.Running }
            || run.Attempt != command.Attempt
            || run.TimeoutAt is not { } end
            || end > Now
        )
        {
            return Stale(command.Node);
        }
        var activity = (ServiceActivity)_draft.Tree[command.Node];
        ForceFail(activity, TimedOut);
        if (activity.Timeout is { Skip: true })
        {
            Enter(Skipped(activity).Token, activity.Outgoing[0].Target);
        }
        return null;
    }

    private Refusal? RetryByItself(AutoRetryReached command)
    {
        var run = _draft.Node(command.Node);
        if (
            run is not { State: NodeState.Failed }
            || run.Attempt != command.Attempt
            || run.AutoRetryAt is not { } due
            || due > Now
        )
        {
            return Stale(command.Node);
        }
        Again(command.Node, inputs: null, verbatim: null, automatic: true);
        return null;
    }

    private Refusal? TakeUp(EntryDue command)
    {
        var run = _draft.Node(command.Node);
        if (run?.EnterAt is not { } due || due > Now)
        {
            return Stale(command.Node);
        }
        Enter(run.Token, (Node)_draft.Tree[command.Node]);
        return null;
    }

    private const string Interrupted = "the service stopped while this ran";

    private Refusal? Repeat(RepeatCalls command)
    {
        foreach (var call in command.Calls)
        {
            var node = _draft.Node(call.Node);
            if (
                node is not { State: NodeState.Running, Call: { } under }
                || (node.Attempt, under.Number) != (call.Attempt, call.Number)
            )
            {
                continue;
            }
            var activity = (ServiceActivity)_draft.Tree[call.Node];
            if (under.Kind == CallKind.Execute && !_context.IsRepeatable(activity.Component))
            {
                // What it did is unknown, so that nothing but somebody who has looked executes it again.
                Fail(activity, Json.Of(Interrupted), node.Outputs ?? ValueMap.Empty, retries: false);
            }
            else if (_context.HasEffects(activity.Component))
            {
                Emit(new CallRepeated(call.Node, call.Attempt, call.Number));
            }
        }
        return null;
    }

    private Refusal Stale(int node) =>
        new(RefusalKind.Stale, "STALE_TIMER", "the attempt that this is for is over", node, StateOf(node), []);
}
