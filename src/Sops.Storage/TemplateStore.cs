using Dapper;

namespace Sops.Storage;

/// <summary>Templates. Every call names the business and the source, and finds nothing of another's.</summary>
public sealed class TemplateStore(Database database)
{
    private const string Columns = """
        id, business_id, source, name, category, description, creator, editor, create_time, edit_time, snapshot_digest,
        version, extra, is_deleted
        """;
    private const long MaxCharacters = 1 << 20;
    private const int RowCharacters = 500;

    /// <summary>Every task that is made asks for its template.</summary>
    private readonly RowCache<(long Owner, string Source, long Id), TemplateRow> _rows = new(
        MaxCharacters,
        row => RowCharacters + row.Description.Length + row.Extra.Length
    );

    /// <summary>The new id. The row's own id, version and digest have no effect.</summary>
    /// <param name="call">Made for the new id, and stored with it.</param>
    /// <exception cref="DuplicateRequestException"/>
    public Task<long> InsertAsync(
        TemplateRow row,
        string snapshotText,
        Func<long, CallRecord>? call = null,
        CancellationToken cancellation = default
    ) =>
        database.WriteAsync(
            session =>
            {
                var id = session.Connection.ExecuteScalar<long>(
                    """
                    INSERT INTO template (business_id, source, name, category, description, creator, editor, create_time,
                        edit_time, snapshot_digest, version, extra, is_deleted)
                    VALUES (@BusinessId, @Source, @Name, @Category, @Description, @Creator, @Editor, @CreateTime,
                        @EditTime, @SnapshotDigest, 1, @Extra, 0)
                    RETURNING id
                    """,
                    row with
                    {
                        BusinessId = Owner(row.BusinessId, row.Source),
                        SnapshotDigest = session.KeepSnapshot(snapshotText),
                    }
                );
                KeepVersion(session, id);
                if (call is not null)
                {
                    session.KeepCall(call(id));
                }
                return id;
            },
            cancellation
        );

    public async Task<TemplateRow?> FindAsync(
        long businessId,
        string source,
        long id,
        CancellationToken cancellation = default
    )
    {
        var key = Key(businessId, source, id);
        return await _rows.GetAsync(key, () => ReadAsync(key, cancellation));
    }

    private async Task<TemplateRow?> ReadAsync(
        (long Owner, string Source, long Id) template,
        CancellationToken cancellation
    )
    {
        await using var connection = await database.OpenReadAsync(cancellation);
        return await connection.QuerySingleOrDefaultAsync<TemplateRow>(
            $"""
            SELECT {Columns} FROM template
            WHERE id = @Id AND business_id = @Owner AND source = @Source AND is_deleted = 0
            """,
            new
            {
                template.Owner,
                template.Source,
                template.Id,
            }
        );
    }

    public async Task<IReadOnlyList<TemplateRow>> ListAsync(
        TemplateQuery query,
        CancellationToken cancellation = default
    )
    {
        await using var connection = await database.OpenReadAsync(cancellation);
        var rows = await connection.QueryAsync<TemplateRow>(
            $"""
            SELECT {Columns} FROM template
            WHERE business_id = @owner AND source = @Source AND is_deleted = 0 AND id < @before
                AND (@ids IS NULL OR id IN ({database.Dialect.Numbers("@ids")}))
                AND (@NameContains IS NULL OR {database.Dialect.ContainsIgnoringCase("name", "@NameContains")})
            ORDER BY id DESC LIMIT @Limit
            """,
            new
            {
                query.Source,
                query.NameContains,
                query.Limit,
                owner = Owner(query.BusinessId, query.Source),
                before = query.BeforeId ?? long.MaxValue,
                ids = JsonArray.Of(query.Ids),
            }
        );
        return rows.AsList();
    }

    /// <summary>False when the template is gone or no longer at that version.</summary>
    /// <param name="row">Its name, category, description, editor, edit time and extra are written.</param>
    /// <param name="snapshotText">The new pipeline document; null keeps the one it has.</param>
    public Task<bool> UpdateAsync(
        TemplateRow row,
        int expectedVersion,
        string? snapshotText = null,
        CallRecord? call = null,
        CancellationToken cancellation = default
    ) =>
        _rows.ChangeAsync(
            Key(row.BusinessId, row.Source, row.Id),
            () =>
                database.WriteAsync(
                    session =>
                        session.Connection.Execute(
                            """
                            UPDATE template SET name = @Name, category = @Category, description = @Description,
                                editor = @Editor, edit_time = @EditTime, extra = @Extra, version = version + 1,
                                snapshot_digest = COALESCE(@digest, snapshot_digest)
                            WHERE id = @Id AND business_id = @owner AND source = @Source AND version = @expectedVersion
                                AND is_deleted = 0
                            """,
                            new
                            {
                                row.Id,
                                row.Source,
                                row.Name,
                                row.Category,
                                row.Description,
                                row.Editor,
                                row.EditTime,
                                row.Extra,
                                expectedVersion,
                                owner = Owner(row.BusinessId, row.Source),
                                digest = snapshotText is null ? null : session.KeepSnapshot(snapshotText),
                            }
                        ) == 1
                        && KeepVersion(session, row.Id)
                        && Kept(session, call),
                    cancellation
                )
        );

    /// <summary>
    /// False when there is no such template, or no longer, or not at that version. Tasks made from it keep their pipeline.
    /// </summary>
    /// <param name="expectedVersion">Null for any.</param>
    public Task<bool> DeleteAsync(
        long businessId,
        string source,
        long id,
        int? expectedVersion = null,
        CallRecord? call = null,
        CancellationToken cancellation = default
    ) =>
        _rows.ChangeAsync(
            Key(businessId, source, id),
            () =>
                database.WriteAsync(
                    session =>
                        session.Connection.Execute(
                            """
                            UPDATE template SET is_deleted = 1, version = version + 1
                            WHERE id = @id AND business_id = @owner AND source = @source AND is_deleted = 0
                                AND (@expectedVersion IS NULL OR version = @expectedVersion)
                                AND NOT EXISTS (SELECT 1 FROM periodic_task p WHERE p.template_id = @id AND p.is_deleted = 0)
                            """,
                            new
                            {
                                id,
                                source,
                                expectedVersion,
                                owner = Owner(businessId, source),
                            }
                        ) == 1
                        && Kept(session, call),
                    cancellation
                )
        );

    /// <summary>Digest of the pipeline document that the template had under that version; null where it never had it.</summary>
    public async Task<string?> FindVersionAsync(long id, string version, CancellationToken cancellation = default)
    {
        await using var connection = await database.OpenReadAsync(cancellation);
        return await connection.QuerySingleOrDefaultAsync<string>(
            "SELECT snapshot_digest FROM template_version WHERE template_id = @id AND version = @version",
            new { id, version }
        );
    }

    private static bool KeepVersion(WriteSession session, long id)
    {
        session.Connection.Execute(
            """
            INSERT INTO template_version (template_id, version, snapshot_digest, edit_time)
            SELECT id, substr(snapshot_digest, 1, 32), snapshot_digest, edit_time FROM template WHERE id = @id
            ON CONFLICT (template_id, version) DO NOTHING
            """,
            new { id }
        );
        return true;
    }

    private static bool Kept(WriteSession session, CallRecord? call)
    {
        if (call is not null)
        {
            session.KeepCall(call);
        }
        return true;
    }

    private static (long Owner, string Source, long Id) Key(long businessId, string source, long id) =>
        (Owner(businessId, source), source, id);

    private static long Owner(long businessId, string source) => source == TemplateSource.Common ? 0 : businessId;
}
