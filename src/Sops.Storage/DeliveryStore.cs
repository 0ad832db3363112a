using Dapper;

namespace Sops.Storage;

/// <summary>The outbox: what is to be told to whom, and what became of it.</summary>
public sealed class DeliveryStore(Database database)
{
    private const string ListColumns = """
        id, event_id, lane, webhook_id, business_id, task_id, kind, url, host, content_type, state, attempts, next_at,
        created_at, last_status, last_error, ended_at
        """;

    private const string Columns = $"{ListColumns}, body";

    /// <summary>Stores one that no turn tells of; null where its lane has one to be sent already.</summary>
    public Task<long?> InsertAsync(
        NewDelivery delivery,
        DateTimeOffset at,
        Func<long, CallRecord>? call = null,
        CancellationToken cancellation = default
    ) =>
        database.WriteAsync<long?>(
            session =>
            {
                var busy = session.Connection.ExecuteScalar<long?>(
                    "SELECT MIN(id) FROM delivery WHERE lane = @Lane AND state = 0",
                    delivery
                );
                if (busy is not null)
                {
                    return null;
                }
                session.Deliveries.Write(delivery, 0, at);
                var id = session.Connection.ExecuteScalar<long>(
                    "SELECT MIN(id) FROM delivery WHERE lane = @Lane AND state = 0",
                    delivery
                );
                if (call is not null)
                {
                    session.KeepCall(call(id));
                }
                return id;
            },
            cancellation
        );

    /// <summary>Each host that something is to be sent to.</summary>
    public async Task<IReadOnlyList<string>> HostsAsync(CancellationToken cancellation = default)
    {
        await using var connection = await database.OpenReadAsync(cancellation);
        return (
            await connection.QueryAsync<string>("SELECT DISTINCT host FROM delivery WHERE next_at IS NOT NULL")
        ).AsList();
    }

    /// <summary>What is to be sent to a host, the most urgent first, whether or not its time has come.</summary>
    public async Task<IReadOnlyList<DeliveryRow>> NextAsync(
        string host,
        int limit,
        CancellationToken cancellation = default
    )
    {
        await using var connection = await database.OpenReadAsync(cancellation);
        var rows = await connection.QueryAsync<DeliveryRow>(
            $"""
            SELECT {Columns} FROM delivery WHERE host = @host AND next_at IS NOT NULL
            ORDER BY next_at, id LIMIT @limit
            """,
            new { host, limit }
        );
        return rows.AsList();
    }

    /// <summary>
    /// Notes what became of an attempt. Where that was the last one, the next of the lane goes out: to the host that this
    /// returns; null where there is none.
    /// </summary>
    public Task<string?> KeepAsync(DeliveryOutcome outcome, CancellationToken cancellation = default) =>
        database.WriteAsync(
            session =>
            {
                var ended = outcome.State != DeliveryState.Pending;
                var written = session.Connection.Execute(
                    """
                    UPDATE delivery SET state = @State, attempts = @Attempts, next_at = @NextAt, url = @Url,
                        last_status = @Status, last_error = @Error, ended_at = @endedAt
                    WHERE id = @Id AND state = 0
                    """,
                    new
                    {
                        outcome.Delivery.Id,
                        State = (int)outcome.State,
                        outcome.Attempts,
                        outcome.NextAt,
                        outcome.Url,
                        outcome.Status,
                        outcome.Error,
                        endedAt = ended ? outcome.At : (DateTimeOffset?)null,
                    }
                );
                return written == 1 && ended
                    ? session.Connection.ExecuteScalar<string?>(
                        """
                        UPDATE delivery SET next_at = @At
                        WHERE id = (SELECT MIN(id) FROM delivery WHERE lane = @Lane AND state = 0)
                        RETURNING host
                        """,
                        new { outcome.At, outcome.Delivery.Lane }
                    )
                    : null;
            },
            cancellation
        );

    /// <summary>Null when there is no such delivery, or it is another business'. Its body is left out.</summary>
    public async Task<DeliveryRow?> FindAsync(long businessId, long id, CancellationToken cancellation = default)
    {
        await using var connection = await database.OpenReadAsync(cancellation);
        return await connection.QuerySingleOrDefaultAsync<DeliveryRow>(
            $"SELECT {ListColumns} FROM delivery WHERE id = @id AND business_id = @businessId",
            new { id, businessId }
        );
    }

    /// <summary>Without their bodies.</summary>
    public async Task<IReadOnlyList<DeliveryRow>> ListAsync(
        DeliveryQuery query,
        CancellationToken cancellation = default
    )
    {
        await using var connection = await database.OpenReadAsync(cancellation);
        // Conditions that are not asked for are left out of the text, as the index is chosen by it; a task has few
        // deliveries, so where one is named its index is the one.
        var rows = await connection.QueryAsync<DeliveryRow>(
            $"""
            SELECT {ListColumns} FROM delivery WHERE business_id = @BusinessId AND id < @before
                {(
                query.State is null ? ""
                : query.TaskId is null ? "AND state = @state"
                : "AND state + 0 = @state"
            )}
                {(query.TaskId is null ? "" : "AND task_id = @TaskId")}
                {(query.WebhookId is null ? "" : "AND webhook_id = @WebhookId")}
            ORDER BY id DESC LIMIT @Limit
            """,
            new
            {
                query.BusinessId,
                query.TaskId,
                query.WebhookId,
                query.Limit,
                state = (int?)query.State,
                before = query.BeforeId ?? long.MaxValue,
            }
        );
        return rows.AsList();
    }

    /// <summary>Has a delivery that ended sent again, with attempts counted anew; false where it has not ended.</summary>
    public Task<bool> ResendAsync(
        long businessId,
        long id,
        DateTimeOffset at,
        CallRecord? call = null,
        CancellationToken cancellation = default
    ) =>
        database.WriteAsync(
            session =>
            {
                var written = session.Connection.Execute(
                    """
                    UPDATE delivery SET state = 0, attempts = 0, last_status = NULL, last_error = '', ended_at = NULL,
                        next_at = CASE
                            WHEN EXISTS (SELECT 1 FROM delivery o WHERE o.lane = delivery.lane AND o.state = 0) THEN NULL
                            ELSE @at
                        END
                    WHERE id = @id AND business_id = @businessId AND state > 0
                    """,
                    new
                    {
                        id,
                        businessId,
                        at,
                    }
                );
                if (written == 1 && call is not null)
                {
                    session.KeepCall(call);
                }
                return written == 1;
            },
            cancellation
        );

    /// <summary>How many that ended so before that moment were deleted, at most so many at once.</summary>
    public Task<int> PurgeAsync(
        DeliveryState state,
        DateTimeOffset before,
        int limit,
        CancellationToken cancellation = default
    ) =>
        database.WriteAsync(
            session =>
                session.Connection.Execute(
                    """
                    DELETE FROM delivery WHERE id IN
                        (SELECT id FROM delivery WHERE state = @state AND ended_at < @before ORDER BY ended_at LIMIT @limit)
                    """,
                    new
                    {
                        before,
                        limit,
                        state = (int)state,
                    }
                ),
            cancellation
        );
}
