using Sops.Storage;

namespace Sops.Server.Runtime;

/// <summary>What is shown of a whole task at one revision: small beside the run, which holds every input and output.</summary>
/// <param name="Nodes">Those that were reached, the task itself first; none before the start.</param>
public sealed record TaskView(TaskFacts Task, long Revision, IReadOnlyList<NodeStatus> Nodes)
{
    public static TaskView Of(LoadedRun loaded)
    {
        var (task, run) = loaded;
        return new TaskView(
            task,
            run.Revision,
            run.State == Engine.Runs.NodeState.Created
                ? []
                : [.. run.Nodes.Select(n => NodeStatus.Of(run, n.Node, task.Name)).OfType<NodeStatus>()]
        );
    }
}

/// <summary>
/// Views of tasks that were asked for lately, so that the next question costs neither the database nor the run. A turn
/// forgets its task's view before it lets go of the run, and a view is kept only while the run is held: none is ever old.
/// </summary>
public sealed class TaskViews
{
    private const long MaxNodes = 200_000;
    private readonly RecentlyUsed<long, TaskView> _views = new(MaxNodes, view => 1 + view.Nodes.Count);

    public TaskView? Find(long taskId) => _views.TryGet(taskId, out var view) ? view : null;

    /// <summary>Reads the view off a run that is held, and keeps it.</summary>
    public TaskView Keep(LoadedRun loaded)
    {
        var view = TaskView.Of(loaded);
        _views.Keep(view.Task.Id, view);
        return view;
    }

    public void Forget(long taskId) => _views.Forget(taskId);
}
