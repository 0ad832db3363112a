using System.Data.Common;
using Sops.Storage;

namespace Sops.Server.Deliveries;

/// <summary>Forgets deliveries that were taken after a week, and dead ones after a month.</summary>
public sealed class DeliveryPurge(DeliveryStore deliveries, TimeProvider clock, ILogger<DeliveryPurge> log)
    : BackgroundService
{
    // So few that turns do not wait for a purge.
    private const int Batch = 1000;
    private static readonly TimeSpan Often = TimeSpan.FromMinutes(30);

    private static readonly (DeliveryState State, TimeSpan Kept)[] Kept =
    [
        (DeliveryState.Delivered, TimeSpan.FromDays(7)),
        (DeliveryState.Dead, TimeSpan.FromDays(30)),
    ];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Often, clock);
        try
        {
            do
            {
                await PurgeAsync(stoppingToken);
            } while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested) { }
    }

    private async Task PurgeAsync(CancellationToken cancellation)
    {
        try
        {
            foreach (var (state, kept) in Kept)
            {
                while (await deliveries.PurgeAsync(state, clock.GetUtcNow() - kept, Batch, cancellation) == Batch)
                {
                    cancellation.ThrowIfCancellationRequested();
                }
            }
        }
        catch (Exception e) when (e is StorageException or DbException)
        {
            log.LogError(e, "Could not purge old deliveries; trying again later");
        }
    }
}
