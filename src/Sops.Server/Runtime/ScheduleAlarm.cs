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

    /// <summary>Waits for a ring, but not longer than that.</summary>
    public async Task WaitAsync(TimeSpan most, TimeProvider clock, CancellationToken cancellation)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var rung = _rung.WaitAsync(either.Token);
        var late = Task.Delay(most, clock, either.Token);
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
}
