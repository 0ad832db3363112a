using System.Data.Common;
using Dapper;
using Microsoft.Data.Sqlite;
using Sops.Storage.Verification;

namespace Sops.Storage;

/// <summary>SQLite in one file: a single process, which holds a lock on it.</summary>
internal sealed class SqliteDialect : Dialect
{
    private const int CantOpen = 14;
    private const int Constraint = 19;
    private const int PrimaryKey = 1555;
    private const int Unique = 2067;
    private const int Corrupt = 11;
    private const int Full = 13;
    private const int InputOutput = 10;
    private const int NotADatabase = 26;
    private const int ReadOnly = 8;
    private const int TooBig = 18;
    private const int Mismatch = 20;

    private const int PagesAtOnce = 500;

    /// <summary>Sixteen MiB: busy pages are then copied to the database once for many transactions.</summary>
    private const int PagesInLog = 4000;
    private const int NoCheckpointOnClose = 1006;

    private readonly string _file;
    private readonly string _writer;
    private readonly string _reader;

    private SqliteDialect(string file, string writer, string reader)
    {
        _file = file;
        _writer = writer;
        _reader = reader;
    }

    public override string Name => _file;
    public override string Begin => "BEGIN IMMEDIATE";
    public override string BeginReading => "BEGIN DEFERRED";

    public static Dialect Of(string connectionString)
    {
        SqliteConnectionStringBuilder given;
        try
        {
            given = new(connectionString);
        }
        catch (ArgumentException e)
        {
            // The text itself may hold a password, so it is not repeated.
            throw new StorageException("ConnectionStrings:Sops is not a SQLite connection string.", e);
        }
        var source = given.DataSource;
        if (
            source is "" or ":memory:"
            || given.Mode == SqliteOpenMode.Memory
            || source.StartsWith("file:", StringComparison.OrdinalIgnoreCase)
        )
        {
            throw new StorageException(
                "The database must be a file: give its path as Data Source, not a URI or memory."
            );
        }
        var file = Path.GetFullPath(source);
        given.DataSource = file;
        given.Cache = SqliteCacheMode.Private;
        given.ForeignKeys = true;
        given.Mode = SqliteOpenMode.ReadWriteCreate;
        given.Pooling = false;
        var writer = given.ToString();
        given.Mode = SqliteOpenMode.ReadOnly;
        given.Pooling = true;
        return new SqliteDialect(file, writer, given.ToString());
    }

    public override IAsyncDisposable Lock()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_file)!);
        return FileLock.Take(_file);
    }

    public override async Task<DbConnection> OpenWriterAsync(CancellationToken cancellation)
    {
        var connection = new SqliteConnection(_writer);
        try
        {
            await connection.OpenAsync(cancellation);
            // FULL, because an answered command must survive a power cut.
            await connection.ExecuteAsync("PRAGMA synchronous = FULL");
            await BeginLogAsync(connection);
            // No checkpoint by itself, because SQLite would keep its failure to itself. What vacuums is settled when a file
            // is made; one that was made before is not changed by it. One at a time, because of several in one command the
            // provider swallows the failure of all that come behind one that gives a row.
            foreach (
                var setting in (string[])
                    [
                        $"busy_timeout = {connection.DefaultTimeout * 1000}",
                        "auto_vacuum = INCREMENTAL",
                        "journal_mode = WAL",
                        "journal_size_limit = 67108864",
                        "wal_autocheckpoint = 0",
                        "cache_size = -65536",
                        "temp_store = MEMORY",
                    ]
            )
            {
                await connection.ExecuteAsync($"PRAGMA {setting}");
            }
            // SQLite stays silent where it cannot change the mode, and nothing below holds in another one.
            if (await connection.ExecuteScalarAsync<string>("PRAGMA journal_mode") != "wal")
            {
                throw new StorageException($"The database {_file} cannot keep a log (journal_mode WAL) on this disk.");
            }
            return connection;
        }
        catch
        {
            GiveUp(connection);
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>
    /// The log that is there may hold what a failed fsync left in memory alone and the system now takes for written. Nothing
    /// must be added behind that: it is copied to the database and begun anew or, where somebody reads from it, made durable.
    /// </summary>
    private async Task BeginLogAsync(SqliteConnection connection)
    {
        var isRead = await connection.ExecuteScalarAsync<bool>("PRAGMA wal_checkpoint(RESTART)");
        if (isRead)
        {
            SqliteLog.MakeDurable(_file);
        }
    }

    public override async Task<DbConnection> OpenReaderAsync(CancellationToken cancellation)
    {
        var connection = new SqliteConnection(_reader);
        await connection.OpenAsync(cancellation);
        return connection;
    }

    public override Statement Prepare(DbConnection connection, string text) =>
        new SqliteStatement((SqliteConnection)connection, text);

    public override async Task BackupAsync(string file, CancellationToken cancellation)
    {
        RequireThere();
        // Under another name until it is whole and on the disk, so that what has the name can be relied on.
        var part = file + ".part";
        try
        {
            await using (var connection = await OpenBesideAsync(cancellation))
            {
                await connection.ExecuteAsync("VACUUM INTO @part", new { part }, commandTimeout: 0);
            }
            await using (var written = new FileStream(part, FileMode.Open, FileAccess.ReadWrite))
            {
                written.Flush(flushToDisk: true);
            }
            File.Move(part, file, overwrite: false);
        }
        catch (SqliteException e)
        {
            throw new StorageException($"The database {_file} cannot be backed up to {file}: {e.Message}", e);
        }
        finally
        {
            File.Delete(part);
        }
    }

    public override async Task<DbConnection> OpenBesideAsync(CancellationToken cancellation)
    {
        RequireThere();
        var connection = new SqliteConnection(_reader + ";Pooling=False");
        await connection.OpenAsync(cancellation);
        return connection;
    }

    public override async IAsyncEnumerable<Finding> FindDamageAsync(DbConnection connection)
    {
        await foreach (var line in connection.QueryUnbufferedAsync<string>("PRAGMA integrity_check"))
        {
            if (line != "ok")
            {
                yield return new Finding("database", null, null, line.ReplaceLineEndings(" "));
            }
        }
    }

    public override async IAsyncEnumerable<Finding> FindBrokenReferencesAsync(DbConnection connection)
    {
        // Which row it is PRAGMA foreign_key_check does not say where rows have no number.
        var broken = await connection.QueryAsync<(string Table, string Column, string Target, string Key, long OfTask)>(
            """
            SELECT DISTINCT c."table", f."from" AS "column", f."table" AS target, f."to" AS key, EXISTS
                (SELECT 1 FROM pragma_table_info(c."table") i WHERE i.name = 'task_id') AS of_task
            FROM pragma_foreign_key_check c JOIN pragma_foreign_key_list(c."table") f ON f.id = c.fkid ORDER BY 1, 2
            """
        );
        foreach (var (table, column, target, key, ofTask) in broken)
        {
            var task =
                ofTask != 0 ? "task_id"
                : table == "task" ? "id"
                : "NULL";
            var values = connection.QueryUnbufferedAsync<(long? Task, string Value, long Rows)>(
                $"""
                SELECT {task}, CAST({column} AS TEXT), COUNT(*) FROM {table}
                WHERE {column} IS NOT NULL AND NOT EXISTS (SELECT 1 FROM {target} t WHERE t.{key} = {table}.{column})
                GROUP BY 1, 2
                """
            );
            await foreach (var value in values)
            {
                yield return new Finding(
                    table,
                    null,
                    value.Task,
                    $"{column} {value.Value} is in no {target} (rows: {value.Rows})"
                );
            }
        }
    }

    public override DbTransaction BeginRead(DbConnection connection) =>
        ((SqliteConnection)connection).BeginTransaction(deferred: true);

    public override bool InTransaction(DbConnection connection) =>
        SQLitePCL.raw.sqlite3_get_autocommit(((SqliteConnection)connection).Handle) == 0;

    public override void Tidy(DbConnection connection, bool now)
    {
        var handle = ((SqliteConnection)connection).Handle!;
        if (now || Written(handle, reset: false) >= PagesInLog)
        {
            // It waits for nobody: what a reader still needs of the log stays for the next time.
            connection.Execute("PRAGMA wal_checkpoint(PASSIVE)");
            Written(handle, reset: true);
        }
    }

    public override void GiveUp(DbConnection connection)
    {
        if (((SqliteConnection)connection).Handle is { IsInvalid: false } handle)
        {
            _ = SQLitePCL.raw.sqlite3_db_config(handle, NoCheckpointOnClose, 1, out _);
        }
    }

    public override void CloseReaders()
    {
        using var any = new SqliteConnection(_reader);
        SqliteConnection.ClearPool(any);
    }

    public override string Schema(string sql) =>
        sql.Replace("{identity}", "INTEGER PRIMARY KEY AUTOINCREMENT", StringComparison.Ordinal)
            .Replace("{keyed}", "WITHOUT ROWID", StringComparison.Ordinal);

    public override Task<long> LastIdAsync(DbConnection connection, string table) =>
        connection.ExecuteScalarAsync<long>(
            "SELECT COALESCE((SELECT seq FROM sqlite_sequence WHERE name = @table), 0)",
            new { table }
        );

    public override bool Reclaim(DbConnection connection)
    {
        var before = connection.ExecuteScalar<long>("PRAGMA freelist_count");
        // A page is given back with each row that is read.
        _ = connection.Query<long>($"PRAGMA incremental_vacuum({PagesAtOnce})").AsList();
        var after = connection.ExecuteScalar<long>("PRAGMA freelist_count");
        return after > 0 && after < before;
    }

    public override string Numbers(string parameter) => $"SELECT value FROM json_each({parameter})";

    public override string Texts(string parameter) => Numbers(parameter);

    public override string Contains(string column, string parameter) => $"instr({column}, {parameter}) > 0";

    public override string ContainsIgnoringCase(string column, string parameter) =>
        $"instr(lower({column}), lower({parameter})) > 0";

    public override bool IsUniqueViolation(DbException e) =>
        e is SqliteException { SqliteErrorCode: Constraint, SqliteExtendedErrorCode: PrimaryKey or Unique };

    public override bool IsForGood(DbException e) =>
        e is SqliteException { SqliteErrorCode: TooBig or Constraint or Mismatch };

    public override bool IsBroken(DbException e) =>
        e
            is SqliteException
            {
                SqliteErrorCode: InputOutput or Full or Corrupt or CantOpen or NotADatabase or ReadOnly
            };

    /// <summary>Pages that the connection has written to the log since the last reset.</summary>
    private static int Written(SQLitePCL.sqlite3 handle, bool reset)
    {
        _ = SQLitePCL.raw.sqlite3_db_status(
            handle,
            SQLitePCL.raw.SQLITE_DBSTATUS_CACHE_WRITE,
            out var written,
            out _,
            reset ? 1 : 0
        );
        return written;
    }

    private void RequireThere()
    {
        if (!File.Exists(_file))
        {
            throw new StorageException($"There is no database {_file}.");
        }
    }
}
