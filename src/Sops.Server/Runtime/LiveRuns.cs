using Sops.Engine.Runs;

namespace Sops.Server.Runtime;

/// <summary>
/// Runs in memory: one of each task that moves, and one turn at a time in it. A run stays while somebody holds a lease on
/// it (a turn, a plugin call under way, work due soon); a task that only waits is dropped and costs its rows.
/// </summary>
public sealed class LiveRuns
{
    private readonly Dictionary<long, LiveRun> _live = [];
    private readonly Lock _lock = new();

    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _live.Count;
            }
        }
    }

    /// <summary>Keeps the run in memory until the lease is disposed.</summary>
    public Lease Hold(long taskId)
    {
        lock (_lock)
        {
            if (!_live.TryGetValue(taskId, out var run))
            {
                _live[taskId] = run = new LiveRun(taskId);
            }
            run.Leases++;
            return new Lease(this, run);
        }
    }

    private bool IsAlone(LiveRun run)
    {
        lock (_lock)
        {
            return run.Leases == 1;
        }
    }

    private void Release(LiveRun run)
    {
        lock (_lock)
        {
            if (--run.Leases == 0)
            {
                _live.Remove(run.TaskId);
            }
        }
    }

    public sealed class Lease(LiveRuns owner, LiveRun run) : IDisposable
    {
        private LiveRuns? _owner = owner;

        public LiveRun Run { get; } = run;

        /// <summary>Nobody else holds the run: no plugin call is under way, and nobody reads.</summary>
        public bool IsAlone => _owner?.IsAlone(Run) == true;

        public void Dispose() => Interlocked.Exchange(ref _owner, null)?.Release(Run);
    }
}

/// <summary>One task's place in memory. What is in <see cref="Run"/> may be touched inside <see cref="Gate"/> only.</summary>
public sealed class LiveRun(long taskId)
{
    private int _waiting;

    public long TaskId { get; } = taskId;
    public SemaphoreSlim Gate { get; } = new(1, 1);

    /// <summary>Commands that wait to be taken by whoever is in the gate.</summary>
    public Mailbox Mailbox { get; } = new();

    /// <summary>Null until it was read, and again after a turn whose fate is unknown.</summary>
    public LoadedRun? Run { get; set; }
    internal int Leases { get; set; }

    /// <summary>Counts somebody who waits for a turn until that is disposed; null where so many wait already.</summary>
    public Waiter? Wait(int most)
    {
        if (Interlocked.Increment(ref _waiting) <= most)
        {
            return new Waiter(this);
        }
        Interlocked.Decrement(ref _waiting);
        return null;
    }

    /// <summary>A place in the line before <see cref="Gate"/>.</summary>
    public sealed class Waiter(LiveRun run) : IDisposable
    {
        public void Dispose() => Interlocked.Decrement(ref run._waiting);
    }
}

/// <summary>A run with what belongs to the task rather than to the run.</summary>
public sealed record LoadedRun(TaskFacts Task, Run Run);
