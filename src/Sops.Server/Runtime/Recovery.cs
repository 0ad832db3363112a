using Sops.Engine.Runs;
using Sops.Server.Access;
using Sops.Storage;

namespace Sops.Server.Runtime;

/// <summary>
/// Takes up what the database says is due: at the start, before anybody is served, and then whenever work comes near.
/// Plugin calls that may have been under way when the service ended are noted in the task's history as repeated.
/// </summary>
public sealed class Recovery(
    TaskStore tasks,
    TurnRunner turns,
    WorkQueue work,
    PluginCaller caller,
    TimeProvider clock,
    ILogger<Recovery> log
) : BackgroundService
{
    private const int Page = 1000;

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        work.Work = caller.DoAsync;
        var now = clock.GetUtcNow();
        var due = new HashSet<long>();
        await foreach (var item in DueAsync(now, cancellationToken))
        {
            if (item.Kind == WorkKind.Call)
            {
                due.Add(item.TaskId);
            }
        }
        await Parallel.ForEachAsync(
            due,
            new ParallelOptions { MaxDegreeOfParallelism = 64, CancellationToken = cancellationToken },
            async (taskId, cancellation) => await RepeatAsync(taskId, cancellation)
        );
        if (due.Count > 0)
        {
            log.LogInformation("Taking up {Count} tasks that were under way", due.Count);
        }
        await TakeUpAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(WorkQueue.Horizon / 3, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await TakeUpWhatCanBeReadAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested) { }
    }

    public override void Dispose()
    {
        work.Dispose();
        base.Dispose();
    }

    /// <summary>A task that cannot be read keeps nobody else from running.</summary>
    private async Task RepeatAsync(long taskId, CancellationToken cancellation)
    {
        try
        {
            await turns.TakeAsync(taskId, new RepeatCalls(), "", "recover", cancellation: cancellation);
        }
        catch (Exception e) when (e is not (StorageException or OperationCanceledException))
        {
            log.LogError(e, "Task {Task} cannot be taken up", taskId);
        }
    }

    private async Task TakeUpWhatCanBeReadAsync(CancellationToken cancellation)
    {
        try
        {
            await TakeUpAsync(cancellation);
        }
        catch (Exception e) when (e is StorageException or System.Data.Common.DbException)
        {
            log.LogError(e, "Could not read what is due; trying again");
        }
    }

    private async Task TakeUpAsync(CancellationToken cancellation)
    {
        await foreach (var item in DueAsync(clock.GetUtcNow() + WorkQueue.Horizon, cancellation))
        {
            work.Add(item.TaskId, new WorkItem(item.Node, item.Kind, item.Attempt, item.Number, item.DueAt));
        }
    }

    private async IAsyncEnumerable<DueWork> DueAsync(
        DateTimeOffset before,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation
    )
    {
        DueWork? last = null;
        while (true)
        {
            var page = await tasks.DueWorkAsync(before, last, Page, cancellation);
            foreach (var item in page)
            {
                yield return last = item;
            }
            if (page.Count < Page)
            {
                yield break;
            }
        }
    }
}
