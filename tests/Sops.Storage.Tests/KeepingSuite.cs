using Dapper;
using Sops.Engine.Runs;

namespace Sops.Storage.Tests;

public abstract class KeepingSuite : StorageSuite
{
    private static readonly TaskEnd First = new() { FinishTime = DateTimeOffset.UnixEpoch };
    private static readonly TaskEnd Last = new() { FinishTime = Given.Noon.AddYears(1) };

    [Fact]
    public async Task EndedTasks_AreListedAsTheyEnded_WithoutThoseThatGoOn()
    {
        var second = await EndedAsync(minutes: 2);
        await Tasks.InsertAsync(Given.Task());
        var first = await EndedAsync(minutes: 1);
        var same = await EndedAsync(minutes: 2);

        var all = await Tasks.ListEndedAsync(First, Last, 10);

        Assert.Equal([first, second, same], all.Select(e => e.Id));
        Assert.Equal([all[1]], await Tasks.ListEndedAsync(all[0], Last, 1));
        Assert.Equal([all[0]], await Tasks.ListEndedAsync(First, all[1], 10));
        Assert.Equal(all[0], await Tasks.FindEndAsync(2));
        Assert.Null(await Tasks.FindEndAsync(3));
    }

    [Fact]
    public async Task Task_ThatEnded_IsRemovedWithAllItsRows_AndItsIdIsNotGivenAgain()
    {
        var id = await EndedAsync(minutes: 1);

        Assert.True(await Tasks.RemoveAsync(id));

        Assert.Null(await Tasks.FindForEngineAsync(id));
        await using (var connection = await Db.OpenReadAsync())
        {
            foreach (
                var table in (string[])
                    [
                        "task_event",
                        "task_node",
                        "task_attempt",
                        "task_token",
                        "task_variable",
                        "task_document",
                        "pipeline_snapshot",
                    ]
            )
            {
                Assert.Equal(
                    (table, 0),
                    (table, await connection.ExecuteScalarAsync<int>($"SELECT COUNT(*) FROM {table}"))
                );
            }
        }
        Assert.False(await Tasks.RemoveAsync(id));
        await ReopenAsync();
        Assert.Equal(id + 1, Tasks.NextId());
    }

    [Fact]
    public async Task Snapshot_ThatSomebodyElseHas_Stays()
    {
        var mine = await EndedAsync(minutes: 1, snapshot: """{"shared":1}""");
        var other = await Tasks.InsertAsync(Given.Task(), """{"shared":1}""");

        Assert.True(await Tasks.RemoveAsync(mine));

        var digest = (await Tasks.FindForEngineAsync(other))!.SnapshotDigest;
        Assert.Equal("""{"shared":1}""", await Db.Snapshots.FindAsync(digest));
    }

    [Fact]
    public async Task Task_ThatSomethingIsOwedTo_Stays()
    {
        var going = await Tasks.InsertAsync(Given.Task());
        var working = await EndedAsync(minutes: 1, Owed(2, Given.Noon));

        Assert.Empty(await Tasks.ListEndedAsync(First, Last, 10));
        Assert.False(await Tasks.RemoveAsync(going));
        Assert.False(await Tasks.RemoveAsync(working));
        Assert.NotNull(await Tasks.FindForEngineAsync(working));
    }

    [Fact]
    public async Task Task_WithACallThatIsNeverMade_IsRemoved()
    {
        var id = await EndedAsync(minutes: 1, Owed(1, WorkItem.Never));

        Assert.Equal(id, Assert.Single(await Tasks.ListEndedAsync(First, Last, 10)).Id);
        Assert.True(await Tasks.RemoveAsync(id));

        Assert.Empty(await Tasks.DueWorkAsync(DateTimeOffset.MaxValue, null, 10));
    }

    private static RunChanges Owed(int number, DateTimeOffset due) =>
        new() { Work = [new WorkItem(3, WorkKind.Call, 1, number, due)] };

    protected async Task<long> EndedAsync(int minutes, RunChanges? changes = null, string snapshot = "{}")
    {
        var id = await Tasks.InsertAsync(Given.Task(), snapshot);
        await Tasks.CommitAsync(
            Given.Turn(
                id,
                2,
                changes
                    ?? new RunChanges
                    {
                        Nodes = [Given.Node(0, NodeState.Finished)],
                        Archived = [Given.Node(3, NodeState.Failed)],
                        Tokens = [new Token { Id = 1, Node = 3 }],
                        Variables = [new Variable(0, "${a}", System.Text.Json.JsonElement.Parse("1"))],
                    }
            ) with
            {
                State = NodeState.Finished,
                FinishTime = Given.Noon.AddMinutes(minutes),
            }
        );
        return id;
    }
}
