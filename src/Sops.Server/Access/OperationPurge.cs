using System.Data.Common;
using System.Globalization;
using Sops.Server.Hosting;
using Sops.Storage;

namespace Sops.Server.Access;

/// <summary>Forgets operation records after Sops:Keeping:OperationDays.</summary>
public sealed class OperationPurge(
    OperationStore operations,
    IConfiguration settings,
    TimeProvider clock,
    ILogger<OperationPurge> log
) : BackgroundService
{
    private const string Key = "Sops:Keeping:OperationDays";
    private const int DefaultDays = 180;

    // So few that commands do not wait for a purge.
    private const int Batch = 1000;
    private static readonly TimeSpan Often = TimeSpan.FromMinutes(30);

    private readonly TimeSpan _kept = TimeSpan.FromDays(Days(settings));

    /// <exception cref="StartRefusedException">It is no number of days.</exception>
    public static int Days(IConfiguration settings) =>
        settings[Key] is not { } text ? DefaultDays
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var days) && days is > 0 and <= 36500
            ? days
        : throw new StartRefusedException($"{Key}: a number of days from 1 to 36500.");

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
            while (await operations.PurgeAsync(clock.GetUtcNow() - _kept, Batch, cancellation) == Batch)
            {
                cancellation.ThrowIfCancellationRequested();
            }
        }
        catch (Exception e) when (e is StorageException or DbException)
        {
            log.LogError(e, "Could not purge old operation records; trying again later");
        }
    }
}
