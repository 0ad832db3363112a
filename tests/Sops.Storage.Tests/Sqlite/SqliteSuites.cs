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
            Given.Turn(
                Tasks.NextId(),
                1,
                new() { Nodes = [.. Enumerable.Range(0, 1000).Select(n => Given.Node(n, default))] }
            ),
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
