using Dapper;

namespace Sops.Storage;

/// <summary>What callers did and what they were refused.</summary>
public sealed class OperationStore(Database database)
{
    /// <summary>Keeps what changed nothing else; a change keeps its own record in its own transaction.</summary>
    public Task AddAsync(OperationRecord operation, CancellationToken cancellation = default) =>
        database.WriteAsync(
            session =>
            {
                session.Calls.Write(operation);
                return true;
            },
            cancellation
        );

    /// <summary>What was done to a task, newest first; what another business' callers tried is not told.</summary>
    /// <param name="nodeId">Null: to any of its nodes or the task itself.</param>
    /// <param name="beforeId">Goes on after the last id of the page before; null for the first page.</param>
    public async Task<IReadOnlyList<OperationRecord>> OfTaskAsync(
        long businessId,
        long taskId,
        string? nodeId,
        long? beforeId,
        int limit,
        CancellationToken cancellation = default
    )
    {
        await using var connection = await database.OpenReadAsync(cancellation);
        var rows = await connection.QueryAsync<OperationRecord>(
            """
            SELECT id, at, business_id, task_id, template_id, node_id, subject, method, name, operator,
                app_code, request_id, outcome
            FROM operation
            WHERE task_id = @taskId AND task_id > 0 AND business_id = @businessId AND id < @before
                AND (@nodeId IS NULL OR node_id = @nodeId)
            ORDER BY id DESC LIMIT @limit
            """,
            new
            {
                businessId,
                taskId,
                nodeId,
                limit,
                before = beforeId ?? long.MaxValue,
            }
        );
        return rows.AsList();
    }

    /// <summary>How many records from before that moment were deleted, at most so many at once.</summary>
    public Task<int> PurgeAsync(DateTimeOffset before, int limit, CancellationToken cancellation = default) =>
        database.WriteAsync(
            session =>
                session.Connection.Execute(
                    "DELETE FROM operation WHERE id IN (SELECT id FROM operation WHERE at < @before ORDER BY at LIMIT @limit)",
                    new { before, limit }
                ),
            cancellation
        );
}
