using Sops.Storage;

namespace Sops.Server.Keeping;

/// <summary>Forgets deliveries that were taken after a week, and dead ones after a month.</summary>
public sealed class DeliveryPurge(DeliveryStore deliveries, TimeProvider clock, ILogger<DeliveryPurge> log)
    : Purge(clock, log)
{
    private static readonly (DeliveryState State, TimeSpan Kept)[] Kept =
    [
        (DeliveryState.Delivered, TimeSpan.FromDays(7)),
        (DeliveryState.Dead, TimeSpan.FromDays(30)),
    ];

    protected override async Task PurgeAsync(DateTimeOffset now, CancellationToken cancellation)
    {
        foreach (var (state, kept) in Kept)
        {
            await InBatchesAsync(() => deliveries.PurgeAsync(state, now - kept, Batch, cancellation), cancellation);
        }
    }
}
