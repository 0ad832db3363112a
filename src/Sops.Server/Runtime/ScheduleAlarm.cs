namespace Sops.Server.Runtime;

/// <summary>Wakes who looks after schedules, when one may be due earlier than it was last known.</summary>
public sealed class ScheduleAlarm : IDisposable
{
    // Rings that nobody waited for yet are one.
    private readonly SemaphoreSlim _rung = new(0, 1);

    public void Ring()
    {
        try
        {
            _rung.Release();
        }
        catch (SemaphoreFullException) { }
    }

    /// <summary>Waits for a ring, but not beyond that moment.</summary>
    public async Task WaitAsync(DateTimeOffset until, TimeProvider clock, CancellationToken cancellation)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var rung = _rung.WaitAsync(either.Token);
        var late = DelayAsync(until, clock, either.Token);
        await Task.WhenAny(rung, late);
        await either.CancelAsync();
        cancellation.ThrowIfCancellationRequested();
        try
        {
            await rung;
        }
        catch (OperationCanceledException) { }
    }

    public void Dispose() => _rung.Dispose();

    private static async Task DelayAsync(DateTimeOffset until, TimeProvider clock, CancellationToken cancellation)
    {
        // Timers count whole milliseconds; none may fire before its time.
        var wait = Math.Ceiling((until - clock.GetUtcNow()).TotalMilliseconds);
        if (wait <= 0)
        {
            return;
        }
        var delay = Task.Delay(TimeSpan.FromMilliseconds(wait), clock, cancellation);
        // A clock that was set forward since it was read has not moved the timer.
        if (clock.GetUtcNow() < until)
        {
            await delay;
        }
    }
}
