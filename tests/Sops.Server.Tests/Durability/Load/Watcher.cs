using Sops.Server.Tests.App;
using Sops.V1;

namespace Sops.Server.Tests.Durability.Load;

/// <summary>Follows one task over all restarts of the service, and keeps every message.</summary>
internal sealed class Watcher
{
    private readonly Lock _gate = new();
    private readonly List<WatchTaskStatusResponse> _seen = [];
    private readonly TaskView _view = new();
    private TaskCompletionSource _more = NewSignal();

    /// <summary>Whether it was told of the task's end.</summary>
    public bool IsOver
    {
        get
        {
            lock (_gate)
            {
                return _view.State is "FINISHED" or "REVOKED";
            }
        }
    }

    public long Revision
    {
        get
        {
            lock (_gate)
            {
                return _seen.Count;
            }
        }
    }

    /// <summary>Looks whether all that was seen is still there, then goes on behind it. Ends with the task or the service.</summary>
    public async Task FollowAsync(StartedRun task)
    {
        try
        {
            await RequireSameAsync(task);
            using var watch = task.Client.Tasks.WatchTaskStatus(Request(task, Revision));
            while (await watch.ResponseStream.MoveNext(default))
            {
                Take(watch.ResponseStream.Current);
            }
            Assert.True(IsOver, $"the stream of task {task.Id} ended first");
        }
        catch (Exception e) when (Gone.Is(e)) { }
    }

    /// <summary>All that was seen is there, byte for byte; at the task's end, nothing else is.</summary>
    public async Task RequireSameAsync(StartedRun task)
    {
        if (_seen.Count == 0)
        {
            return;
        }
        using var watch = task.Client.Tasks.WatchTaskStatus(Request(task, 0));
        foreach (var message in _seen)
        {
            Assert.True(
                await watch.ResponseStream.MoveNext(default),
                $"{message} of task {task.Id} was seen and is gone"
            );
            Assert.Equal(message, watch.ResponseStream.Current);
        }
        Assert.False(IsOver && await watch.ResponseStream.MoveNext(default));
    }

    /// <summary>Waits until a view at that revision or a later one holds; false where the stream ended before.</summary>
    public async Task<bool> SeesAsync(long revision, Func<TaskView, bool> holds, Task following)
    {
        while (true)
        {
            var isLast = following.IsCompleted;
            Task more;
            lock (_gate)
            {
                if (_view.Revision >= revision && holds(_view))
                {
                    return true;
                }
                more = _more.Task;
            }
            if (isLast)
            {
                await following;
                return false;
            }
            await Task.WhenAny(more, following).WaitAsync(SopsClient.Patience);
        }
    }

    public override string ToString() => $"{_view}";

    private void Take(WatchTaskStatusResponse message)
    {
        lock (_gate)
        {
            // Dense, or it throws.
            _view.Take(message);
            if (message.EventCase == WatchTaskStatusResponse.EventOneofCase.Change)
            {
                _seen.Add(message);
            }
            _more.TrySetResult();
            _more = NewSignal();
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static WatchTaskStatusRequest Request(StartedRun task, long after) =>
        new()
        {
            BkBizId = task.Business,
            TaskId = task.Id,
            AfterRevision = after,
        };
}
