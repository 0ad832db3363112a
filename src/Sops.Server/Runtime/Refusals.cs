using Sops.Engine.Pipelines;
using Sops.Engine.Runs;
using Sops.Storage;

namespace Sops.Server.Runtime;

/// <summary>Tells a caller why a run refused.</summary>
internal static class Refusals
{
    public static SopsException ToException(TaskRow task, Command command, Refusal refusal)
    {
        var subject =
            refusal.Subject == 0
                ? $"task/{task.Id}"
                : $"task/{task.Id}/node/{new TaskIds(task.InstanceId).Node(refusal.Subject)}";
        var kind = refusal.Kind switch
        {
            RefusalKind.Invalid => FailureKind.Invalid,
            RefusalKind.Exhausted => FailureKind.ResourceExhausted,
            _ => FailureKind.FailedPrecondition,
        };
        var message = Message(command, refusal);
        return new SopsException(kind, refusal.Reason, message)
        {
            RefusedState =
                kind == FailureKind.FailedPrecondition
                    ? new RefusedState(subject, Shown(refusal.State), [.. refusal.Allowed.Select(Shown)])
                    : null,
            Violations =
                kind == FailureKind.Invalid && Field(command, refusal) is { } field
                    ? [new FieldViolation(field, message)]
                    : [],
        };
    }

    /// <summary>What a command would have done to a task or node, as the end of a sentence.</summary>
    public static string Participle(Command command) =>
        command switch
        {
            StartTask => "started",
            PausePipeline => "paused",
            ResumePipeline => "resumed",
            RevokeTask => "revoked",
            CallBack => "called back",
            _ => "operated",
        };

    /// <summary>Operations of a whole task are refused in the words of where it stands, not of its root node.</summary>
    private static string Message(Command command, Refusal refusal) =>
        (command, refusal.State) switch
        {
            (not (PausePipeline { Scope: 0 } or ResumePipeline { Scope: 0 } or RevokeTask), _) => refusal.Message,
            (_, NodeState.Created) when refusal.Reason != "TASK_NOT_CLAIMED" => "task not started",
            (_, NodeState.Finished or NodeState.Revoked) =>
                $"task with current_flow:{TaskRow.FinishedFlow} cannot be {Participle(command)}",
            _ => refusal.Message,
        };

    private static string? Field(Command command, Refusal refusal) =>
        command switch
        {
            SkipExclusiveGateway => "flow_id",
            SkipConditionalParallelGateway when refusal.Reason == "UNKNOWN_CONVERGE" => "converge_gateway_id",
            SkipConditionalParallelGateway => "flow_ids",
            ChangeConstants or ClaimTask => "constants",
            _ => null,
        };

    /// <summary>A node that was not reached has no state of its own; callers know that as CREATED.</summary>
    private static string Shown(NodeState state) => NodeRun.Wire(state == NodeState.None ? NodeState.Created : state);
}
