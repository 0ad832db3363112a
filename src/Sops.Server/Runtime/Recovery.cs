using System.Collections.Concurrent;
using System.Data.Common;
using Sops.Engine.Runs;
using Sops.Storage;

namespace Sops.Server.Runtime;

/// <summary>
/// Takes up what the database says is due, while requests are served: at the start, and then whenever work comes near.
/// Plugin calls that may have been under way when the service ended are noted in the task's history as repeated where they
/// can have effects, or fail their nodes where the component must not be executed again.
/// </summary>
public sealed class Recovery(
    TaskStore tasks,
    TurnRunner turns,
    WorkQueue work,
    LiveRuns runs,
    PluginCaller caller,
    TimeProvider clock,
    IHostApplicationLifetime lifetime,
    ILogger<Recovery> log
) : BackgroundService, IHostedLifecycleService
{
    private const int Page = 1000;
    private const int AtOnce = 64;

    private Task<ConcurrentDictionary<long, IReadOnlyList<WorkItem>>>? _reading;

    /// <summary>Calls of the process before that are still to be taken up, by their task.</summary>
    private ConcurrentDictionary<long, IReadOnlyList<WorkItem>> _begun = new();

    /// <summary>Reads what is there before this process takes a turn, while the services before this one start.</summary>
    public Task StartingAsync(CancellationToken cancellationToken)
    {
        _reading = Task.Run(() => ReadBegunAsync(cancellationToken), cancellationToken);
        return Task.CompletedTask;
    }

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        work.Work = caller.DoAsync;
        _begun = await _reading!;
        await base.StartAsync(cancellationToken);
    }

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await ServingAsync(stoppingToken);
            using var timer = new PeriodicTimer(WorkQueue.Horizon / 3, clock);
            do
            {
                await ResumeAsync(stoppingToken);
                await TakeUpAsync(stoppingToken);
            } while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested) { }
    }

    public override void Dispose()
    {
        work.Dispose();
        base.Dispose();
    }

    private async Task<ConcurrentDictionary<long, IReadOnlyList<WorkItem>>> ReadBegunAsync(
        CancellationToken cancellation
    )
    {
        var calls = await tasks.CallsBegunAsync(clock.GetUtcNow(), cancellation);
        return new(calls.GroupBy(c => c.TaskId, (task, its) => KeyValuePair.Create(task, Items(its))));
    }

    /// <summary>Taking all of it up keeps every processor busy; the ports open first, rather than seconds later.</summary>
    private async Task ServingAsync(CancellationToken cancellation)
    {
        var serving = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var started = lifetime.ApplicationStarted.Register(serving.SetResult);
        await serving.Task.WaitAsync(cancellation);
    }

    private async Task ResumeAsync(CancellationToken cancellation)
    {
        if (!_begun.IsEmpty)
        {
            log.LogInformation("Taking up {Count} tasks that were under way", _begun.Count);
        }
        foreach (var some in _begun.Chunk(AtOnce))
        {
            // Together for the commit alone: they are read one by one, so that requests find a processor meanwhile.
            await Task.WhenAll(some.Select(t => RepeatAsync(t.Key, t.Value, cancellation)));
        }
    }

    /// <summary>A task that cannot be read keeps nobody else from running.</summary>
    private async Task RepeatAsync(long taskId, IReadOnlyList<WorkItem> calls, CancellationToken cancellation)
    {
        // From the turn to the calls that follow it: let go in between, the run would be read twice.
        using var lease = runs.Hold(taskId);
        try
        {
            await turns.TakeAsync(taskId, new RepeatCalls(calls), "", "recover", cancellation: cancellation);
        }
        catch (Exception e) when (e is (StorageException and not WriteRefusedException) or DbException)
        {
            log.LogError(e, "Task {Task} could not be taken up; it will be tried again", taskId);
            return;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            log.LogError(e, "Task {Task} cannot be taken up", taskId);
        }
        foreach (var call in calls)
        {
            work.Add(taskId, call);
        }
        _begun.TryRemove(taskId, out _);
    }

    private async Task TakeUpAsync(CancellationToken cancellation)
    {
        var before = clock.GetUtcNow() + WorkQueue.Horizon;
        DueWork? last = null;
        IReadOnlyList<DueWork> page;
        try
        {
            do
            {
                page = await tasks.DueWorkAsync(before, last, Page, cancellation);
                foreach (var item in page)
                {
                    last = item;
                    // Nothing of a task is done before its history says what is repeated.
                    if (!_begun.ContainsKey(item.TaskId))
                    {
                        work.Add(item.TaskId, Item(item));
                    }
                }
            } while (page.Count == Page);
        }
        catch (Exception e) when (e is StorageException or DbException)
        {
            log.LogError(e, "Could not take up what is due; trying again");
        }
    }

    private static IReadOnlyList<WorkItem> Items(IEnumerable<DueWork> due) => [.. due.Select(Item)];

    private static WorkItem Item(DueWork due) => new(due.Node, due.Kind, due.Attempt, due.Number, due.DueAt);
}
