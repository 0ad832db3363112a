using System.Data.Common;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Sops.Engine.Runs;
using Sops.Storage;

namespace Sops.Server.Runtime;

/// <summary>
/// Takes up what the database says is due, while requests are served: at the start, and then whenever work comes near.
/// Plugin calls that may have been under way when the service ended are noted in the task's history as repeated, or fail
/// their nodes where the component must not be executed again.
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
    private const int AtOnce = 64;
    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(1);

    /// <summary>Calls due by then were handed out by the process before, if at all.</summary>
    private DateTimeOffset _begin;

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        work.Work = caller.DoAsync;
        // What is handed out in the very millisecond of the start is this process' own.
        _begin = clock.GetUtcNow() - TimeSpan.FromMilliseconds(1);
        return base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (!await TryAsync(ResumeAsync, stoppingToken))
            {
                await Task.Delay(AfterFailure, clock, stoppingToken);
            }
            using var timer = new PeriodicTimer(WorkQueue.Horizon / 3, clock);
            do
            {
                await TryAsync(TakeUpAsync, stoppingToken);
            } while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested) { }
    }

    public override void Dispose()
    {
        work.Dispose();
        base.Dispose();
    }

    private async Task ResumeAsync(CancellationToken cancellation)
    {
        var due = new Dictionary<long, List<WorkItem>>();
        await foreach (var (taskId, item) in DueAsync(_begin, cancellation))
        {
            // What is held was handed out by this process: a turn that somebody asked for meanwhile.
            if (item.Kind == WorkKind.Call && !work.Holds(taskId, item))
            {
                (CollectionsMarshal.GetValueRefOrAddDefault(due, taskId, out _) ??= []).Add(item);
            }
        }
        if (due.Count > 0)
        {
            log.LogInformation("Taking up {Count} tasks that were under way", due.Count);
        }
        await Parallel.ForEachAsync(
            due,
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation },
            async (task, stop) => await RepeatAsync(task.Key, task.Value, stop)
        );
    }

    /// <summary>A task that cannot be read keeps nobody else from running.</summary>
    private async Task RepeatAsync(long taskId, List<WorkItem> calls, CancellationToken cancellation)
    {
        try
        {
            await turns.TakeAsync(taskId, new RepeatCalls(calls), "", "recover", cancellation: cancellation);
        }
        catch (Exception e)
            when (e is WriteRefusedException or not (StorageException or DbException or OperationCanceledException))
        {
            log.LogError(e, "Task {Task} cannot be taken up", taskId);
        }
        foreach (var call in calls)
        {
            work.Add(taskId, call);
        }
    }

    /// <summary>False when the database did not answer.</summary>
    private async Task<bool> TryAsync(Func<CancellationToken, Task> take, CancellationToken cancellation)
    {
        try
        {
            await take(cancellation);
            return true;
        }
        catch (Exception e) when (e is StorageException or DbException)
        {
            log.LogError(e, "Could not take up what is due; trying again");
            return false;
        }
    }

    private async Task TakeUpAsync(CancellationToken cancellation)
    {
        await foreach (var (taskId, item) in DueAsync(clock.GetUtcNow() + WorkQueue.Horizon, cancellation))
        {
            work.Add(taskId, item);
        }
    }

    private async IAsyncEnumerable<(long Task, WorkItem Work)> DueAsync(
        DateTimeOffset before,
        [EnumeratorCancellation] CancellationToken cancellation
    )
    {
        DueWork? last = null;
        while (true)
        {
            var page = await tasks.DueWorkAsync(before, last, Page, cancellation);
            foreach (var item in page)
            {
                last = item;
                yield return (item.TaskId, new(item.Node, item.Kind, item.Attempt, item.Number, item.DueAt));
            }
            if (page.Count < Page)
            {
                yield break;
            }
        }
    }
}
