using Sops.Engine.Runs;

namespace Sops.Server.Runtime;

/// <summary>
/// Work that is due now or soon. What is due later stays in the database and is taken up when its time comes near, so
/// waiting tasks cost no memory. Taking the same piece up twice does nothing.
/// </summary>
public sealed class WorkQueue : IDisposable
{
    /// <summary>How far ahead work is held in memory.</summary>
    public static readonly TimeSpan Horizon = TimeSpan.FromSeconds(30);
    private readonly TimeProvider _clock;
    private readonly LiveRuns _runs;
    private readonly Dictionary<(long Task, WorkItem Work), Held> _held = [];
    private readonly Lock _lock = new();
    private bool _closed;
    private int _due;

    public WorkQueue(TimeProvider clock, LiveRuns runs) => (_clock, _runs) = (clock, runs);

    /// <summary>
    /// Does a piece of work whose time has come; false where it must not be begun again before the next start. Set once,
    /// before the first piece comes in.
    /// </summary>
    public Func<long, WorkItem, Task<bool>> Work { get; set; } =
        (_, _) => throw new InvalidOperationException("Nobody works yet");

    /// <summary>Pieces held or under way.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _held.Count;
            }
        }
    }

    /// <summary>Pieces whose time has come, and that are not done.</summary>
    public int Due => Volatile.Read(ref _due);

    public void Add(long taskId, WorkItem work)
    {
        var key = Key(taskId, work);
        var wait = key.Work.Due - _clock.GetUtcNow();
        if (wait > Horizon)
        {
            return;
        }
        lock (_lock)
        {
            if (_closed || _held.ContainsKey(key))
            {
                return;
            }
            var held = new Held(_runs.Hold(taskId));
            _held[key] = held;
            if (wait > TimeSpan.Zero)
            {
                held.Timer = _clock.CreateTimer(_ => _ = DoAsync(key), null, Ceiling(wait), Timeout.InfiniteTimeSpan);
                return;
            }
            FallDue(held);
        }
        _ = Task.Run(() => DoAsync(key));
    }

    /// <summary>Takes a piece back that is not wanted any more; one under way goes on, and its answer will be refused.</summary>
    public void Remove(long taskId, WorkItem work)
    {
        var key = Key(taskId, work);
        Held? held;
        lock (_lock)
        {
            if (!_held.TryGetValue(key, out held) || held.IsUnderWay)
            {
                return;
            }
            _held.Remove(key);
            NotDue(held);
        }
        held.Dispose();
    }

    /// <summary>Nothing begins after this.</summary>
    public void Dispose()
    {
        List<Held> waiting;
        lock (_lock)
        {
            _closed = true;
            waiting = [.. _held.Values.Where(h => h.Timer is not null)];
            _held.Clear();
        }
        waiting.ForEach(h => h.Dispose());
    }

    private async Task DoAsync((long Task, WorkItem Work) key)
    {
        Held? held;
        lock (_lock)
        {
            if (_closed || !_held.TryGetValue(key, out held) || held.Begun)
            {
                return;
            }
            held.Begun = held.IsUnderWay = true;
            FallDue(held);
            held.Timer?.Dispose();
            held.Timer = null;
        }
        var over = true;
        try
        {
            over = await Work(key.Task, key.Work);
        }
        finally
        {
            lock (_lock)
            {
                // What is not over stays known, so that reading it from the store again does not begin it again.
                held.IsUnderWay = false;
                NotDue(held);
                if (over)
                {
                    _held.Remove(key);
                }
            }
            held.Dispose();
        }
    }

    private void FallDue(Held held)
    {
        if (!held.IsDue)
        {
            held.IsDue = true;
            _due++;
        }
    }

    private void NotDue(Held held)
    {
        if (held.IsDue)
        {
            held.IsDue = false;
            _due--;
        }
    }

    /// <summary>Due as the store keeps it, so that what is read from there again is known.</summary>
    private static (long Task, WorkItem Work) Key(long taskId, WorkItem work)
    {
        var whole = DateTimeOffset.FromUnixTimeMilliseconds(
            work.Due.AddTicks(TimeSpan.TicksPerMillisecond - 1).ToUnixTimeMilliseconds()
        );
        return (taskId, work with { Due = whole });
    }

    /// <summary>Timers count whole milliseconds; none may fire before its time.</summary>
    private static TimeSpan Ceiling(TimeSpan wait) => TimeSpan.FromMilliseconds(Math.Ceiling(wait.TotalMilliseconds));

    private sealed class Held(LiveRuns.Lease lease) : IDisposable
    {
        public ITimer? Timer { get; set; }
        public bool IsDue { get; set; }
        public bool Begun { get; set; }
        public bool IsUnderWay { get; set; }

        public void Dispose()
        {
            Timer?.Dispose();
            lease.Dispose();
        }
    }
}
