using System.Text.Json;
using Dapper;
using Sops.Engine;
using Sops.Engine.Runs;

namespace Sops.Storage;

/// <summary>Tasks: made, moved on turn by turn, and read back.</summary>
public sealed partial class TaskStore(Database database)
{
    private const string RowColumns = """
        t.id, t.business_id, t.revision, t.state, t.shown_state, t.next_token, t.start_time, t.finish_time, t.operator,
        t.space, t.name, t.template_id, t.template_source, t.category, t.flow_type, t.current_flow, t.creator, t.executor,
        t.create_method, t.app_code, t.description, t.instance_id, t.snapshot_digest, t.create_time, t.scope_type,
        t.scope_value, t.is_deleted, t.claimant, t.claim_time, t.periodic_task_id
        """;

    internal const string Columns = $"{RowColumns}, d.constants, d.extra, d.callback_url, d.callback_version";

    private long _lastId;

    /// <summary>
    /// An id for a task that is going to be inserted, so that its first turn can be decided beforehand. No id is given
    /// twice; this process has the database to itself.
    /// </summary>
    public long NextId() => Interlocked.Increment(ref _lastId);

    internal void CountFrom(long lastId) => _lastId = lastId;

    /// <summary>Makes a task together with its first turns, under the id that these name.</summary>
    /// <param name="firstTurns">From revision 1 on, of the task <see cref="NextId"/> gave an id for.</param>
    /// <param name="snapshotText">The pipeline document.</param>
    /// <param name="tick">Of the periodic task that makes it.</param>
    /// <param name="clocked">The clocked task that makes it, as it is then.</param>
    /// <exception cref="DuplicateRequestException"/>
    /// <exception cref="ScheduleChangedException"/>
    /// <exception cref="TickTakenException"/>
    public Task<long> InsertAsync(
        TaskRow task,
        IReadOnlyList<TurnCommit> firstTurns,
        string snapshotText,
        TickCommit? tick = null,
        ClockedTaskRow? clocked = null,
        CancellationToken cancellation = default
    )
    {
        var row = task with { Id = firstTurns[0].TaskId, SnapshotDigest = SnapshotStore.Digest(snapshotText) };
        var rows = TurnRows.Of(firstTurns);
        return database.WriteAsync(
            session =>
            {
                session.KeepSnapshot(row.SnapshotDigest, snapshotText);
                session.Tasks.Insert(row);
                // Before the turns, whose end of the task the periodic task may learn of at once.
                Write(session, tick, clocked);
                session.Turns.Write(rows);
                return row.Id;
            },
            cancellation
        );
    }

    private static void Write(WriteSession session, TickCommit? tick, ClockedTaskRow? clocked)
    {
        if (tick is not null && !session.Schedules.Write(tick))
        {
            throw new ScheduleChangedException($"periodic task {tick.After.Id}");
        }
        if (clocked is not null && !session.Schedules.Write(clocked))
        {
            throw new ScheduleChangedException($"clocked task {clocked.Id}");
        }
    }

    /// <summary>Makes a turn durable. A second call with the same turn is a conflict.</summary>
    /// <exception cref="RevisionConflictException"/>
    /// <exception cref="DuplicateRequestException"/>
    public Task CommitAsync(TurnCommit turn, CancellationToken cancellation = default) =>
        CommitAsync([turn], cancellation);

    /// <summary>Makes turns durable that follow one upon the other: all of them or none.</summary>
    /// <exception cref="RevisionConflictException"/>
    /// <exception cref="DuplicateRequestException"/>
    public Task CommitAsync(IReadOnlyList<TurnCommit> turns, CancellationToken cancellation = default)
    {
        var rows = TurnRows.Of(turns);
        return database.WriteAsync(
            session =>
            {
                session.Turns.Write(rows);
                return true;
            },
            cancellation
        );
    }

    /// <summary>Keeps what is remembered of a call that changed nothing.</summary>
    /// <exception cref="DuplicateRequestException"/>
    public Task KeepAsync(CallRecord call, CancellationToken cancellation = default) =>
        database.WriteAsync(
            session =>
            {
                session.Calls.Write(call);
                return true;
            },
            cancellation
        );

    /// <summary>Null when there is no such task, or it is another business'.</summary>
    public async Task<TaskRow?> FindAsync(long businessId, long taskId, CancellationToken cancellation = default)
    {
        await using var connection = await database.OpenReadAsync(cancellation);
        return await connection.QuerySingleOrDefaultAsync<TaskRow>(
            $"""
            SELECT {Columns} FROM task t JOIN task_document d ON d.task_id = t.id
            WHERE t.id = @taskId AND t.business_id = @businessId AND t.is_deleted = 0
            """,
            new { businessId, taskId }
        );
    }

    /// <summary>Any task, deleted ones too: for work that goes on whoever may see it.</summary>
    public async Task<TaskRow?> FindForEngineAsync(long taskId, CancellationToken cancellation = default)
    {
        await using var connection = await database.OpenReadAsync(cancellation);
        return await connection.QuerySingleOrDefaultAsync<TaskRow>(
            $"SELECT {Columns} FROM task t JOIN task_document d ON d.task_id = t.id WHERE t.id = @taskId",
            new { taskId }
        );
    }

    /// <summary>What a run is restored from; null when there is no such task.</summary>
    public Task<RunRows?> LoadRunAsync(long taskId, CancellationToken cancellation = default) =>
        database.RunReaders.ReadAsync(taskId, cancellation);

    internal static RunRows Rows(
        TaskRow task,
        IEnumerable<string> nodes,
        IEnumerable<string> tokens,
        IEnumerable<(int Scope, string Key, string Value)> variables
    ) =>
        new()
        {
            Task = task,
            Nodes = [.. nodes.Select(Node)],
            Tokens = [.. tokens.Select(t => JsonSerializer.Deserialize(t, RunJson.Default.Token)!)],
            Variables = [.. variables.Select(v => new Variable(v.Scope, v.Key, JsonElement.Parse(v.Value, Reading)))],
        };

    /// <summary>As deep as anything that a run can hold.</summary>
    private static readonly JsonDocumentOptions Reading = new() { MaxDepth = 512 };

    private static NodeRun Node(string doc) => JsonSerializer.Deserialize(doc, RunJson.Default.NodeRun)!;
}
