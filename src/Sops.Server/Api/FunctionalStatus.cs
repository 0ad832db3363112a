using Sops.Storage;

namespace Sops.Server.Api;

/// <summary>How far a functional task has come, as those who claim it see it.</summary>
internal static class FunctionalStatus
{
    public static string Of(TaskRow task) =>
        task switch
        {
            { FinishTime: not null } => "finished",
            { StartTime: not null } => "executed",
            { ClaimTime: not null } => "claimed",
            _ => "submitted",
        };

    /// <summary>None for "", which stands for all.</summary>
    public static IReadOnlyList<TaskCondition> Conditions(string status) =>
        status switch
        {
            "" => [],
            "submitted" => [Is(TaskField.IsClaimed, false), Is(TaskField.IsStarted, false)],
            "claimed" => [Is(TaskField.IsClaimed, true), Is(TaskField.IsStarted, false)],
            "executed" => [Is(TaskField.IsStarted, true), Is(TaskField.HasEnded, false)],
            "finished" => [Is(TaskField.HasEnded, true)],
            _ => throw Invalid.Field("status", "must be submitted, claimed, executed or finished"),
        };

    private static TaskCondition Is(TaskField field, bool holds) => new(field, Lookup.Is, holds);
}
