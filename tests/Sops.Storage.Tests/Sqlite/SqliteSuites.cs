using Dapper;
using Sops.Engine.Runs;

namespace Sops.Storage.Tests.Sqlite;

public sealed class SqliteTaskTests : TaskSuite
{
    private readonly TempFile _file = new();
    protected override string ConnectionString => _file.ConnectionString;

    protected override void Remove() => _file.Dispose();

    [Fact]
    public async Task Commit_TouchingSomeNodes_WritesNoOtherRows()
    {
        var id = await Tasks.InsertAsync(
            Given.Task(),
            [
                Given.Turn(
                    Tasks.NextId(),
                    1,
                    new() { Nodes = [.. Enumerable.Range(0, 1000).Select(n => Given.Node(n, default))] }
                ),
            ],
            "{}"
        );

        var rows = await Db.WriteAsync(session =>
        {
            var before = session.Connection.ExecuteScalar<long>("SELECT total_changes()");
            session.CommitTurn(
                Given.Turn(
                    id,
                    2,
                    new() { Nodes = [.. new[] { 0, 7, 500 }.Select(n => Given.Node(n, NodeState.Failed))] }
                )
            );
            return session.Connection.ExecuteScalar<long>("SELECT total_changes()") - before;
        });

        // Three nodes, the task and its event.
        Assert.Equal(5, rows);
        var run = await Tasks.LoadRunAsync(id);
        Assert.Equal([0, 7, 500], run!.Nodes.Where(n => n.State == NodeState.Failed).Select(n => n.Node));
    }
}

public sealed class SqliteMigrationTests : MigrationSuite
{
    private readonly TempFile _file = new();
    protected override string ConnectionString => _file.ConnectionString;

    protected override void Remove() => _file.Dispose();
}

public sealed class SqliteGroupCommitTests : GroupCommitSuite
{
    private readonly TempFile _file = new();
    protected override string ConnectionString => _file.ConnectionString;

    protected override void Remove() => _file.Dispose();
}

public sealed class SqliteHistoryTests : HistorySuite
{
    private readonly TempFile _file = new();
    protected override string ConnectionString => _file.ConnectionString;

    protected override void Remove() => _file.Dispose();
}

public sealed class SqliteRequestTests : RequestSuite
{
    private readonly TempFile _file = new();
    protected override string ConnectionString => _file.ConnectionString;

    protected override void Remove() => _file.Dispose();
}

public sealed class SqliteTemplateTests : TemplateSuite
{
    private readonly TempFile _file = new();
    protected override string ConnectionString => _file.ConnectionString;

    protected override void Remove() => _file.Dispose();
}

public sealed class SqliteOperationTests : OperationSuite
{
    private readonly TempFile _file = new();
    protected override string ConnectionString => _file.ConnectionString;

    protected override void Remove() => _file.Dispose();
}

public sealed class SqlitePeriodicTaskTests : PeriodicTaskSuite
{
    private readonly TempFile _file = new();
    protected override string ConnectionString => _file.ConnectionString;

    protected override void Remove() => _file.Dispose();
}

public sealed class SqliteClockedTaskTests : ClockedTaskSuite
{
    private readonly TempFile _file = new();
    protected override string ConnectionString => _file.ConnectionString;

    protected override void Remove() => _file.Dispose();
}

public sealed class SqliteKeepingTests : KeepingSuite
{
    private readonly TempFile _file = new();
    protected override string ConnectionString => _file.ConnectionString;

    protected override void Remove() => _file.Dispose();

    [Fact]
    public async Task Space_OfRemovedTasks_IsGivenBack()
    {
        var tasks = new List<long>();
        for (var i = 0; i < 20; i++)
        {
            tasks.Add(await EndedAsync(i, snapshot: $$"""{"{{i}}":"{{new string('x', 200_000)}}"}"""));
        }
        var before = await PagesAsync();
        foreach (var task in tasks)
        {
            await Tasks.RemoveAsync(task);
        }

        var rounds = 1;
        while (await Db.ReclaimAsync())
        {
            rounds++;
        }

        Assert.InRange(await PagesAsync(), 1, before / 4);
        Assert.InRange(rounds, 2, 50);
        Assert.True(await Tasks.InsertAsync(Given.Task()) > tasks[^1]);
        // The file itself too, though nothing else is written.
        Assert.InRange(new FileInfo(_file.File).Length, 1, before / 4 * 4096);
    }

    [Theory]
    [InlineData(
        "SELECT finish_time, id FROM task WHERE finish_time IS NOT NULL ORDER BY finish_time DESC, id DESC LIMIT 1 OFFSET 9",
        "USING COVERING INDEX task_ended"
    )]
    [InlineData("SELECT 1 FROM task WHERE snapshot_digest = 'x'", "USING COVERING INDEX task_by_snapshot")]
    public async Task Purge_ReadsAnIndex(string sql, string plan)
    {
        await using var connection = await Db.OpenReadAsync();
        var steps = await connection.QueryAsync<(long, long, long, string Detail)>($"EXPLAIN QUERY PLAN {sql}");
        Assert.Contains(plan, Assert.Single(steps).Detail, StringComparison.Ordinal);
    }

    private async Task<long> PagesAsync()
    {
        await using var connection = await Db.OpenReadAsync();
        return await connection.ExecuteScalarAsync<long>("PRAGMA page_count");
    }
}
