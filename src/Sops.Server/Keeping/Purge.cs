using System.Data.Common;
using Sops.Storage;

namespace Sops.Server.Keeping;

/// <summary>Forgets what was kept long enough: after the start, and then every half hour.</summary>
public abstract class Purge(TimeProvider clock, ILogger log) : BackgroundService
{
    /// <summary>So few at once that turns do not wait for a purge.</summary>
    protected const int Batch = 1000;
    private static readonly TimeSpan Often = TimeSpan.FromMinutes(30);

    protected abstract Task PurgeAsync(DateTimeOffset now, CancellationToken cancellation);

    protected sealed override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Often, clock);
        try
        {
            do
            {
                await TryAsync(stoppingToken);
            } while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested) { }
    }

    /// <summary>Purges batch by batch, until one is not full.</summary>
    protected static async Task InBatchesAsync(Func<Task<int>> purge, CancellationToken cancellation)
    {
        while (await purge() == Batch)
        {
            cancellation.ThrowIfCancellationRequested();
        }
    }

    private async Task TryAsync(CancellationToken cancellation)
    {
        try
        {
            await PurgeAsync(clock.GetUtcNow(), cancellation);
        }
        catch (Exception e) when (e is StorageException or DbException)
        {
            log.LogError(e, "{Purge} did not come to its end; trying again later", GetType().Name);
        }
    }
}
