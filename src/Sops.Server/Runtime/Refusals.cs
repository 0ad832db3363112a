using Sops.Engine.Pipelines;
using Sops.Engine.Runs;
using Sops.Storage;

namespace Sops.Server.Runtime;

/// <summary>Tells a caller why a run refused.</summary>
internal static class Refusals
{
    public static SopsException ToException(TaskRow task, Refusal refusal)
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
        return new SopsException(kind, refusal.Reason, refusal.Message)
        {
            RefusedState =
                kind == FailureKind.FailedPrecondition
                    ? new RefusedState(subject, Shown(refusal.State), [.. refusal.Allowed.Select(Shown)])
                    : null,
        };
    }

    /// <summary>A node that was not reached has no state of its own; callers know that as CREATED.</summary>
    private static string Shown(NodeState state) => NodeRun.Wire(state == NodeState.None ? NodeState.Created : state);
}
