namespace Sops.Server.Hosting;

/// <summary>
/// Gives memory back once the service is quiet. The collector runs when memory is asked for; so without this a service that
/// nobody calls any more would keep for hours what a start, or a burst of calls, has left behind.
/// </summary>
public sealed class QuietCollection : IHostedService, IDisposable
{
    private readonly PeriodicTimer _timer = new(TimeSpan.FromSeconds(2));
    private Task _ended = Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _ended = LookAsync();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        Dispose();
        return _ended;
    }

    public void Dispose() => _timer.Dispose();

    private async Task LookAsync()
    {
        var moments = new QuietMoments();
        while (await _timer.WaitForNextTickAsync())
        {
            if (moments.Next(GC.GetTotalAllocatedBytes()))
            {
                GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
                moments.Collected(GC.GetTotalMemory(forceFullCollection: false));
            }
        }
    }
}

/// <summary>When a collection is worth its pause, and would hardly be felt: some 15 ms, or 100 ms for 130 MB in use.</summary>
public sealed class QuietMoments
{
    /// <summary>Bytes that a quiet service asks for from one look to the next, at most.</summary>
    public const long Quiet = 2_000_000;

    /// <summary>Bytes asked for since the last collection, below which there is too little to give back.</summary>
    public const long Worth = 32_000_000;

    private long _before;
    private long _kept;

    // So that the first quiet moment counts, which is after the start, whatever that took.
    private long _collected = -Worth;

    /// <param name="allocated">Bytes that the process has asked for so far.</param>
    public bool Next(long allocated)
    {
        var isQuiet = allocated - _before <= Quiet;
        _before = allocated;
        // The pause is as long as much is in use: the more that is, the rarer it has to be.
        return isQuiet && allocated - _collected >= Math.Max(Worth, _kept);
    }

    /// <param name="kept">Bytes that are in use still.</param>
    public void Collected(long kept) => (_collected, _kept) = (_before, kept);
}
