namespace Sops.Server.Runtime;

/// <summary>
/// Which tasks have changed since a watcher looked last: each once, however often it did, and no more of them than the
/// limit. Beyond that it remembers no task, but from when on tasks have ended that it does not know: whoever then reads all
/// that have not ended, and those that ended from that moment on, has missed none.
/// </summary>
/// <param name="most">Tasks that it remembers.</param>
public sealed class ChangedTasks(int most)
{
    private readonly Lock _lock = new();
    private HashSet<long> _ids = [];
    private bool _isCut;
    private DateTimeOffset? _endedSince;
    private TaskCompletionSource? _awaited;

    public void Add(long taskId, DateTimeOffset? ended)
    {
        lock (_lock)
        {
            if (_ids.Count < most || _ids.Contains(taskId))
            {
                _ids.Add(taskId);
            }
            else
            {
                _isCut = true;
                _endedSince = ended is { } end && !(_endedSince <= end) ? end : _endedSince;
            }
            _awaited?.TrySetResult();
            _awaited = null;
        }
    }

    /// <summary>Ends when there are any.</summary>
    public Task AnyAsync()
    {
        lock (_lock)
        {
            // What waits goes on elsewhere: nothing of a watcher runs where a turn was just taken.
            return _ids.Count > 0
                ? Task.CompletedTask
                : (_awaited ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }
    }

    /// <summary>Hands them over, and begins anew.</summary>
    public Taken Take()
    {
        lock (_lock)
        {
            var taken = new Taken(_ids, _isCut, _endedSince);
            (_ids, _isCut, _endedSince) = ([], false, null);
            return taken;
        }
    }

    /// <param name="Ids">Tasks that have changed.</param>
    /// <param name="IsCut">Others have changed too.</param>
    /// <param name="EndedSince">Those of the others that have ended did so then or later; null where none has.</param>
    public sealed record Taken(IReadOnlyCollection<long> Ids, bool IsCut, DateTimeOffset? EndedSince);
}
