using Sops.Server.Access;
using Sops.V1;

namespace Sops.Server.Api;

/// <summary>What a caller may do with a task that they can see, in bk-sops' words.</summary>
internal static class TaskActions
{
    private static readonly (Permission Permission, string Word)[] Words =
    [
        (Permission.ViewTasks, "task_view"),
        (Permission.OperateTasks, "task_operate"),
        (Permission.ClaimTasks, "task_claim"),
    ];

    public static IReadOnlyList<string> Of(Caller caller) =>
        [.. Words.Where(w => caller.Has(w.Permission)).Select(w => w.Word)];
}
