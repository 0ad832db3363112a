using Microsoft.Extensions.Options;
using Sops.Engine;
using Sops.Engine.Pipelines;
using Sops.Engine.Runs;
using Sops.Server.Access;
using Sops.Server.Deliveries;
using Sops.Server.Overload;
using Sops.Storage;

namespace Sops.Server.Runtime;

/// <summary>
/// Takes turns: decides a command over the run, commits what came of it, and only then hands out the work, tells the
/// watchers and answers. Serial within a task, parallel between tasks. Turns that nobody has to see one by one (what the
/// service tells itself, answers of plugins without effects) share a transaction.
/// </summary>
public sealed class TurnRunner(
    LiveRuns runs,
    RunLoader loader,
    TaskStore tasks,
    CommittedTurns committed,
    TaskViews views,
    SharedVariables shared,
    Requests requests,
    TreeCache trees,
    PluginCalls calls,
    Outbox outbox,
    CallGate gate,
    TimeProvider clock,
    IOptions<RuntimeOptions> options
)
{
    /// <summary>Enough to share what a transaction costs, and few enough that whoever comes next need not wait.</summary>
    private const int MostTogether = 64;
    private const long MostBytesTogether = 1 << 20;
    private const long MostStepsTogether = 100_000;

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
        using var place = call is null ? null : gate.EnterTask(live, command);
        var letter = new Letter(command, actor, name, notBefore, call);
        live.Mailbox.Add(letter);
        try
        {
            await live.Gate.WaitAsync(call?.Cancellation ?? cancellation);
        }
        catch (OperationCanceledException) when (!live.Mailbox.TryWithdraw(letter))
        {
            // From here on nobody's patience counts: a turn is either taken or not, never left half-way.
            return await letter.Outcome;
        }
        try
        {
            // Whoever was in before may have taken it along.
            while (!letter.Outcome.IsCompleted)
            {
                await TakeAsync(live, live.Mailbox.Take());
            }
        }
        finally
        {
            live.Gate.Release();
        }
        return await letter.Outcome;
    }

    /// <summary>Takes turns one upon the other, commits them together, and answers only then.</summary>
    private async Task TakeAsync(LiveRun live, IReadOnlyList<Letter> letters, bool goesOn = true)
    {
        var (commits, isDecided) = (new List<TurnCommit>(), false);
        try
        {
            var taken = new List<TakenTurn>(letters.Count);
            foreach (var letter in letters)
            {
                taken.Add(await DecideAsync(live, letter));
            }
            commits.AddRange(taken.Select(t => t.Commit).OfType<TurnCommit>());
            if (goesOn)
            {
                await GoOnAsync(live, commits);
            }
            isDecided = true;
            await CommitAsync(live, commits, taken.Select(t => t.Record).OfType<CallRecord>());
            foreach (var turn in taken)
            {
                turn.Letter.Answer(turn.Outcome);
            }
        }
        catch (Exception) when (letters.Count > 1 || commits.Count > 1 || (goesOn && !isDecided))
        {
            // One of them cannot be taken, and only that one is to fail; what follows from them comes after the commit then.
            // The run holds turns that were not committed.
            live.Run = null;
            foreach (var letter in letters)
            {
                await TakeAsync(live, [letter], goesOn: false);
            }
        }
        catch (DuplicateRequestException)
        {
            // A turn of another task was quicker under the same id.
            await AnswerRacedAsync(letters[0]);
        }
        catch (Exception e)
        {
            letters[0].Fail(e);
        }
    }

    /// <summary>
    /// Adds the turns that follow from those by calls whose answers need not wait for a commit. What it leaves, for there is no
    /// end to a loop, is called after the commit like everything else.
    /// </summary>
    private async Task GoOnAsync(LiveRun live, List<TurnCommit> commits)
    {
        var (steps, bytes) = (0L, 0L);
        for (var i = 0; i < commits.Count && HasRoom(); i++)
        {
            foreach (var work in commits[i].Changes.Work)
            {
                if (
                    HasRoom()
                    && calls.AnswerAtOnce(live.Run!, work) is { } answer
                    && await DecideAsync(live, new Letter(answer, "", PluginCaller.NameOf(work), work.Due, null))
                        is { Commit: { } next } turn
                )
                {
                    commits.Add(next);
                    (steps, bytes) = (steps + turn.Decision!.Steps, bytes + turn.Decision.Bytes);
                }
            }
        }

        bool HasRoom() => commits.Count < MostTogether && steps < MostStepsTogether && bytes < MostBytesTogether;
    }

    private async Task AnswerRacedAsync(Letter letter)
    {
        try
        {
            letter.Answer(new TurnOutcome(await requests.RacedAsync(letter.Call), null));
        }
        catch (Exception e)
        {
            letter.Fail(e);
        }
    }

    /// <summary>What a command comes to, after those before it; nobody is to learn of it before it is committed.</summary>
    private async Task<TakenTurn> DecideAsync(LiveRun live, Letter letter)
    {
        var (command, call) = (letter.Command, letter.Call);
        if (await requests.AnsweredAsync(call) is { } before)
        {
            return new TakenTurn(letter, new TurnOutcome(before, null));
        }
        var loaded = live.Run ??= await loader.LoadAsync(live.TaskId, CancellationToken.None);
        var (run, at) = (loaded.Run, Moment(letter.NotBefore));
        var barred = Claims.Against(loaded.Task, run.State, command);
        var decision = barred ?? Decider.Decide(run, command, Context(loaded, at));
        var answer = new Answer { TaskId = live.TaskId, Revision = run.Revision };
        if (decision.Refusal is { } refusal)
        {
            return new TakenTurn(letter, new TurnOutcome(answer, refusal));
        }
        answer = answer with
        {
            Revision = run.Revision + (decision.Events.Count > 0 ? 1 : 0),
            Delivered = command is CallBack back && run.Node(back.Node) is { IsAwaitingCallback: true },
        };
        var record = call?.Record(answer, at);
        if (decision.Events.Count == 0)
        {
            return new TakenTurn(letter, new TurnOutcome(answer, null)) { Record = record };
        }
        var after = loaded.Task.After(command);
        var commit = TurnCommits.Of(after, answer.Revision, decision, at, letter.Actor, letter.Name) with
        {
            Deliveries = outbox.Of(after, answer.Revision, run, decision, at),
            Call = record,
        };
        run.Apply(decision);
        live.Run = loaded with { Task = after };
        return new TakenTurn(letter, new TurnOutcome(answer, null)) { Commit = commit, Decision = decision };
    }

    /// <summary>Reads off a run, between two turns, what a call's command is to be made of.</summary>
    public Task<T> ReadAsync<T>(long taskId, Func<LoadedRun, T> read, Call call) =>
        ReadAsync(taskId, read, run => gate.EnterTask(run), call.Cancellation);

    /// <summary>Reads off a run between two turns.</summary>
    public Task<T> ReadAsync<T>(long taskId, Func<LoadedRun, T> read, CancellationToken cancellation = default) =>
        ReadAsync(taskId, read, _ => null, cancellation);

    private async Task<T> ReadAsync<T>(
        long taskId,
        Func<LoadedRun, T> read,
        Func<LiveRun, IDisposable?> enter,
        CancellationToken cancellation
    )
    {
        using var lease = runs.Hold(taskId);
        using var place = enter(lease.Run);
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
            run.Apply(decision);
            lease.Run.Run = new LoadedRun(facts, run);
            var (commits, isDecided) = (new List<TurnCommit> { commit }, false);
            try
            {
                await GoOnAsync(lease.Run, commits);
                isDecided = true;
                await InsertAsync(commits);
            }
            catch (Exception) when (commits.Count > 1 || !isDecided)
            {
                // What follows from it cannot be taken, which is not to keep the task from being made.
                lease.Run.Run = null;
                commits = [commit];
                await InsertAsync(commits);
            }
            trees.Keep(first.Snapshot);
            committed.Publish(facts, commits);
            return row.Id;
        }
        catch
        {
            lease.Run.Run = null;
            throw;
        }
        finally
        {
            lease.Run.Gate.Release();
        }

        Task InsertAsync(IReadOnlyList<TurnCommit> turns) =>
            tasks.InsertAsync(
                row,
                turns,
                first.Snapshot.Text,
                first.Tick?.Invoke(row.Id, at),
                first.Clocked?.Invoke(row.Id),
                cancellation
            );
    }

    /// <summary>What a decision at that moment may depend on besides the run.</summary>
    public DecisionContext Context(LoadedRun loaded, DateTimeOffset at) =>
        new()
        {
            Now = at,
            Zone = options.Value.Zone,
            SharedVariables = new(() => shared.Of(loaded.Task, loaded.Run)),
            Limits = options.Value.Runs,
            IsRepeatable = calls.IsRepeatable,
            HasEffects = calls.HasEffects,
        };

    /// <summary>Makes turns durable, and then hands out their work and tells of them.</summary>
    private async Task CommitAsync(LiveRun live, IReadOnlyList<TurnCommit> commits, IEnumerable<CallRecord> records)
    {
        try
        {
            if (commits.Count > 0)
            {
                await tasks.CommitAsync(commits);
            }
            foreach (var record in records)
            {
                await tasks.KeepAsync(record, CancellationToken.None);
            }
        }
        catch
        {
            // Whether it was stored is unknown to this copy: the next turn reads the rows.
            live.Run = null;
            throw;
        }
        finally
        {
            views.Forget(live.TaskId);
        }
        if (commits.Count > 0)
        {
            committed.Publish(live.Run!.Task, commits);
        }
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

/// <summary>A turn that was decided and is yet to be committed.</summary>
/// <param name="Outcome">What whoever asked is told once it is.</param>
internal sealed record TakenTurn(Letter Letter, TurnOutcome Outcome)
{
    /// <summary>Null where nothing changes.</summary>
    public TurnCommit? Commit { get; init; }

    /// <summary>What is kept of a call that changes nothing.</summary>
    public CallRecord? Record { get; init; }

    /// <summary>What the commit is made of.</summary>
    public Decision? Decision { get; init; }
}
