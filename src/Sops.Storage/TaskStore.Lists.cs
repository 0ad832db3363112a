using Dapper;
using Sops.Engine.Runs;

namespace Sops.Storage;

public sealed partial class TaskStore
{
    /// <summary>A page of a business' tasks, newest first.</summary>
    public async Task<IReadOnlyList<TaskRow>> ListAsync(TaskQuery query, CancellationToken cancellation = default)
    {
        await using var connection = await database.OpenReadAsync(cancellation);
        var rows = await connection.QueryAsync<TaskRow>(
            $"""
            SELECT {Columns} FROM task t JOIN task_document d ON d.task_id = t.id
            WHERE {Matches} AND t.id < @before
            ORDER BY t.id DESC LIMIT @Limit
            """,
            Parameters(query)
        );
        return rows.AsList();
    }

    /// <summary>How many tasks match, whatever the page.</summary>
    public async Task<long> CountAsync(TaskQuery query, CancellationToken cancellation = default)
    {
        await using var connection = await database.OpenReadAsync(cancellation);
        return await connection.ExecuteScalarAsync<long>(
            $"SELECT COUNT(*) FROM task t WHERE {Matches}",
            Parameters(query)
        );
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

    private string Matches =>
        $"""
            t.business_id = @BusinessId AND t.is_deleted = 0
                AND (@ids IS NULL OR t.id IN ({database.Dialect.Numbers("@ids")}))
                AND (@states IS NULL OR t.shown_state IN ({database.Dialect.Numbers("@states")}))
                AND (@NameContains IS NULL OR {database.Dialect.Contains("t.name", "@NameContains")})
                AND (@IsStarted IS NULL OR (t.start_time IS NOT NULL) = @IsStarted)
                AND (@IsFinished IS NULL OR (t.state = @finished) = @IsFinished)
                AND (@Creator IS NULL OR t.creator = @Creator)
                AND (@Executor IS NULL OR t.executor = @Executor)
                AND (@CreateMethod IS NULL OR t.create_method = @CreateMethod)
                AND (@TemplateId IS NULL OR t.template_id = @TemplateId)
                AND (@CreatedFrom IS NULL OR t.create_time >= @CreatedFrom)
                AND (@CreatedUntil IS NULL OR t.create_time <= @CreatedUntil)
            """;

    private static object Parameters(TaskQuery query) =>
        new
        {
            query.BusinessId,
            query.NameContains,
            query.IsStarted,
            query.IsFinished,
            query.Creator,
            query.Executor,
            query.CreateMethod,
            query.TemplateId,
            query.CreatedFrom,
            query.CreatedUntil,
            query.Limit,
            finished = NodeState.Finished,
            before = query.BeforeId ?? long.MaxValue,
            ids = JsonArray.Of(query.Ids),
            states = JsonArray.Of(query.States?.Select(s => (long)s)),
        };
}
