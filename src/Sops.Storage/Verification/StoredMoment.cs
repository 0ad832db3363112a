using System.Data.Common;
using Dapper;

namespace Sops.Storage.Verification;

/// <summary>
/// The whole database as it is at one moment, to be held against itself beside whoever has it open. Nothing can be written
/// through it, and it reads one thing at a time.
/// </summary>
public sealed class StoredMoment : IAsyncDisposable
{
    private const int Page = 1000;
    private readonly Dialect _dialect;
    private readonly DbConnection _connection;
    private readonly DbTransaction _moment;

    private StoredMoment(Dialect dialect, DbConnection connection)
    {
        _dialect = dialect;
        _connection = connection;
        _moment = dialect.BeginRead(connection);
    }

    /// <summary>What the database is called in messages; holds no secret.</summary>
    public string Name => _dialect.Name;

    internal static async Task<StoredMoment> OpenAsync(string connectionString, CancellationToken cancellation)
    {
        var dialect = Dialect.For(connectionString);
        DbConnection? connection = null;
        try
        {
            connection = await dialect.OpenBesideAsync(cancellation);
            var moment = new StoredMoment(dialect, connection);
            await moment.RequireSchemaAsync();
            return moment;
        }
        catch (Exception e)
        {
            if (connection is not null)
            {
                await connection.DisposeAsync();
            }
            throw e is DbException
                ? new StorageException($"The database {dialect.Name} cannot be read: {e.Message}", e)
                : e;
        }
    }

    /// <summary>What the database itself finds wrong with its file, and rows that refer to others which are not there.</summary>
    public async IAsyncEnumerable<Finding> FindDamageAsync()
    {
        await foreach (var damage in _dialect.FindDamageAsync(_connection))
        {
            yield return damage;
        }
        await foreach (var broken in _dialect.FindBrokenReferencesAsync(_connection))
        {
            yield return broken;
        }
    }

    /// <summary>Pipeline documents that are stored under another digest than theirs.</summary>
    public async IAsyncEnumerable<Finding> FindWrongDigestsAsync()
    {
        var snapshots = _connection.QueryUnbufferedAsync<(string Digest, string Body)>(
            "SELECT digest, body FROM pipeline_snapshot ORDER BY digest"
        );
        await foreach (var (digest, body) in snapshots)
        {
            if (SnapshotStore.Digest(body) != digest)
            {
                yield return new Finding("pipeline_snapshot", digest, null, "its text has another SHA-256");
            }
        }
    }

    /// <summary>Rows of which a <see cref="Rule"/> does not hold.</summary>
    public async IAsyncEnumerable<Finding> FindBrokenRulesAsync()
    {
        // What was removed had an id below these.
        var last = new
        {
            lastTask = await _dialect.LastIdAsync(_connection, "task"),
            lastWebhook = await _dialect.LastIdAsync(_connection, "webhook"),
        };
        foreach (var rule in Rule.All)
        {
            await foreach (
                var (row, task) in _connection.QueryUnbufferedAsync<(long Row, long? Task)>(rule.Broken, last)
            )
            {
                yield return new Finding(rule.Table, $"{row}", task, rule.What);
            }
        }
    }

    /// <summary>Every task, in the order of their ids.</summary>
    public async IAsyncEnumerable<long> TaskIdsAsync()
    {
        var last = long.MinValue;
        while (true)
        {
            var ids = (
                await _connection.QueryAsync<long>(
                    "SELECT id FROM task WHERE id > @last ORDER BY id LIMIT @Page",
                    new { last, Page }
                )
            ).AsList();
            foreach (var id in ids)
            {
                yield return last = id;
            }
            if (ids.Count < Page)
            {
                yield break;
            }
        }
    }

    /// <summary>Null where the task has no document.</summary>
    public Task<StoredTask?> FindTaskAsync(long taskId) => StoredTask.ReadAsync(_connection, taskId);

    /// <summary>The history of a task, oldest turn first, read only as far as somebody goes on.</summary>
    public IAsyncEnumerable<TurnRow> ReadTurnsAsync(long taskId) =>
        _connection.QueryUnbufferedAsync<TurnRow>(
            "SELECT revision, at, actor, command, events, shown FROM task_event WHERE task_id = @taskId ORDER BY revision",
            new { taskId }
        );

    /// <summary>A pipeline document; null where there is none.</summary>
    public Task<string?> FindSnapshotAsync(string digest, CancellationToken cancellation) =>
        _connection.QuerySingleOrDefaultAsync<string>(
            "SELECT body FROM pipeline_snapshot WHERE digest = @digest",
            new { digest }
        );

    public async ValueTask DisposeAsync()
    {
        await _moment.DisposeAsync();
        await _connection.DisposeAsync();
    }

    private async Task RequireSchemaAsync()
    {
        var known = Migration.Embedded[^1].Version;
        var there = await _connection.ExecuteScalarAsync<int>("SELECT COALESCE(MAX(version), 0) FROM schema_version");
        if (there != known)
        {
            throw new StorageException(
                $"The database {Name} has schema {there}, and this program reads {known} alone: "
                    + "use the program that wrote it, or start this one once where it is newer."
            );
        }
    }
}
