using Dapper;

namespace Sops.Storage;

/// <summary>Webhooks. Every call but the one at the start names the business, and finds nothing of another's.</summary>
public sealed class WebhookStore(Database database)
{
    private const string Columns = """
        id, business_id, url, events, template_id, description, enabled, secret, former_secret, former_until,
        version, creator, editor, create_time, edit_time
        """;

    /// <summary>The new id; null where the business has that many already.</summary>
    /// <param name="call">Made for the new id, and stored with it.</param>
    /// <exception cref="DuplicateRequestException"/>
    public Task<long?> InsertAsync(
        WebhookRow row,
        int most,
        Func<long, CallRecord>? call = null,
        CancellationToken cancellation = default
    ) =>
        database.WriteAsync<long?>(
            session =>
            {
                var count = session.Connection.ExecuteScalar<int>(
                    "SELECT COUNT(*) FROM webhook WHERE business_id = @BusinessId",
                    row
                );
                if (count >= most)
                {
                    return null;
                }
                var id = session.Connection.ExecuteScalar<long>(
                    """
                    INSERT INTO webhook (business_id, url, events, template_id, description, enabled, secret, version,
                        creator, editor, create_time, edit_time)
                    VALUES (@BusinessId, @Url, @Events, @TemplateId, @Description, @Enabled, @Secret, 1,
                        @Creator, @Editor, @CreateTime, @EditTime)
                    RETURNING id
                    """,
                    row
                );
                if (call is not null)
                {
                    session.KeepCall(call(id));
                }
                return id;
            },
            cancellation
        );

    public async Task<WebhookRow?> FindAsync(long businessId, long id, CancellationToken cancellation = default)
    {
        await using var connection = await database.OpenReadAsync(cancellation);
        return await connection.QuerySingleOrDefaultAsync<WebhookRow>(
            $"SELECT {Columns} FROM webhook WHERE id = @id AND business_id = @businessId",
            new { id, businessId }
        );
    }

    /// <summary>Newest first.</summary>
    /// <param name="beforeId">Goes on after the last id of the page before; null for the first page.</param>
    public async Task<IReadOnlyList<WebhookRow>> ListAsync(
        long businessId,
        long? beforeId = null,
        int limit = int.MaxValue,
        CancellationToken cancellation = default
    )
    {
        await using var connection = await database.OpenReadAsync(cancellation);
        var rows = await connection.QueryAsync<WebhookRow>(
            $"""
            SELECT {Columns} FROM webhook WHERE business_id = @businessId AND id < @before
            ORDER BY id DESC LIMIT @limit
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

    /// <summary>All of all businesses.</summary>
    public async Task<IReadOnlyList<WebhookRow>> AllAsync(CancellationToken cancellation = default)
    {
        await using var connection = await database.OpenReadAsync(cancellation);
        return (await connection.QueryAsync<WebhookRow>($"SELECT {Columns} FROM webhook ORDER BY id")).AsList();
    }

    /// <summary>False when the webhook is gone or no longer at that version.</summary>
    /// <param name="row">All of it but who made it, and when, is written; its version counts one up.</param>
    public Task<bool> UpdateAsync(
        WebhookRow row,
        int expectedVersion,
        CallRecord? call = null,
        CancellationToken cancellation = default
    ) =>
        database.WriteAsync(
            session =>
                session.Connection.Execute(
                    """
                    UPDATE webhook SET url = @Url, events = @Events, template_id = @TemplateId,
                        description = @Description, enabled = @Enabled, secret = @Secret,
                        former_secret = @FormerSecret, former_until = @FormerUntil, editor = @Editor,
                        edit_time = @EditTime, version = version + 1
                    WHERE id = @Id AND business_id = @BusinessId AND version = @expectedVersion
                    """,
                    new
                    {
                        row.Id,
                        row.BusinessId,
                        row.Url,
                        row.Events,
                        row.TemplateId,
                        row.Description,
                        row.Enabled,
                        row.Secret,
                        row.FormerSecret,
                        row.FormerUntil,
                        row.Editor,
                        row.EditTime,
                        expectedVersion,
                    }
                ) == 1
                && Kept(session, call),
            cancellation
        );

    /// <summary>False when the webhook is gone or no longer at that version. Its deliveries stay.</summary>
    /// <param name="expectedVersion">Null for any.</param>
    public Task<bool> DeleteAsync(
        long businessId,
        long id,
        int? expectedVersion = null,
        CallRecord? call = null,
        CancellationToken cancellation = default
    ) =>
        database.WriteAsync(
            session =>
                session.Connection.Execute(
                    """
                    DELETE FROM webhook WHERE id = @id AND business_id = @businessId
                        AND (@expectedVersion IS NULL OR version = @expectedVersion)
                    """,
                    new
                    {
                        id,
                        businessId,
                        expectedVersion,
                    }
                ) == 1
                && Kept(session, call),
            cancellation
        );

    private static bool Kept(WriteSession session, CallRecord? call)
    {
        if (call is not null)
        {
            session.KeepCall(call);
        }
        return true;
    }
}
