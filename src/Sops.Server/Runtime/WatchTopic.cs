namespace Sops.Server.Runtime;

/// <summary>What the watchers of one task have in common: its last revision, and turns that not all of them have taken.</summary>
internal sealed class WatchTopic(int mostTurns, int mostCharacters)
{
    private readonly Lock _lock = new();

    // The last is that of the revision, and none is missing between them.
    private readonly List<ShownTurn> _kept = [];
    private int _characters;
    private long _revision;
    private int _watchers;

    /// <summary>Watchers that wait for what comes after the revision.</summary>
    private int _waiting;
    private TaskCompletionSource? _next;

    public long Revision => Interlocked.Read(ref _revision);

    public bool TryEnter()
    {
        lock (_lock)
        {
            if (_watchers < 0)
            {
                return false;
            }
            _watchers++;
            return true;
        }
    }

    /// <summary>True for the last one, after which nobody can enter any more.</summary>
    /// <param name="awaitedAfter">What it waited for last.</param>
    public bool Leave(long? awaitedAfter)
    {
        lock (_lock)
        {
            _waiting -= awaitedAfter == _revision ? 1 : 0;
            if (--_watchers > 0)
            {
                DropWhatAllHave();
                return false;
            }
            _watchers = -1;
            return true;
        }
    }

    public void Publish(ShownTurn turn)
    {
        lock (_lock)
        {
            if (turn.Revision <= _revision)
            {
                return;
            }
            if (turn.Revision != _revision + 1)
            {
                Drop(_kept.Count);
            }
            (_revision, _waiting) = (turn.Revision, 0);
            _kept.Add(turn);
            _characters += turn.Length;
            DropWhatIsTooMuch();
            // What waits goes on elsewhere: nothing of a watcher runs where a turn was just taken.
            _next?.TrySetResult();
            _next = null;
        }
    }

    public void Forget()
    {
        lock (_lock)
        {
            Drop(_kept.Count);
        }
    }

    public IReadOnlyList<ShownTurn> After(long revision)
    {
        lock (_lock)
        {
            var behind = _revision - revision;
            return behind > 0 && behind <= _kept.Count ? _kept[^(int)behind..] : [];
        }
    }

    /// <param name="awaitedAfter">What the watcher waited for before.</param>
    public Task Beyond(long revision, ref long? awaitedAfter)
    {
        lock (_lock)
        {
            if (_revision > revision)
            {
                return Task.CompletedTask;
            }
            if (awaitedAfter != _revision)
            {
                awaitedAfter = _revision;
                _waiting++;
                DropWhatAllHave();
            }
            _next ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _next.Task;
        }
    }

    private void DropWhatAllHave()
    {
        if (_waiting == _watchers)
        {
            Drop(_kept.Count);
        }
    }

    private void DropWhatIsTooMuch()
    {
        var (turns, characters) = (0, _characters);
        while (_kept.Count - turns > mostTurns || characters > mostCharacters)
        {
            characters -= _kept[turns++].Length;
        }
        Drop(turns);
    }

    /// <summary>The oldest.</summary>
    private void Drop(int turns)
    {
        for (var i = 0; i < turns; i++)
        {
            _characters -= _kept[i].Length;
        }
        _kept.RemoveRange(0, turns);
    }
}
