using Sops.Storage;

namespace Sops.Server.Runtime;

/// <summary>
/// Ends the process when the database is lost for good: nothing could be made durable any more, and the next start takes
/// up everything from where it stood.
/// </summary>
public sealed class StoreWatch(Database database, IHostApplicationLifetime lifetime, ILogger<StoreWatch> log)
    : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            var failure = await database.Committer.Failed.WaitAsync(stoppingToken);
            log.LogCritical(
                "{Failure} Nothing is accepted any more, and the process ends with exit code 1. What was answered is stored: "
                    + "see to the disk (space, errors, permissions), then start again",
                failure.Message
            );
            Environment.ExitCode = 1;
            lifetime.StopApplication();
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested) { }
    }
}
