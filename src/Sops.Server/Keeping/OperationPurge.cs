using Sops.Storage;

namespace Sops.Server.Keeping;

/// <summary>Forgets old records of who did what.</summary>
public sealed class OperationPurge(
    OperationStore operations,
    KeepingOptions keeping,
    TimeProvider clock,
    ILogger<OperationPurge> log
) : Purge(clock, log)
{
    protected override Task PurgeAsync(DateTimeOffset now, CancellationToken cancellation) =>
        InBatchesAsync(() => operations.PurgeAsync(now - keeping.Operations, Batch, cancellation), cancellation);
}
