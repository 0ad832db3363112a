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
    private Dictionary<long, long> _revisions = [];
    private bool _isCut;
    private DateTimeOffset? _endedSince;
    private TaskCompletionSource? _awaited;

    /// <summary>Revisions of a task come in their order.</summary>
    /// <param name="ended">When the task ended; null where it has not.</param>
    public void Add(long taskId, long revision, DateTimeOffset? ended)
    {
        lock (_lock)
        {
            if (_revisions.Count < most || _revisions.ContainsKey(taskId))
            {
                _revisions[taskId] = revision;
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
            return _revisions.Count > 0
                ? Task.CompletedTask
                : (_awaited ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }
    }

    /// <summary>Hands them over, and begins anew.</summary>
    public Taken Take()
    {
        lock (_lock)
        {
            var taken = new Taken(_revisions, _isCut, _endedSince);
            (_revisions, _isCut, _endedSince) = ([], false, null);
            return taken;
        }
    }

    /// <param name="Revisions">Tasks that have changed, and the last revision that was heard of.</param>
    /// <param name="IsCut">Others have changed too.</param>
    /// <param name="EndedSince">Those of the others that have ended did so then or later; null where none has.</param>
    public sealed record Taken(IReadOnlyDictionary<long, long> Revisions, bool IsCut, DateTimeOffset? EndedSince);
}
