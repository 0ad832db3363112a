using Sops.Engine.Runs;
using Sops.Storage;

namespace Sops.Server.Runtime;

/// <summary>Functional tasks: nothing is done with one until somebody has claimed it, and that happens once.</summary>
internal static class Claims
{
    /// <summary>Why a task does not take a command because of whose it is; null where that is no reason.</summary>
    public static Refusal? Against(TaskFacts task, NodeState state, Command command) =>
        command switch
        {
            ClaimTask when task.FlowType != TaskRow.FunctionalType => Refused(
                state,
                "TASK_NOT_FUNCTIONAL",
                $"task with flow_type:{task.FlowType} cannot be claimed"
            ),
            ClaimTask when task.Claimant is { } claimant => Refused(
                state,
                "TASK_ALREADY_CLAIMED",
                $"task was claimed by {claimant} before"
            ),
            ClaimTask or ChangeConstants => null,
            _ when task.AwaitsClaim => Unclaimed(state, command),
            _ => null,
        };

    public static Refusal Unclaimed(NodeState state, Command command) =>
        Refused(
            state,
            "TASK_NOT_CLAIMED",
            $"task with current_flow:{TaskRow.ClaimFlow} cannot be {Refusals.Participle(command)}"
        );

    private static Refusal Refused(NodeState state, string reason, string message) =>
        new(RefusalKind.Precondition, reason, message, 0, state, []);
}
