using Dapper;

namespace Sops.Storage.Tests.Sqlite;

public sealed class SqliteTaskListTests : TaskListSuite
{
    private readonly TempFile _file = new();
    protected override string ConnectionString => _file.ConnectionString;

    protected override void Remove() => _file.Dispose();

    /// <summary>Plans over a table whose size would be felt: no search goes through all tasks, and no page is sorted.</summary>
    [Fact]
    public async Task Search_OfManyTasks_GoesByItsIndex()
    {
        await FillAsync(50_000);
        var one = TaskQuery.Of(2);
        var template = TaskQuery.Of(2, new TaskCondition(TaskField.TemplateId, Lookup.Is, 4L));
        var functional = new TaskQuery { Businesses = null, Functional = true };
        var claimed = new TaskCondition(TaskField.IsClaimed, Lookup.Is, true);

        Assert.Equal("task_by_business (business_id=? AND is_deleted=? AND id<?)", await PageAsync(one));
        Assert.Equal("COVERING task_by_business (business_id=? AND is_deleted=?)", await CountPlanAsync(one));
        Assert.Equal(
            "task_by_template (business_id=? AND template_id=? AND is_deleted=? AND id<?)",
            await PageAsync(template)
        );
        Assert.Equal(
            "COVERING task_by_template (business_id=? AND template_id=? AND is_deleted=?)",
            await CountPlanAsync(template)
        );
        Assert.Equal("task_unfinished (business_id=? AND rowid<?)", await PageAsync(template with { Unended = true }));
        Assert.StartsWith(
            "INTEGER PRIMARY KEY (rowid=?)",
            await PageAsync(template with { Ids = [3, 4] }),
            StringComparison.Ordinal
        );
        Assert.Equal("task_functional (id<?)", await PageAsync(functional));
        Assert.Equal("task_functional (id<?)", await PageAsync(functional with { Businesses = [2] }));
        Assert.Equal("task_functional (id<?)", await PageAsync(functional with { Conditions = [claimed] }));
        Assert.Equal("task_functional", await CountPlanAsync(functional with { Businesses = [2] }));
    }

    private async Task FillAsync(int tasks)
    {
        await Tasks.InsertAsync(Given.Task());
        await Db.WriteAsync(session =>
            session.Connection.Execute(
                """
                WITH RECURSIVE more (i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM more WHERE i < @tasks)
                INSERT INTO task (id, business_id, revision, state, shown_state, next_token, operator, space, name,
                    template_id, template_source, category, flow_type, current_flow, creator, executor, create_method,
                    app_code, description, instance_id, snapshot_digest, create_time, is_deleted)
                SELECT i, 2 + i % 2, 1, 1, 1, 1, '', 0, 'name', i % 10, 'project', 'Other',
                    CASE WHEN i % 500 = 0 THEN 'common_func' ELSE 'common' END, '', 'ann', '', 'api', '', '', 'n',
                    snapshot_digest, i, 0
                FROM more CROSS JOIN (SELECT snapshot_digest FROM task WHERE id = 1)
                """,
                new { tasks }
            )
        );
    }

    private Task<string> PageAsync(TaskQuery query) =>
        PlanAsync("t.name", query, " AND t.id < 40000 ORDER BY t.id DESC LIMIT 100");

    private Task<string> CountPlanAsync(TaskQuery query) => PlanAsync("COUNT(*)", query, "");

    private async Task<string> PlanAsync(string what, TaskQuery query, string rest)
    {
        var filter = new TaskFilter(Db.Dialect, query);
        await using var connection = await Db.OpenReadAsync();
        var plan = await connection.QueryAsync<(int, int, int, string Detail)>(
            $"EXPLAIN QUERY PLAN SELECT {what} FROM task t WHERE {filter.Sql}{rest}",
            filter.Parameters
        );
        return string.Join("; ", plan.Select(p => p.Detail))
            .Replace("SEARCH t USING ", "", StringComparison.Ordinal)
            .Replace("SCAN t USING ", "", StringComparison.Ordinal)
            .Replace("INDEX ", "", StringComparison.Ordinal);
    }
}
