using Dapper;
using Sops.Engine.Runs;

namespace Sops.Storage;

public sealed partial class TaskStore
{
    /// <summary>The turns after a revision, oldest first.</summary>
    public async Task<IReadOnlyList<TurnRow>> EventsAsync(
        long taskId,
        long afterRevision,
        int limit,
        CancellationToken cancellation = default
    )
    {
        await using var connection = await database.OpenReadAsync(cancellation);
        var rows = await connection.QueryAsync<TurnRow>(
            """
            SELECT revision, at, actor, command, events, shown FROM task_event
            WHERE task_id = @taskId AND revision > @afterRevision
            ORDER BY revision LIMIT @limit
            """,
            new
            {
                taskId,
                afterRevision,
                limit,
            }
        );
        return rows.AsList();
    }

    /// <summary>Former attempts of a node, oldest first.</summary>
    public async Task<IReadOnlyList<NodeRun>> AttemptsAsync(
        long taskId,
        int node,
        CancellationToken cancellation = default
    )
    {
        await using var connection = await database.OpenReadAsync(cancellation);
        var docs = await connection.QueryAsync<string>(
            "SELECT doc FROM task_attempt WHERE task_id = @taskId AND node = @node ORDER BY archived",
            new { taskId, node }
        );
        return [.. docs.Select(Node)];
    }

    /// <summary>Work of all tasks that is due by a moment, the longest due first.</summary>
    /// <param name="after">The last of the page before; null for the first page.</param>
    public async Task<IReadOnlyList<DueWork>> DueWorkAsync(
        DateTimeOffset dueBefore,
        DueWork? after,
        int limit,
        CancellationToken cancellation = default
    )
    {
        await using var connection = await database.OpenReadAsync(cancellation);
        var rows = await connection.QueryAsync<DueWork>(
            """
            SELECT task_id, node, kind, attempt, number, due_at FROM work_item
            WHERE due_at <= @dueBefore AND (due_at, task_id, node, kind) > (@dueAt, @taskId, @node, @kind)
            ORDER BY due_at, task_id, node, kind LIMIT @limit
            """,
            new
            {
                dueBefore,
                limit,
                dueAt = after?.DueAt.ToUnixTimeMilliseconds() ?? long.MinValue,
                taskId = after?.TaskId ?? 0,
                node = after?.Node ?? 0,
                kind = (int)(after?.Kind ?? 0),
            }
        );
        return rows.AsList();
    }
}
