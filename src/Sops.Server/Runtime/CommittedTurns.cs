using Sops.Engine.Runs;
using Sops.Server.Deliveries;
using Sops.Storage;

namespace Sops.Server.Runtime;

/// <summary>Hands out the work of turns once they are durable, and tells of them whoever waits for that.</summary>
public sealed class CommittedTurns(
    WorkQueue work,
    WatchHub watchers,
    BusinessNews news,
    ScheduleAlarm alarm,
    Outbox outbox
)
{
    /// <param name="task">As it is now.</param>
    /// <param name="turns">Turns of the task that were committed together, one upon the other.</param>
    public void Publish(TaskFacts task, IReadOnlyList<TurnCommit> turns)
    {
        var net = NetWork.Of(turns);
        foreach (var done in net.Done)
        {
            work.Remove(task.Id, done);
        }
        foreach (var item in net.Wanted)
        {
            work.Add(task.Id, item);
        }
        foreach (var turn in turns)
        {
            watchers.Publish(task.Id, turn.Revision, turn.At, turn.Shown);
            outbox.Committed(turn.Deliveries);
        }
        var last = turns[^1];
        news.Publish(task.BusinessId, task.Id, last.Revision, last.FinishTime);
        if (turns.Any(t => t.PeriodicTaskId is not null && t.State is NodeState.Finished or NodeState.Revoked))
        {
            alarm.Ring();
        }
    }
}
