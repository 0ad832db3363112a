using Sops.Engine.Pipelines;

namespace Sops.Engine.Runs;

/// <summary>What operators ask for. Each says exactly when it is allowed, and a refusal changes nothing.</summary>
public sealed partial class Decider
{
    private Refusal? Pause(PausePipeline command)
    {
        if (Ended() is { } over)
        {
            return over;
        }
        if (Scope(command.Scope) is { } unfit)
        {
            return unfit;
        }
        if (StateOf(command.Scope) != NodeState.Running)
        {
            return Precondition(
                command.Scope,
                "NOT_RUNNING",
                Transit(command.Scope, NodeState.Suspended),
                NodeState.Running
            );
        }
        Emit(new PipelinePaused(command.Scope));
        return null;
    }

    private Refusal? Resume(ResumePipeline command)
    {
        if (Ended() is { } over)
        {
            return over;
        }
        if (Scope(command.Scope) is { } unfit)
        {
            return unfit;
        }
        if (StateOf(command.Scope) != NodeState.Suspended)
        {
            return Precondition(
                command.Scope,
                "NOT_PAUSED",
                $"pipeline({_draft.Ids.Node(command.Scope)}) state is: {NodeRun.Wire(StateOf(command.Scope))}",
                NodeState.Suspended
            );
        }
        Emit(new PipelineResumed(command.Scope));
        Release(command.Scope);
        return null;
    }

    private Refusal? Revoke()
    {
        if (_draft.State is not (NodeState.Running or NodeState.Suspended))
        {
            return Precondition(
                0,
                "NOT_RUNNING",
                Transit(0, NodeState.Revoked),
                NodeState.Running,
                NodeState.Suspended
            );
        }
        Emit(new TaskRevoked());
        return null;
    }

    private Refusal? Pause(PauseNode command)
    {
        var node = _draft.Tree[command.Node];
        if (node is Subprocess)
        {
            return Precondition(
                command.Node,
                "IS_SUBPROCESS",
                "can not use pause_node_appoint api for SubProcess: it is paused with pause_subproc"
            );
        }
        if (Ended() is { } over)
        {
            return over;
        }
        if (StateOf(command.Node) is not (NodeState.None or NodeState.Ready))
        {
            return Precondition(
                command.Node,
                "NODE_ALREADY_ENTERED",
                Transit(command.Node, NodeState.Suspended),
                NodeState.None,
                NodeState.Ready
            );
        }
        Emit(new NodePaused(command.Node));
        return null;
    }

    private Refusal? Resume(ResumeNode command)
    {
        if (_draft.Tree[command.Node] is Subprocess)
        {
            return Precondition(
                command.Node,
                "IS_SUBPROCESS",
                "can not use resume_node_appoint api for SubProcess: it is resumed with resume_subproc"
            );
        }
        if (Ended() is { } over)
        {
            return over;
        }
        if (StateOf(command.Node) != NodeState.Suspended)
        {
            return Precondition(
                command.Node,
                "NOT_PAUSED",
                Transit(command.Node, NodeState.Ready),
                NodeState.Suspended
            );
        }
        Emit(new NodeResumed(command.Node));
        Release(command.Node);
        return null;
    }

    private Refusal? Retry(RetryNode command)
    {
        if (Failed(_draft.Tree[command.Node]) is { } wrong)
        {
            return wrong;
        }
        if (_draft.Tree[command.Node] is ServiceActivity { Retryable: false })
        {
            return Precondition(
                command.Node,
                "NOT_RETRYABLE",
                $"can not retry node({_draft.Ids.Node(command.Node)}) with can_retry(False)"
            );
        }
        Again(command.Node, command.Inputs, command.Verbatim, automatic: false);
        return null;
    }

    private Refusal? Retry(RetrySubprocess command) =>
        _draft.Tree[command.Node] is Subprocess
            ? Retry(new RetryNode(command.Node))
            : Precondition(
                command.Node,
                "WRONG_NODE_TYPE",
                $"node({_draft.Ids.Node(command.Node)}) type is not SubProcess"
            );

    private Refusal? Skip(SkipNode command)
    {
        var node = _draft.Tree[command.Node];
        if (node is not (ServiceActivity or StartEvent))
        {
            return Precondition(command.Node, "NOT_SKIPPABLE", $"can not use skip_node api for {node.Type}");
        }
        if (Failed(node) is { } wrong)
        {
            return wrong;
        }
        if (node is ServiceActivity { Skippable: false })
        {
            return Precondition(command.Node, "NOT_SKIPPABLE", "can not skip this node");
        }
        Enter(Skipped(node).Token, node.Outgoing[0].Target);
        return null;
    }

    private Refusal? ForceFail(ForceFailNode command)
    {
        if (Find<ServiceActivity>(command.Node, "is not activity") is var (activity, refusal) && activity is null)
        {
            return refusal;
        }
        if (Ended() is { } over)
        {
            return over;
        }
        if (StateOf(command.Node) != NodeState.Running)
        {
            return Precondition(
                command.Node,
                "NODE_NOT_RUNNING",
                $"{_draft.Ids.Node(command.Node)} state is not RUNNING, actual: {NodeRun.Wire(StateOf(command.Node))}",
                NodeState.Running
            );
        }
        if (command.Attempt is { } attempt && attempt != _draft.Node(command.Node)!.Attempt)
        {
            return Stale(command.Node);
        }
        ForceFail(activity!, command.Reason);
        return null;
    }

    /// <summary>What was put out so far stays; the new attempt makes a late answer of the old one stale.</summary>
    private void ForceFail(ServiceActivity activity, string reason)
    {
        var run = _draft.Node(activity.Index)!;
        var outputs = (run.Outputs ?? ValueMap.Empty)
            .With(Names.ExData, Json.Of(reason))
            .With(Names.ForcedFailed, Json.True);
        Emit(new NodeFailed(activity.Index, run.Attempt + 1, outputs, NextAutoRetry(activity, run)));
    }

    private void Again(int node, ValueMap? inputs, IReadOnlyList<string>? verbatim, bool automatic)
    {
        var run = _draft.Node(node)!;
        Emit(new NodeRetried(node, run.Attempt + 1, inputs, verbatim, automatic));
        Enter(run.Token, _draft.Tree[node]);
    }

    private void Release(int heldBy)
    {
        foreach (var token in _draft.Tokens.Where(t => t.HeldBy == heldBy).ToList())
        {
            Emit(new TokenReleased(token.Id));
            Enter(token.Id, _draft.Tree[token.Node]);
        }
    }

    private NodeState StateOf(int node) => _draft.Node(node)?.State ?? NodeState.None;

    private Refusal? Scope(int scope) =>
        scope == 0 || _draft.Tree[scope] is Subprocess
            ? null
            : Precondition(
                scope,
                "NOT_A_SUBPROCESS",
                $"node({_draft.Ids.Node(scope)}) type is not SubProcess, actual: {_draft.Tree[scope].Type}"
            );

    private Refusal? Ended() =>
        _draft.State is NodeState.Finished or NodeState.Revoked
            ? Precondition(0, "TASK_ENDED", $"the task is {NodeRun.Wire(_draft.State)}", NodeState.Running)
            : null;

    private Refusal? Failed(Node node) =>
        Ended()
        ?? (
            StateOf(node.Index) == NodeState.Failed
                ? null
                : Precondition(
                    node.Index,
                    "NODE_NOT_FAILED",
                    $"{_draft.Ids.Node(node.Index)} state is not FAILED, actual {NodeRun.Wire(StateOf(node.Index))}",
                    NodeState.Failed
                )
        );

    private (T? Node, Refusal? Refusal) Find<T>(int index, string otherwise)
        where T : Node =>
        _draft.Tree[index] is T node
            ? (node, null)
            : (
                null,
                Precondition(
                    index,
                    "WRONG_NODE_TYPE",
                    $"{_draft.Ids.Node(index)} {otherwise}, actual: {_draft.Tree[index].Type}"
                )
            );

    private string Transit(int node, NodeState to) =>
        $"can't not transit node({_draft.Ids.Node(node)}) state from {NodeRun.Wire(StateOf(node))} to {NodeRun.Wire(to)}";

    private Refusal Precondition(int subject, string reason, string message, params NodeState[] allowed) =>
        new(RefusalKind.Precondition, reason, message, subject, StateOf(subject), allowed);

    private Refusal Unknown(int subject, string reason, string message) =>
        new(RefusalKind.Invalid, reason, message, subject, StateOf(subject), []);
}
