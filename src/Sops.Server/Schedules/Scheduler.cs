using System.Data.Common;
using Sops.Server.Runtime;
using Sops.Storage;

namespace Sops.Server.Schedules;

/// <summary>
/// Looks after schedules when they are due, and sleeps otherwise: the earliest moment is read off an index, however many
/// schedules there are. What a schedule does is decided and committed by <see cref="PeriodicFiring"/> and
/// <see cref="ClockedFiring"/>; to be woken twice, or late, does no harm.
/// </summary>
public sealed class Scheduler(
    PeriodicTaskStore periodicTasks,
    ClockedTaskStore clockedTasks,
    PeriodicFiring periodic,
    ClockedFiring clocked,
    ScheduleAlarm alarm,
    TimeProvider clock,
    ILogger<Scheduler> log
) : BackgroundService
{
    private const int Page = 256;
    private const int AtOnce = 64;

    /// <summary>A clock that is set forward is noticed within this, which is less than the minute that a tick lasts.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Postponed = TimeSpan.FromSeconds(30);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                await alarm.WaitAsync(await RoundAsync(stoppingToken), clock, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested) { }
    }

    /// <summary>Does all that is due, and tells until when nothing will be.</summary>
    private async Task<DateTimeOffset> RoundAsync(CancellationToken cancellation)
    {
        try
        {
            await DoAsync(periodicTasks.DueAsync, PeriodicAsync, cancellation);
            await DoAsync(clockedTasks.DueAsync, ClockedAsync, cancellation);
            var due = Earlier(
                await periodicTasks.NextDueAsync(cancellation),
                await clockedTasks.NextDueAsync(cancellation)
            );
            var latest = clock.GetUtcNow() + Longest;
            return due < latest ? due.Value : latest;
        }
        catch (Exception e) when (e is StorageException or DbException)
        {
            log.LogError(e, "Could not look after the schedules that are due; trying again");
            return clock.GetUtcNow() + AfterFailure;
        }
    }

    private async Task DoAsync<T>(
        Func<DateTimeOffset, int, CancellationToken, Task<IReadOnlyList<T>>> read,
        Func<T, CancellationToken, Task> take,
        CancellationToken cancellation
    )
    {
        IReadOnlyList<T> due;
        do
        {
            due = await read(clock.GetUtcNow(), Page, cancellation);
            await Parallel.ForEachAsync(
                due,
                new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation },
                async (item, stop) => await take(item, stop)
            );
        } while (due.Count > 0);
    }

    private async Task PeriodicAsync(DuePeriodicTask due, CancellationToken cancellation)
    {
        try
        {
            await periodic.TakeAsync(due, cancellation);
        }
        catch (ScheduleChangedException)
        {
            // It is read again as it is now.
        }
        catch (Exception e) when (e is not (StorageException or DbException or OperationCanceledException))
        {
            log.LogError(e, "Periodic task {Id} cannot be looked after; put off", due.Row.Id);
            await periodicTasks.PostponeAsync(due.Row.Id, clock.GetUtcNow() + Postponed, cancellation);
        }
    }

    private async Task ClockedAsync(ClockedTaskRow due, CancellationToken cancellation)
    {
        try
        {
            await clocked.TakeAsync(due, cancellation);
        }
        catch (ScheduleChangedException)
        {
            // It is read again as it is now.
        }
        catch (Exception e) when (e is not (StorageException or DbException or OperationCanceledException))
        {
            log.LogError(e, "Clocked task {Id} cannot be looked after; put off", due.Id);
            await clockedTasks.PostponeAsync(due.Id, clock.GetUtcNow() + Postponed, cancellation);
        }
    }

    private static DateTimeOffset? Earlier(DateTimeOffset? one, DateTimeOffset? other) =>
        one is null || other < one ? other : one;
}
