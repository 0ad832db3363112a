using Dapper;
using Sops.Engine.Runs;

namespace Sops.Storage.Tests;

public abstract class GroupCommitSuite : StorageSuite
{
    [Fact]
    public async Task Write_ByTwoHundredAtOnce_IsDurableInFewTransactions()
    {
        var ids = await BehindAGate(i => Tasks.InsertAsync(Given.Task(name: $"task {i}")), 200);
        var before = Db.Committer.Transactions;

        await BehindAGate(
            async i =>
            {
                await Tasks.CommitAsync(Given.Turn(ids[i], 2));
                return i;
            },
            200
        );

        // The gate's own, and one for the two hundred that gathered behind it.
        Assert.Equal(2, Db.Committer.Transactions - before);
        await ReopenAsync();
        Assert.Equal(200, ids.Distinct().Count());
        Assert.All(await Tasks.ListAsync(TaskQuery.Of(2) with { Limit = 500 }), task => Assert.Equal(2, task.Revision));
        Assert.Equal(200, await Tasks.CountUnfinishedAsync());
    }

    [Fact]
    public async Task Write_ThatFails_FailsAlone()
    {
        var outcomes = await BehindAGate(
            i => Outcome(() => Tasks.InsertAsync(Given.Task(name: i == 5 ? null! : $"task {i}"))),
            10
        );

        Assert.Equal([5], Enumerable.Range(0, 10).Where(i => outcomes[i] is StorageException));
        Assert.Equal(9, await Tasks.CountAsync(TaskQuery.Of(2)));
    }

    [Fact]
    public async Task Write_ThatThrowsHalfway_LeavesNothingOfItsOwn()
    {
        var id = await Tasks.InsertAsync(Given.Task());

        var outcomes = await BehindAGate(
            i =>
                Outcome(() =>
                    Db.WriteAsync<long>(session =>
                    {
                        session.CommitTurn(Given.Turn(id, 2 + (i / 2)));
                        return i % 2 == 0 ? throw new InvalidOperationException("halfway") : i;
                    })
                ),
            6
        );

        Assert.Equal(["halfway", null, "halfway", null, "halfway", null], outcomes.Select(o => o?.Message));
        Assert.Equal(4, (await Tasks.FindAsync(2, id))!.Revision);
    }

    [Fact]
    public async Task Write_WhileItsTransactionIsOpen_IsNotAnsweredNorSeen()
    {
        using var hold = new ManualResetEventSlim();
        var written = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        // Behind the gate the two meet in one transaction, which the second keeps open.
        using var gate = await WriterGate.CloseAsync(Db);
        var first = Tasks.InsertAsync(Given.Task());
        var second = Db.WriteAsync(_ =>
        {
            written.SetResult();
            hold.Wait();
            return true;
        });
        await gate.OpenAsync();
        await written.Task;

        var answered = first.IsCompleted;
        var seen = await Tasks.CountAsync(TaskQuery.Of(2));
        hold.Set();

        await second;
        Assert.False(answered);
        Assert.Equal(0, seen);
        Assert.NotNull(await Tasks.FindAsync(2, await first));
    }

    [Fact]
    public async Task Commit_OfOneRevisionTwice_OnlyOneWins()
    {
        var id = await Tasks.InsertAsync(Given.Task());

        var outcomes = await BehindAGate(i => Outcome(() => CommitAsync(id, 2, $"operator {i}")), 8);

        var winner = Assert.Single(Enumerable.Range(0, 8), i => outcomes[i] is null);
        Assert.All(outcomes.Where(o => o is not null), o => Assert.IsType<RevisionConflictException>(o));
        Assert.Equal($"operator {winner}", (await Tasks.FindAsync(2, id))!.Operator);
        Assert.Equal(2, (await Tasks.EventsAsync(id, 0, 10)).Count);
    }

    [Fact]
    public async Task Commit_ThatTheDatabaseRefuses_FailsTheWholeBatchAndGoesOn()
    {
        await Db.WriteAsync(s =>
            s.Connection.Execute(
                """
                CREATE TABLE late (id BIGINT PRIMARY KEY, task_id BIGINT REFERENCES task (id)
                    DEFERRABLE INITIALLY DEFERRED)
                """
            )
        );

        var outcomes = await BehindAGate(
            i =>
                Outcome(() =>
                    i == 1
                        ? Db.WriteAsync<long>(s => s.Connection.Execute("INSERT INTO late VALUES (1, 404)"))
                        : Tasks.InsertAsync(Given.Task())
                ),
            3
        );

        Assert.All(outcomes, o => Assert.Contains("could not be committed", o!.Message, StringComparison.Ordinal));
        Assert.False(Db.Committer.Failed.IsCompleted);
        Assert.NotNull(await Tasks.FindAsync(2, await Tasks.InsertAsync(Given.Task())));
        Assert.Equal(1, await Tasks.CountAsync(TaskQuery.Of(2)));
    }

    [Fact]
    public async Task Write_AfterTheConnectionIsLost_FailsFast()
    {
        var id = await Tasks.InsertAsync(Given.Task());

        await Assert.ThrowsAsync<DatabaseLostException>(() =>
            Db.WriteAsync(s =>
            {
                s.Connection.Close();
                return true;
            })
        );

        Assert.Contains("cannot be written any more", (await Db.Committer.Failed).Message, StringComparison.Ordinal);
        var error = await Assert.ThrowsAsync<DatabaseLostException>(() => Tasks.CommitAsync(Given.Turn(id, 2)));
        Assert.Contains("cannot be written any more", error.Message, StringComparison.Ordinal);
        await ReopenAsync();
        await Tasks.CommitAsync(Given.Turn(id, 2));
    }

    [Fact]
    public async Task Write_CancelledBeforeItsTurn_DoesNotHappen()
    {
        using var cancel = new CancellationTokenSource();
        using var gate = await WriterGate.CloseAsync(Db);
        var write = Tasks.InsertAsync(Given.Task(), [Given.Turn(Tasks.NextId(), 1)], "{}", cancellation: cancel.Token);
        await cancel.CancelAsync();
        await gate.OpenAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => write);
        Assert.Equal(0, await Tasks.CountAsync(TaskQuery.Of(2)));
    }

    [Fact]
    public async Task Write_BeyondTheQueue_WaitsForRoom()
    {
        var ids = await BehindAGate(i => Db.WriteAsync(_ => i), 10_000);

        Assert.Equal(Enumerable.Range(0, 10_000), ids);
    }

    [Fact]
    public async Task Write_ContinuesAwayFromTheWritersThread()
    {
        // In a task of its own, where no synchronization context takes the continuation elsewhere anyway.
        var (writer, after) = await Task.Run(async () =>
        {
            var thread = await Db.WriteAsync(_ => Environment.CurrentManagedThreadId);
            return (thread, Environment.CurrentManagedThreadId);
        });

        Assert.NotEqual(writer, after);
    }

    [Fact]
    public async Task Dispose_WithWritesWaiting_CommitsThemAndRefusesMore()
    {
        using var gate = await WriterGate.CloseAsync(Db);
        var writes = Enumerable.Range(0, 20).Select(_ => Tasks.InsertAsync(Given.Task())).ToList();
        var closing = Db.DisposeAsync();
        var late = Tasks.InsertAsync(Given.Task());
        await gate.OpenAsync();

        await closing;

        await Task.WhenAll(writes);
        await Assert.ThrowsAsync<StorageException>(() => late);
        await ReopenAsync();
        Assert.Equal(20, await Tasks.CountAsync(TaskQuery.Of(2)));
    }

    /// <summary>Starts writes while the writer is held up, so that they meet in its queue.</summary>
    private async Task<T[]> BehindAGate<T>(Func<int, Task<T>> write, int count)
    {
        using var gate = await WriterGate.CloseAsync(Db);
        var writes = Enumerable.Range(0, count).Select(write).ToList();
        await gate.OpenAsync();
        return await Task.WhenAll(writes);
    }

    private async Task<long> CommitAsync(long id, long revision, string @operator)
    {
        await Tasks.CommitAsync(Given.Turn(id, revision) with { Operator = @operator });
        return revision;
    }

    private static async Task<Exception?> Outcome<T>(Func<Task<T>> write)
    {
        try
        {
            await write();
            return null;
        }
        catch (Exception e) when (e is StorageException or InvalidOperationException)
        {
            return e;
        }
    }
}
