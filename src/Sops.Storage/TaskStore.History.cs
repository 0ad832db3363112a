using System.Data.Common;
using System.Runtime.CompilerServices;
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

    /// <summary>The turns after a revision, oldest first, read only as far as somebody goes on.</summary>
    public async IAsyncEnumerable<TurnRow> ReadEventsAsync(
        long taskId,
        long afterRevision,
        [EnumeratorCancellation] CancellationToken cancellation = default
    )
    {
        await using var connection = await database.OpenReadAsync(cancellation);
        var rows = connection.QueryUnbufferedAsync<TurnRow>(
            """
            SELECT revision, at, actor, command, events, shown FROM task_event
            WHERE task_id = @taskId AND revision > @afterRevision ORDER BY revision
            """,
            new { taskId, afterRevision }
        );
        await foreach (var row in rows.WithCancellation(cancellation))
        {
            yield return row;
        }
    }

    /// <summary>What watchers are sent of the turns after a revision, oldest first; small where the turns are not.</summary>
    /// <param name="characters">Enough for one page: the turn that reaches them is its last.</param>
    public async Task<IReadOnlyList<ShownRow>> ShownAsync(
        long taskId,
        long afterRevision,
        int limit,
        int characters,
        CancellationToken cancellation = default
    )
    {
        await using var connection = await database.OpenReadAsync(cancellation);
        var read = connection.QueryUnbufferedAsync<ShownRow>(
            """
            SELECT revision, at, shown FROM task_event
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
        var rows = new List<ShownRow>();
        await foreach (var row in read.WithCancellation(cancellation))
        {
            rows.Add(row);
            characters -= row.Shown.Length;
            if (characters <= 0)
            {
                break;
            }
        }
        return rows;
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
    public Task<IReadOnlyList<DueWork>> DueWorkAsync(
        DateTimeOffset dueBefore,
        DueWork? after,
        int limit,
        CancellationToken cancellation = default
    ) =>
        WorkAsync(
            """
            due_at <= @dueBefore AND (due_at, task_id, node, kind) > (@dueAt, @taskId, @node, @kind)
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
            },
            cancellation
        );

    /// <summary>
    /// Plugin calls that the process before may have begun: those that are due, and first calls, which are handed out at once
    /// whatever a clock that was set back says. Without those that are never made any more.
    /// </summary>
    public Task<IReadOnlyList<DueWork>> CallsBegunAsync(DateTimeOffset now, CancellationToken cancellation = default) =>
        WorkAsync(
            "kind = @call AND due_at < @never AND (due_at <= @now OR number = 1)",
            new
            {
                now,
                call = (int)WorkKind.Call,
                never = WorkItem.Never,
            },
            cancellation
        );

    private async Task<IReadOnlyList<DueWork>> WorkAsync(
        string condition,
        object parameters,
        CancellationToken cancellation
    )
    {
        await using var connection = await database.OpenReadAsync(cancellation);
        await using var reader = await connection.ExecuteReaderAsync(
            $"SELECT task_id, node, kind, attempt, number, due_at FROM work_item WHERE {condition}",
            parameters
        );
        return Work(reader);
    }

    /// <summary>A start waits for it, of as many as were under way; Dapper boxes each value of each row.</summary>
    private static List<DueWork> Work(DbDataReader reader)
    {
        var rows = new List<DueWork>();
        while (reader.Read())
        {
            rows.Add(
                new DueWork
                {
                    TaskId = reader.GetInt64(0),
                    Node = reader.GetInt32(1),
                    Kind = (WorkKind)reader.GetInt32(2),
                    Attempt = reader.GetInt32(3),
                    Number = reader.GetInt32(4),
                    DueAt = DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64(5)),
                }
            );
        }
        return rows;
    }
}
