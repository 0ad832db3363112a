using Dapper;

namespace Sops.Storage;

/// <summary>A request that had its effect, so that the same request again gets the same answer and no second effect.</summary>
public sealed record RequestRecord
{
    /// <summary>Whose ids these are: business and method.</summary>
    public required string Scope { get; init; }
    public required string RequestId { get; init; }

    /// <summary>Of the request's content, to tell a repeat from a different request under the same id.</summary>
    public required string Digest { get; init; }
    public required string Response { get; init; }
    public required DateTimeOffset At { get; init; }
}

/// <summary>Finds the answers of requests that were carried out before.</summary>
public sealed class RequestStore(Database database)
{
    public async Task<RequestRecord?> FindAsync(
        string scope,
        string requestId,
        CancellationToken cancellation = default
    )
    {
        await using var connection = await database.OpenReadAsync(cancellation);
        return await connection.QuerySingleOrDefaultAsync<RequestRecord>(
            """
            SELECT scope, request_id, digest, response, at FROM request_record
            WHERE scope = @scope AND request_id = @requestId
            """,
            new { scope, requestId }
        );
    }

    /// <summary>How many records from before that moment were deleted.</summary>
    public Task<int> PurgeAsync(DateTimeOffset before, CancellationToken cancellation = default) =>
        database.WriteAsync(
            session => session.Connection.Execute("DELETE FROM request_record WHERE at < @before", new { before }),
            cancellation
        );
}
