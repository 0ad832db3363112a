using Microsoft.Extensions.Options;
using Sops.Engine;
using Sops.Engine.Pipelines;
using Sops.Engine.Plugins;
using Sops.Engine.Runs;
using Sops.Server.Access;
using Sops.Server.Deliveries;
using Sops.Storage;

namespace Sops.Server.Runtime;

/// <summary>
/// Takes turns: decides a command over the run, commits what came of it, and only then applies it, hands out the work,
/// tells the watchers and answers. Serial within a task, parallel between tasks.
/// </summary>
public sealed class TurnRunner(
    LiveRuns runs,
    RunLoader loader,
    TaskStore tasks,
    WorkQueue work,
    WatchHub watchers,
    TaskViews views,
    SharedVariables shared,
    Requests requests,
    TreeCache trees,
    ScheduleAlarm alarm,
    IPluginCatalog plugins,
    Outbox outbox,
    TimeProvider clock,
    IOptions<RuntimeOptions> options
)
{
    /// <summary>Decides and commits one command.</summary>
    /// <param name="actor">Who asks; "" for the service itself.</param>
    /// <param name="notBefore">The moment the command was due, where it was a timer's.</param>
    public async Task<TurnOutcome> TakeAsync(
        long taskId,
        Command command,
        string actor,
        string name,
        DateTimeOffset? notBefore = null,
        Call? call = null,
        CancellationToken cancellation = default
    )
    {
        using var lease = runs.Hold(taskId);
        var live = lease.Run;
        await live.Gate.WaitAsync(call?.Cancellation ?? cancellation);
        try
        {
            // From here on nobody's patience counts: a turn is either taken or not, never left half-way.
            if (await requests.AnsweredAsync(call) is { } before)
            {
                return new TurnOutcome(before, null);
            }
            var loaded = live.Run ??= await loader.LoadAsync(taskId, CancellationToken.None);
            var at = Moment(notBefore);
            var barred = Claims.Against(loaded.Task, loaded.Run.State, command);
            var decision = barred ?? Decider.Decide(loaded.Run, command, Context(loaded, at));
            if (decision.Refusal is { } refusal)
            {
                return new TurnOutcome(new Answer { TaskId = taskId, Revision = loaded.Run.Revision }, refusal);
            }
            var answer = new Answer
            {
                TaskId = taskId,
                Revision = loaded.Run.Revision + (decision.Events.Count > 0 ? 1 : 0),
                Delivered = command is CallBack back && loaded.Run.Node(back.Node) is { IsAwaitingCallback: true },
            };
            if (decision.Events.Count > 0)
            {
                var after = loaded with { Task = loaded.Task.After(command) };
                var commit = TurnCommits.Of(after.Task, answer.Revision, decision, at, actor, name) with
                {
                    Deliveries = outbox.Of(after.Task, answer.Revision, loaded.Run, decision, at),
                    Call = call?.Record(answer, at),
                };
                await CommitAsync(live, after, decision, commit);
            }
            else if (call is not null)
            {
                await tasks.KeepAsync(call.Record(answer, at), CancellationToken.None);
            }
            return new TurnOutcome(answer, null);
        }
        catch (DuplicateRequestException)
        {
            // A turn of another task was quicker under the same id.
            return new TurnOutcome(await requests.RacedAsync(call), null);
        }
        finally
        {
            live.Gate.Release();
        }
    }

    /// <summary>Reads off a run between two turns.</summary>
    public async Task<T> ReadAsync<T>(long taskId, Func<LoadedRun, T> read, CancellationToken cancellation = default)
    {
        using var lease = runs.Hold(taskId);
        await lease.Run.Gate.WaitAsync(cancellation);
        try
        {
            return read(lease.Run.Run ??= await loader.LoadAsync(taskId, cancellation));
        }
        finally
        {
            lease.Run.Gate.Release();
        }
    }

    /// <summary>Removes a task that has ended, between two turns. False when it has not, or somebody is at work on it.</summary>
    public async Task<bool> RemoveAsync(long taskId, CancellationToken cancellation = default)
    {
        using var lease = runs.Hold(taskId);
        await lease.Run.Gate.WaitAsync(cancellation);
        try
        {
            return lease.IsAlone && await tasks.RemoveAsync(taskId, CancellationToken.None);
        }
        finally
        {
            lease.Run.Run = null;
            views.Forget(taskId);
            lease.Run.Gate.Release();
        }
    }

    /// <summary>Makes a task that a call asks for, by its first turn, which may start it too.</summary>
    public Task<Answer> BeginAsync(TaskRow task, Snapshot snapshot, ValueMap constants, bool start, Call call) =>
        requests.OnceAsync(
            call,
            async () =>
            {
                var answer = new Answer { Revision = 1 };
                var id = await MakeAsync(
                    new FirstTurn(task, snapshot, constants)
                    {
                        Starter = start ? call.Caller.User : null,
                        Actor = call.Caller.User,
                        Command = call.Name,
                        Record = (id, at) => call.Record(answer with { TaskId = id }, at),
                    },
                    call.Cancellation
                );
                return answer with { TaskId = id };
            }
        );

    /// <summary>Makes a task by its first turn, and gives back its id.</summary>
    /// <exception cref="StorageException">It was not made; see <see cref="TaskStore.InsertAsync"/>.</exception>
    public async Task<long> MakeAsync(FirstTurn first, CancellationToken cancellation)
    {
        var at = Moment(null);
        var row = first.Task with { Id = tasks.NextId() };
        var facts = RunLoader.FactsOf(row);
        var run = new Run(first.Snapshot.Tree, new TaskIds(row.InstanceId));
        var decision = Decider.Create(run, first.Constants, first.Starter, Context(new LoadedRun(facts, run), at));
        var commit = TurnCommits.Of(facts, 1, decision, at, first.Actor, first.Command) with
        {
            Deliveries = outbox.Of(facts, 1, run, decision, at),
            Call = first.Record(row.Id, at),
        };
        // Whoever hears of the task before this is through finds it here, as it is once it is stored.
        using var lease = runs.Hold(row.Id);
        await lease.Run.Gate.WaitAsync(CancellationToken.None);
        try
        {
            await tasks.InsertAsync(
                row,
                commit,
                first.Snapshot.Text,
                first.Tick?.Invoke(row.Id, at),
                first.Clocked?.Invoke(row.Id),
                cancellation
            );
            run.Apply(decision);
            lease.Run.Run = new LoadedRun(facts, run);
            trees.Keep(first.Snapshot);
            foreach (var due in decision.Changes.Work)
            {
                work.Add(row.Id, due);
            }
            outbox.Committed(commit.Deliveries);
            return row.Id;
        }
        finally
        {
            lease.Run.Gate.Release();
        }
    }

    /// <summary>What a decision at that moment may depend on besides the run.</summary>
    public DecisionContext Context(LoadedRun loaded, DateTimeOffset at) =>
        new()
        {
            Now = at,
            Zone = options.Value.Zone,
            SharedVariables = new(() => shared.Of(loaded.Task, loaded.Run)),
            Limits = options.Value.Runs,
            IsRepeatable = c => !plugins.TryGet(c.Code, c.Version, out var plugin) || plugin.Info.IsRepeatable,
        };

    private async Task CommitAsync(LiveRun live, LoadedRun loaded, Decision decision, TurnCommit commit)
    {
        try
        {
            await tasks.CommitAsync(commit);
        }
        catch
        {
            // Whether it was stored is unknown to this copy: the next turn reads the rows.
            live.Run = null;
            throw;
        }
        finally
        {
            views.Forget(loaded.Task.Id);
        }
        loaded.Run.Apply(decision);
        live.Run = loaded;
        foreach (var done in decision.Changes.WorkDone)
        {
            work.Remove(loaded.Task.Id, done);
        }
        foreach (var due in decision.Changes.Work)
        {
            work.Add(loaded.Task.Id, due);
        }
        watchers.Publish(loaded.Task.Id, loaded.Run.Revision);
        if (loaded.Task.PeriodicTaskId is not null && commit.State is NodeState.Finished or NodeState.Revoked)
        {
            alarm.Ring();
        }
        outbox.Committed(commit.Deliveries);
    }

    /// <summary>Now, in whole milliseconds as it is stored; a timer's turn is never before the timer.</summary>
    private DateTimeOffset Moment(DateTimeOffset? notBefore)
    {
        var now = clock.GetUtcNow();
        now = notBefore > now ? notBefore.Value : now;
        return DateTimeOffset.FromUnixTimeMilliseconds(now.ToUnixTimeMilliseconds());
    }
}

/// <summary>What a command led to.</summary>
/// <param name="Refusal">Null where it was taken.</param>
public sealed record TurnOutcome(Answer Answer, Refusal? Refusal);
