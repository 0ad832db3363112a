using System.Data.Common;
using Sops.Storage;

namespace Sops.Server.Runtime;

/// <summary>Forgets answered requests after 24 hours, which is how long a repeat is recognised.</summary>
public sealed class RequestPurge(RequestStore requests, TimeProvider clock, ILogger<RequestPurge> log)
    : BackgroundService
{
    private static readonly TimeSpan Kept = TimeSpan.FromHours(24);
    private static readonly TimeSpan Often = TimeSpan.FromMinutes(30);

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
            await requests.PurgeAsync(clock.GetUtcNow() - Kept, cancellation);
        }
        catch (Exception e) when (e is StorageException or DbException)
        {
            log.LogError(e, "Could not purge old requests; trying again later");
        }
    }
}
