using Dapper;
using Sops.Engine.Runs;

namespace Sops.Storage;

/// <summary>When a task ended; the id tells those apart that ended at the same moment.</summary>
public sealed record TaskEnd
{
    public DateTimeOffset FinishTime { get; init; }
    public long Id { get; init; }
}

public sealed partial class TaskStore
{
    /// <summary>The newest ended task beyond so many; null when there are no more than that.</summary>
    public async Task<TaskEnd?> FindEndAsync(int most, CancellationToken cancellation = default)
    {
        await using var connection = await database.OpenReadAsync(cancellation);
        return await connection.QuerySingleOrDefaultAsync<TaskEnd>(
            """
            SELECT finish_time, id FROM task WHERE finish_time IS NOT NULL
            ORDER BY finish_time DESC, id DESC LIMIT 1 OFFSET @most
            """,
            new { most }
        );
    }

    /// <summary>Tasks that ended between two, without both, the earliest first; not those that something is still owed to.</summary>
    public async Task<IReadOnlyList<TaskEnd>> ListEndedAsync(
        TaskEnd after,
        TaskEnd before,
        int limit,
        CancellationToken cancellation = default
    )
    {
        await using var connection = await database.OpenReadAsync(cancellation);
        var ends = await connection.QueryAsync<TaskEnd>(
            """
            SELECT t.finish_time, t.id FROM task t
            WHERE (t.finish_time, t.id) > (@after, @afterId) AND (t.finish_time, t.id) < (@before, @beforeId)
                AND t.finish_time IS NOT NULL AND NOT EXISTS (SELECT 1 FROM work_item w WHERE w.task_id = t.id AND w.due_at < @never)
            ORDER BY t.finish_time, t.id LIMIT @limit
            """,
            new
            {
                limit,
                after = after.FinishTime,
                afterId = after.Id,
                before = before.FinishTime,
                beforeId = before.Id,
                never = WorkItem.Never,
            }
        );
        return ends.AsList();
    }

    /// <summary>
    /// Removes all that is stored of a task, and its pipeline where nobody else has it. Its id is not given again. False when
    /// it is not there, has not ended, or something is still owed to it.
    /// </summary>
    public Task<bool> RemoveAsync(long taskId, CancellationToken cancellation = default) =>
        database.WriteAsync(session => Remove(session, taskId), cancellation);

    private static bool Remove(WriteSession session, long taskId)
    {
        var digest = session.Connection.ExecuteScalar<string?>(
            """
            SELECT snapshot_digest FROM task t WHERE id = @taskId AND finish_time IS NOT NULL
                AND NOT EXISTS (SELECT 1 FROM work_item w WHERE w.task_id = t.id AND w.due_at < @never)
            """,
            new { taskId, never = WorkItem.Never }
        );
        if (digest is null)
        {
            return false;
        }
        session.Connection.Execute(
            """
            DELETE FROM work_item WHERE task_id = @taskId;
            DELETE FROM task_event WHERE task_id = @taskId;
            DELETE FROM task_node WHERE task_id = @taskId;
            DELETE FROM task_attempt WHERE task_id = @taskId;
            DELETE FROM task_token WHERE task_id = @taskId;
            DELETE FROM task_variable WHERE task_id = @taskId;
            DELETE FROM task_document WHERE task_id = @taskId;
            DELETE FROM task WHERE id = @taskId;
            DELETE FROM pipeline_snapshot WHERE digest = @digest
                AND NOT EXISTS (SELECT 1 FROM task WHERE snapshot_digest = @digest)
                AND NOT EXISTS (SELECT 1 FROM template WHERE snapshot_digest = @digest)
                AND NOT EXISTS (SELECT 1 FROM template_version WHERE snapshot_digest = @digest)
                AND NOT EXISTS (SELECT 1 FROM periodic_task WHERE snapshot_digest = @digest);
            """,
            new { taskId, digest }
        );
        return true;
    }
}
