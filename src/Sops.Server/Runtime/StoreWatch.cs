using Sops.Storage;

namespace Sops.Server.Runtime;

/// <summary>
/// Ends the process when the database is lost for good: nothing could be made durable any more, and a restart takes up
/// everything from where it stood.
/// </summary>
public sealed class StoreWatch(Database database, IHostApplicationLifetime lifetime, ILogger<StoreWatch> log)
    : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            var failure = await database.Committer.Failed.WaitAsync(stoppingToken);
            log.LogCritical(failure, "The database is lost; stopping");
            Environment.ExitCode = 1;
            lifetime.StopApplication();
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested) { }
    }
}
