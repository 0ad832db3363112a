using Sops.Engine.Runs;
using Sops.Server.Access;
using Sops.Server.Runtime;
using Sops.Storage;

namespace Sops.Server.Overload;

/// <summary>
/// Lets calls from outside in as long as there is room, and refuses them at once where there is none, so that what was let
/// in is served as fast as ever. What the service does by itself (answers of plugins, timers, schedules, deliveries) never
/// comes by here.
/// </summary>
public sealed class CallGate
{
    private readonly LoadLimits _limits;
    private readonly GroupCommitter _committer;
    private readonly WorkQueue _work;
    private readonly Places _newTasks;
    private readonly Places _changes;
    private readonly Places _reads;
    private readonly Places _watches;

    public CallGate(LoadLimits limits, Database database, WorkQueue work, TimeProvider clock)
    {
        (_limits, _committer, _work) = (limits, database.Committer, work);
        _newTasks = new(Full.NewTaskCalls, limits.NewTaskCalls, limits.CallTime, clock);
        _changes = new(Full.ChangeCalls, limits.ChangeCalls, limits.CallTime, clock);
        _reads = new(Full.ReadCalls, limits.ReadCalls, limits.CallTime, clock);
        _watches = new(Full.Watches, limits.Watches, Timeout.InfiniteTimeSpan, clock);
    }

    /// <summary>Gives a call of that method its place, or says what is full.</summary>
    public Full? Enter(MethodAccess method, out Places.Place place)
    {
        place = default;
        if (method.Changes && _committer.Waiting >= _limits.WaitingWrites)
        {
            return Full.WaitingWrites;
        }
        if (method.MakesTasks && _work.Due >= _limits.DueWork)
        {
            return Full.DueWork;
        }
        var places = PlacesOf(method);
        return places.TryTake(out place) ? null : places.WhenAllTaken;
    }

    /// <summary>Counts a call among those that wait for a turn in the task, until that is disposed.</summary>
    /// <exception cref="SopsException">Too many do, or the command begins work while there is too much of it.</exception>
    public LiveRun.Waiter EnterTask(LiveRun run, Command? command = null)
    {
        if (command is StartTask && _work.Due >= _limits.DueWork)
        {
            throw Full.DueWork.ToException();
        }
        return run.Wait(_limits.TaskCalls) ?? throw Full.TaskCalls.ToException();
    }

    private Places PlacesOf(MethodAccess method) =>
        method.Method.IsServerStreaming ? _watches
        : method.MakesTasks ? _newTasks
        : method.Changes ? _changes
        : _reads;
}
