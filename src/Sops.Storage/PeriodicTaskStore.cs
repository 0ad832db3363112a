using Dapper;

namespace Sops.Storage;

/// <summary>Periodic tasks and what became of their ticks. Callers' calls name the business and find nothing of another's.</summary>
public sealed class PeriodicTaskStore(Database database)
{
    private const string Columns = """
        p.id, p.revision, p.business_id, p.name, p.template_id, p.template_source, p.template_version, p.category,
        p.snapshot_digest, p.constants, p.instance_id, p.creator, p.app_code, p.editor, p.create_time, p.edit_time, p.cron,
        p.zone, p.enabled, p.pause_reason, p.overlap, p.catch_up_window, p.jitter, p.pause_after_failures, p.start_at,
        p.end_at, p.next_tick, p.last_tick, p.buffered_tick, p.due_at, p.failures, p.total_run_count, p.last_run_at,
        p.last_task_id, p.is_deleted
        """;

    /// <summary>The new id; null when the business has as many as it may have.</summary>
    /// <param name="call">Made for the new id, and stored with it.</param>
    /// <exception cref="DuplicateRequestException"/>
    public Task<long?> InsertAsync(
        PeriodicTaskRow row,
        string snapshotText,
        int most,
        Func<long, CallRecord> call,
        CancellationToken cancellation = default
    )
    {
        var stored = row with { SnapshotDigest = SnapshotStore.Digest(snapshotText) };
        return database.WriteAsync<long?>(
            session =>
            {
                var there = session.Connection.ExecuteScalar<int>(
                    "SELECT COUNT(*) FROM periodic_task WHERE business_id = @BusinessId AND is_deleted = 0",
                    stored
                );
                if (there >= most)
                {
                    return null;
                }
                session.KeepSnapshot(stored.SnapshotDigest, snapshotText);
                var id = session.Connection.ExecuteScalar<long>(
                    """
                    INSERT INTO periodic_task (revision, business_id, name, template_id, template_source,
                        template_version, category, snapshot_digest, constants, instance_id, creator, app_code,
                        create_time, edit_time, cron, zone, enabled, pause_reason, overlap, catch_up_window, jitter,
                        pause_after_failures, start_at, end_at, next_tick, due_at, failures, total_run_count, is_deleted)
                    VALUES (1, @BusinessId, @Name, @TemplateId, @TemplateSource, @TemplateVersion, @Category,
                        @SnapshotDigest, @Constants, @InstanceId, @Creator, @AppCode, @CreateTime, @EditTime, @Cron,
                        @Zone, @Enabled, '', @Overlap, @CatchUpWindow, @Jitter, @PauseAfterFailures, @StartAt, @EndAt,
                        @NextTick, @DueAt, 0, 0, 0)
                    RETURNING id
                    """,
                    stored
                );
                session.KeepCall(call(id));
                return id;
            },
            cancellation
        );
    }

    /// <summary>How many a business has.</summary>
    public async Task<int> CountAsync(long businessId, CancellationToken cancellation = default)
    {
        await using var connection = await database.OpenReadAsync(cancellation);
        return await connection.ExecuteScalarAsync<int>(
            "SELECT COUNT(*) FROM periodic_task WHERE business_id = @businessId AND is_deleted = 0",
            new { businessId }
        );
    }

    /// <summary>Ids of some that were made from that template.</summary>
    public async Task<IReadOnlyList<long>> OfTemplateAsync(long templateId, CancellationToken cancellation = default)
    {
        await using var connection = await database.OpenReadAsync(cancellation);
        var ids = await connection.QueryAsync<long>(
            "SELECT id FROM periodic_task WHERE template_id = @templateId AND is_deleted = 0 ORDER BY id LIMIT 10",
            new { templateId }
        );
        return ids.AsList();
    }

    /// <summary>Null when there is none, or it is another business'.</summary>
    public async Task<PeriodicTaskRow?> FindAsync(long businessId, long id, CancellationToken cancellation = default)
    {
        await using var connection = await database.OpenReadAsync(cancellation);
        return await connection.QuerySingleOrDefaultAsync<PeriodicTaskRow>(
            $"SELECT {Columns} FROM periodic_task p WHERE p.id = @id AND p.business_id = @businessId AND p.is_deleted = 0",
            new { businessId, id }
        );
    }

    /// <summary>Newest first.</summary>
    /// <param name="beforeId">Goes on after the last id of the page before; null for the first page.</param>
    public async Task<IReadOnlyList<PeriodicTaskRow>> ListAsync(
        long businessId,
        long? beforeId,
        int limit,
        CancellationToken cancellation = default
    )
    {
        await using var connection = await database.OpenReadAsync(cancellation);
        var rows = await connection.QueryAsync<PeriodicTaskRow>(
            $"""
            SELECT {Columns} FROM periodic_task p
            WHERE p.business_id = @businessId AND p.is_deleted = 0 AND p.id < @before
            ORDER BY p.id DESC LIMIT @limit
            """,
            new
            {
                businessId,
                limit,
                before = beforeId ?? long.MaxValue,
            }
        );
        return rows.AsList();
    }

    /// <summary>
    /// Changes a periodic task between two ticks, and gives it back as it is then; null when there is none, or it is another
    /// business'.
    /// </summary>
    /// <param name="change">Runs on the writer's thread, so it only computes.</param>
    /// <param name="call">Made of what it is then, and stored with it.</param>
    /// <exception cref="DuplicateRequestException"/>
    public Task<PeriodicTaskRow?> ChangeAsync(
        long businessId,
        long id,
        Func<PeriodicTaskRow, PeriodicTaskRow> change,
        Func<PeriodicTaskRow, CallRecord> call,
        CancellationToken cancellation = default
    ) =>
        database.WriteAsync(
            session =>
            {
                var before = session.Connection.QuerySingleOrDefault<PeriodicTaskRow>(
                    $"SELECT {Columns} FROM periodic_task p WHERE p.id = @id AND p.business_id = @businessId AND p.is_deleted = 0",
                    new { businessId, id }
                );
                if (before is null)
                {
                    return null;
                }
                var after = change(before) with { Revision = before.Revision + 1 };
                session.Schedules.Write(before, after);
                session.KeepCall(call(after));
                return after;
            },
            cancellation
        );

    /// <summary>When somebody has to look at one next; null: never.</summary>
    public async Task<DateTimeOffset?> NextDueAsync(CancellationToken cancellation = default)
    {
        await using var connection = await database.OpenReadAsync(cancellation);
        return
            await connection.ExecuteScalarAsync<long?>(
                "SELECT due_at FROM periodic_task WHERE due_at IS NOT NULL ORDER BY due_at LIMIT 1"
            )
                is { } due
            ? DateTimeOffset.FromUnixTimeMilliseconds(due)
            : null;
    }

    /// <summary>Those that somebody has to look at by then, most urgent first.</summary>
    public async Task<IReadOnlyList<DuePeriodicTask>> DueAsync(
        DateTimeOffset now,
        int limit,
        CancellationToken cancellation = default
    )
    {
        await using var connection = await database.OpenReadAsync(cancellation);
        var rows = await connection.QueryAsync<PeriodicTaskRow, long, DuePeriodicTask>(
            $"""
            SELECT {Columns},
                CASE WHEN t.id IS NOT NULL AND t.finish_time IS NULL THEN 1 ELSE 0 END AS open
            FROM periodic_task p LEFT JOIN task t ON t.id = p.last_task_id
            WHERE p.due_at IS NOT NULL AND p.due_at <= @now
            ORDER BY p.due_at, p.id LIMIT @limit
            """,
            (row, open) => new DuePeriodicTask(row, open == 1),
            new { now, limit },
            splitOn: "open"
        );
        return rows.AsList();
    }

    /// <summary>Makes a tick durable that makes no task. False when somebody changed the periodic task meanwhile.</summary>
    public Task<bool> CommitAsync(TickCommit tick, CancellationToken cancellation = default) =>
        database.WriteAsync(session => session.Schedules.Write(tick), cancellation);

    /// <summary>Sets when somebody looks at it again. False when somebody changed it meanwhile.</summary>
    public Task<bool> RearmAsync(PeriodicTaskRow row, CancellationToken cancellation = default) =>
        database.WriteAsync(session => session.Schedules.Write(row, row), cancellation);

    /// <summary>Puts off looking at one, so that one that cannot be dealt with keeps nobody else waiting.</summary>
    public Task<bool> PostponeAsync(long id, DateTimeOffset until, CancellationToken cancellation = default) =>
        database.WriteAsync(
            session =>
                session.Connection.Execute(
                    "UPDATE periodic_task SET due_at = @until WHERE id = @id AND due_at IS NOT NULL",
                    new { id, until }
                ) == 1,
            cancellation
        );

    /// <summary>Forgets what became of ticks before that moment, but not of those that still wait for their task.</summary>
    public Task<int> PurgeRunsAsync(DateTimeOffset before, int limit, CancellationToken cancellation = default) =>
        database.WriteAsync(
            session =>
                session.Connection.Execute(
                    """
                    DELETE FROM periodic_run WHERE id IN (
                        SELECT id FROM periodic_run WHERE create_time < @before AND outcome <> @buffered
                        ORDER BY create_time LIMIT @limit)
                    """,
                    new
                    {
                        before,
                        limit,
                        buffered = PeriodicRunRow.Buffered,
                    }
                ),
            cancellation
        );

    /// <summary>What became of its ticks, newest first.</summary>
    /// <param name="beforeId">Goes on after the last id of the page before; null for the first page.</param>
    public async Task<IReadOnlyList<PeriodicRunRow>> RunsAsync(
        long periodicTaskId,
        long? beforeId,
        int limit,
        CancellationToken cancellation = default
    )
    {
        await using var connection = await database.OpenReadAsync(cancellation);
        var rows = await connection.QueryAsync<PeriodicRunRow>(
            """
            SELECT id, periodic_task_id, tick, manual, outcome, task_id, task_state, message, ticks, create_time
            FROM periodic_run WHERE periodic_task_id = @periodicTaskId AND id < @before
            ORDER BY id DESC LIMIT @limit
            """,
            new
            {
                periodicTaskId,
                limit,
                before = beforeId ?? long.MaxValue,
            }
        );
        return rows.AsList();
    }
}
