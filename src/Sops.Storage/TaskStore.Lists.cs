using Dapper;
using Sops.Engine.Runs;

namespace Sops.Storage;

public sealed partial class TaskStore
{
    /// <summary>
    /// A page of tasks, newest first, without their constants and what nothing is searched by. Ids are given out before
    /// they are committed, so a task can appear below one that was already listed: pages that run on downwards still
    /// meet it, unless it appears above the place they have come to; then it is on a newer first page.
    /// </summary>
    public async Task<IReadOnlyList<TaskRow>> ListAsync(TaskQuery query, CancellationToken cancellation = default)
    {
        var filter = new TaskFilter(database.Dialect, query);
        filter.Parameters.Add("before", query.BeforeId ?? long.MaxValue);
        filter.Parameters.Add("limit", query.Limit);
        filter.Parameters.Add("offset", query.Offset);
        await using var connection = await database.OpenReadAsync(cancellation);
        var rows = await connection.QueryAsync<TaskRow>(
            new CommandDefinition(
                $"""
                SELECT {RowColumns} FROM task t WHERE {filter.Sql} AND t.id < @before
                ORDER BY t.id DESC LIMIT @limit OFFSET @offset
                """,
                filter.Parameters,
                cancellationToken: cancellation
            )
        );
        return rows.AsList();
    }

    /// <summary>How many tasks match, whatever the page.</summary>
    public async Task<long> CountAsync(TaskQuery query, CancellationToken cancellation = default)
    {
        var filter = new TaskFilter(database.Dialect, query);
        await using var connection = await database.OpenReadAsync(cancellation);
        return await connection.ExecuteScalarAsync<long>(
            new CommandDefinition(
                $"SELECT COUNT(*) FROM task t WHERE {filter.Sql}",
                filter.Parameters,
                cancellationToken: cancellation
            )
        );
    }

    /// <summary>How many tasks match in each group that has any.</summary>
    public async Task<IReadOnlyDictionary<string, long>> CountByAsync(
        TaskGrouping grouping,
        TaskQuery query,
        CancellationToken cancellation = default
    )
    {
        var filter = new TaskFilter(database.Dialect, query);
        await using var connection = await database.OpenReadAsync(cancellation);
        var groups = await connection.QueryAsync<(string Code, long Value)>(
            new CommandDefinition(
                $"SELECT {TaskFilter.Group(grouping)}, COUNT(*) FROM task t WHERE {filter.Sql} GROUP BY 1",
                filter.Parameters,
                cancellationToken: cancellation
            )
        );
        return groups.ToDictionary(g => g.Code, g => g.Value);
    }

    /// <summary>Tasks of one business with what is known of each as a whole, newest first; ids that it does not have are left out.</summary>
    public async Task<IReadOnlyList<(TaskRow Task, NodeRun Root)>> RootsAsync(
        long businessId,
        IReadOnlyCollection<long> ids,
        CancellationToken cancellation = default
    )
    {
        var filter = new TaskFilter(
            database.Dialect,
            TaskQuery.Of(businessId, new TaskCondition(TaskField.Id, Lookup.In, ids))
        );
        await using var connection = await database.OpenReadAsync(cancellation);
        var rows = await connection.QueryAsync<TaskRow, string, (TaskRow, NodeRun)>(
            new CommandDefinition(
                $"""
                SELECT {RowColumns}, n.doc FROM task t JOIN task_node n ON n.task_id = t.id AND n.node = 0
                WHERE {filter.Sql} ORDER BY t.id DESC
                """,
                filter.Parameters,
                cancellationToken: cancellation
            ),
            (task, root) => (task, Node(root)),
            splitOn: "doc"
        );
        return rows.AsList();
    }

    /// <summary>Tasks that have not come to their end, of one business or of all.</summary>
    public async Task<long> CountUnfinishedAsync(long? businessId = null, CancellationToken cancellation = default)
    {
        await using var connection = await database.OpenReadAsync(cancellation);
        return await connection.ExecuteScalarAsync<long>(
            """
            SELECT COUNT(*) FROM task
            WHERE finish_time IS NULL AND is_deleted = 0 AND (@businessId IS NULL OR business_id = @businessId)
            """,
            new { businessId }
        );
    }
}
