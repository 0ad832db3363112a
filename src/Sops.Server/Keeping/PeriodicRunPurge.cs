using Sops.Storage;

namespace Sops.Server.Keeping;

/// <summary>Forgets what became of old ticks.</summary>
public sealed class PeriodicRunPurge(
    PeriodicTaskStore periodicTasks,
    KeepingOptions keeping,
    TimeProvider clock,
    ILogger<PeriodicRunPurge> log
) : Purge(clock, log)
{
    protected override Task PurgeAsync(DateTimeOffset now, CancellationToken cancellation) =>
        InBatchesAsync(
            () => periodicTasks.PurgeRunsAsync(now - keeping.PeriodicRuns, Batch, cancellation),
            cancellation
        );
}
