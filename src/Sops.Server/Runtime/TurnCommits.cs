using System.Text.Json;
using Sops.Engine.Runs;
using Sops.Storage;

namespace Sops.Server.Runtime;

/// <summary>Writes a decision down as the rows of one turn.</summary>
internal static class TurnCommits
{
    /// <param name="task">As it is once the turn is taken.</param>
    public static TurnCommit Of(
        TaskFacts task,
        long revision,
        Decision decision,
        DateTimeOffset at,
        string actor,
        string command
    )
    {
        var after = decision.After!;
        var root = after.Node(0)!;
        var claimed = decision.Events.OfType<TaskClaimed>().Any();
        return new TurnCommit
        {
            TaskId = task.Id,
            Revision = revision,
            At = at,
            Actor = actor,
            Command = command,
            Events = decision.Events,
            Shown = JsonSerializer.Serialize(
                ShownChange.Of(after, decision.Changes, claimed ? task.Name : null),
                ShownJson.Default.ShownChange
            ),
            Changes = decision.Changes,
            State = root.State,
            ShownState = after.ShownState(0),
            NextToken = after.TokensMade,
            Operator = after.Operator,
            Constants = decision.Events.Any(e => e is TaskCreated or ConstantsChanged) ? after.Constants : null,
            StartTime = root.StartedAt,
            FinishTime = root.FinishedAt,
            PeriodicTaskId = task.PeriodicTaskId,
            Claim = claimed ? new TaskClaim(task.Claimant!, task.Name) : null,
        };
    }
}
