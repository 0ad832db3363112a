using Sops.Server.Access;

namespace Sops.Server.Api;

/// <summary>What a caller may do with a task that they can see, in bk-sops' words.</summary>
internal static class TaskActions
{
    private static readonly string[] All = ["task_view", "task_operate", "task_claim"];

    public static IReadOnlyList<string> Of(Caller caller)
    {
        ArgumentNullException.ThrowIfNull(caller);
        return All;
    }
}
