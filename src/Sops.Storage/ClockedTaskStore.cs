using Dapper;

namespace Sops.Storage;

/// <summary>Clocked tasks. Callers' calls name the business and find nothing of another's.</summary>
public sealed class ClockedTaskStore(Database database)
{
    private const string Columns = """
        id, revision, business_id, task_name, template_id, template_name, creator, app_code, editor, create_time,
        edit_time, plan_start_time, parameters, state, task_id, message, due_at, is_deleted
        """;

    /// <summary>The new id; null when the business plans as many as it may.</summary>
    /// <param name="call">Made for the new id, and stored with it.</param>
    /// <exception cref="DuplicateRequestException"/>
    public Task<long?> InsertAsync(
        ClockedTaskRow row,
        int most,
        Func<long, CallRecord> call,
        CancellationToken cancellation = default
    ) =>
        database.WriteAsync<long?>(
            session =>
            {
                var planned = session.Connection.ExecuteScalar<int>(
                    """
                    SELECT COUNT(*) FROM clocked_task
                    WHERE business_id = @BusinessId AND is_deleted = 0 AND due_at IS NOT NULL
                    """,
                    row
                );
                if (planned >= most)
                {
                    return null;
                }
                var id = session.Connection.ExecuteScalar<long>(
                    """
                    INSERT INTO clocked_task (revision, business_id, task_name, template_id, template_name, creator,
                        app_code, create_time, edit_time, plan_start_time, parameters, state, message, due_at, is_deleted)
                    VALUES (1, @BusinessId, @TaskName, @TemplateId, @TemplateName, @Creator, @AppCode, @CreateTime,
                        @EditTime, @PlanStartTime, @Parameters, @State, '', @DueAt, 0)
                    RETURNING id
                    """,
                    row
                );
                session.KeepCall(call(id));
                return id;
            },
            cancellation
        );

    /// <summary>Null when there is none, or it is another business'.</summary>
    public async Task<ClockedTaskRow?> FindAsync(long businessId, long id, CancellationToken cancellation = default)
    {
        await using var connection = await database.OpenReadAsync(cancellation);
        return await connection.QuerySingleOrDefaultAsync<ClockedTaskRow>(
            $"SELECT {Columns} FROM clocked_task WHERE id = @id AND business_id = @businessId AND is_deleted = 0",
            new { businessId, id }
        );
    }

    public async Task<IReadOnlyList<ClockedTaskRow>> ListAsync(
        ClockedTaskQuery query,
        CancellationToken cancellation = default
    )
    {
        await using var connection = await database.OpenReadAsync(cancellation);
        var rows = await connection.QueryAsync<ClockedTaskRow>(
            $"SELECT {Columns} FROM clocked_task {Where()} AND id < @before ORDER BY id DESC LIMIT @Limit OFFSET @Offset",
            Parameters(query)
        );
        return rows.AsList();
    }

    /// <summary>How many there are, whatever the page.</summary>
    public async Task<long> CountAsync(ClockedTaskQuery query, CancellationToken cancellation = default)
    {
        await using var connection = await database.OpenReadAsync(cancellation);
        return await connection.ExecuteScalarAsync<long>(
            $"SELECT COUNT(*) FROM clocked_task {Where()}",
            Parameters(query)
        );
    }

    /// <summary>
    /// Changes a clocked task as long as its moment has not come, and gives it back as it is then; null when there is none,
    /// or it is another business'.
    /// </summary>
    /// <param name="change">Runs on the writer's thread, so it only computes; what it throws undoes everything.</param>
    /// <param name="call">Made of what it is then, and stored with it.</param>
    /// <exception cref="DuplicateRequestException"/>
    public Task<ClockedTaskRow?> ChangeAsync(
        long businessId,
        long id,
        Func<ClockedTaskRow, ClockedTaskRow> change,
        Func<ClockedTaskRow, CallRecord> call,
        CancellationToken cancellation = default
    ) =>
        database.WriteAsync(
            session =>
            {
                var before = session.Connection.QuerySingleOrDefault<ClockedTaskRow>(
                    $"SELECT {Columns} FROM clocked_task WHERE id = @id AND business_id = @businessId AND is_deleted = 0",
                    new { businessId, id }
                );
                if (before is null)
                {
                    return null;
                }
                var after = change(before) with { Id = before.Id, Revision = before.Revision };
                session.Schedules.Write(after);
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
                "SELECT due_at FROM clocked_task WHERE due_at IS NOT NULL ORDER BY due_at LIMIT 1"
            )
                is { } due
            ? DateTimeOffset.FromUnixTimeMilliseconds(due)
            : null;
    }

    /// <summary>Those that somebody has to look at by then, most urgent first.</summary>
    public async Task<IReadOnlyList<ClockedTaskRow>> DueAsync(
        DateTimeOffset now,
        int limit,
        CancellationToken cancellation = default
    )
    {
        await using var connection = await database.OpenReadAsync(cancellation);
        var rows = await connection.QueryAsync<ClockedTaskRow>(
            $"SELECT {Columns} FROM clocked_task WHERE due_at IS NOT NULL AND due_at <= @now ORDER BY due_at, id LIMIT @limit",
            new { now, limit }
        );
        return rows.AsList();
    }

    /// <summary>Makes durable that one could not start. False when somebody changed it meanwhile.</summary>
    public Task<bool> CommitAsync(ClockedTaskRow after, CancellationToken cancellation = default) =>
        database.WriteAsync(session => session.Schedules.Write(after), cancellation);

    /// <summary>Puts off looking at one, so that one that cannot be dealt with keeps nobody else waiting.</summary>
    public Task<bool> PostponeAsync(long id, DateTimeOffset until, CancellationToken cancellation = default) =>
        database.WriteAsync(
            session =>
                session.Connection.Execute(
                    "UPDATE clocked_task SET due_at = @until WHERE id = @id AND due_at IS NOT NULL",
                    new { id, until }
                ) == 1,
            cancellation
        );

    private string Where() =>
        $"""
            WHERE business_id = @BusinessId AND is_deleted = 0 AND (@Id IS NULL OR id = @Id)
                AND (@NameContains = '' OR {database.Dialect.ContainsIgnoringCase("task_name", "@NameContains")})
                AND (@Creator = '' OR creator = @Creator) AND (@Editor = '' OR editor = @Editor)
                AND (@State = '' OR state = @State)
            """;

    private static object Parameters(ClockedTaskQuery query) =>
        new
        {
            query.BusinessId,
            query.Id,
            query.NameContains,
            query.Creator,
            query.Editor,
            query.State,
            query.Limit,
            query.Offset,
            before = query.BeforeId ?? long.MaxValue,
        };
}
