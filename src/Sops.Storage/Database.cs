using System.Data.Common;
using Dapper;
using Sops.Storage.Verification;

namespace Sops.Storage;

/// <summary>The open database: one writer that commits for everybody, any number of readers, and nobody else.</summary>
public sealed class Database : IAsyncDisposable
{
    private readonly Dialect _dialect;
    private readonly IAsyncDisposable _lock;
    private readonly DbConnection _writer;
    private int _disposed;

    static Database()
    {
        DefaultTypeMap.MatchNamesWithUnderscores = true;
        // Without this Dapper would write the times in SQLite's own text form before it asks the handler.
        SqlMapper.RemoveTypeMap(typeof(DateTimeOffset));
        SqlMapper.AddTypeHandler(new UnixMilliseconds());
    }

    private Database(Dialect dialect, IAsyncDisposable @lock, DbConnection writer)
    {
        _dialect = dialect;
        _lock = @lock;
        _writer = writer;
        Committer = new GroupCommitter(new WriteSession(writer, dialect));
        RunReaders = new(dialect);
        Snapshots = new(this);
        Templates = new(this);
        Tasks = new(this);
        Requests = new(this);
        Operations = new(this);
        PeriodicTasks = new(this);
        ClockedTasks = new(this);
        Webhooks = new(this);
        Deliveries = new(this);
    }

    public GroupCommitter Committer { get; }
    public SnapshotStore Snapshots { get; }
    public TemplateStore Templates { get; }
    public TaskStore Tasks { get; }
    public RequestStore Requests { get; }
    public OperationStore Operations { get; }
    public PeriodicTaskStore PeriodicTasks { get; }
    public ClockedTaskStore ClockedTasks { get; }
    public WebhookStore Webhooks { get; }
    public DeliveryStore Deliveries { get; }
    internal Dialect Dialect => _dialect;
    internal RunReaders RunReaders { get; }

    /// <summary>Opens the database file, made where it is missing, for this process alone and with the schema of this program.</summary>
    /// <exception cref="StorageException">Another process has it, a newer program wrote it, or it cannot be opened.</exception>
    public static Task<Database> OpenAsync(string connectionString, CancellationToken cancellation = default) =>
        OpenAsync(connectionString, Migration.Embedded, cancellation);

    internal static async Task<Database> OpenAsync(
        string connectionString,
        IReadOnlyList<Migration> migrations,
        CancellationToken cancellation = default
    )
    {
        var dialect = Dialect.For(connectionString);
        var held = dialect.Lock();
        DbConnection? writer = null;
        try
        {
            writer = await dialect.OpenWriterAsync(cancellation);
            await new Migrator(dialect, migrations).MigrateAsync(writer);
            var database = new Database(dialect, held, writer);
            database.Tasks.CountFrom(await dialect.LastIdAsync(writer, "task"));
            return database;
        }
        catch (Exception e)
        {
            if (writer is not null)
            {
                dialect.GiveUp(writer);
                await writer.DisposeAsync();
            }
            await held.DisposeAsync();
            throw e is DbException
                ? new StorageException($"The database {dialect.Name} cannot be opened: {e.Message}", e)
                : e;
        }
    }

    /// <summary>
    /// Writes the database that the connection string names into a new file, as it is at one moment; safe while a process has
    /// it open, which goes on meanwhile.
    /// </summary>
    /// <exception cref="StorageException">The file is there already, or cannot be written.</exception>
    public static async Task BackupAsync(string connectionString, string file, CancellationToken cancellation = default)
    {
        var whole = Path.GetFullPath(file);
        if (File.Exists(whole))
        {
            throw new StorageException($"{whole} is there already; a backup overwrites nothing.");
        }
        await Dialect.For(connectionString).BackupAsync(whole, cancellation);
    }

    /// <summary>
    /// The database that the connection string names as it is at one moment, to be checked; safe while a process has it open.
    /// Until it is disposed, what that process writes stays in the file's log.
    /// </summary>
    /// <exception cref="StorageException">There is no such database, it is none, or it has another schema than this program.</exception>
    public static Task<StoredMoment> OpenMomentAsync(
        string connectionString,
        CancellationToken cancellation = default
    ) => StoredMoment.OpenAsync(connectionString, cancellation);

    /// <summary>A connection that cannot write, from a pool; dispose it soon, for it holds back the file's clean-up.</summary>
    public Task<DbConnection> OpenReadAsync(CancellationToken cancellation = default) =>
        _dialect.OpenReaderAsync(cancellation);

    /// <inheritdoc cref="GroupCommitter.WriteAsync"/>
    public Task<T> WriteAsync<T>(Func<WriteSession, T> write, CancellationToken cancellation = default) =>
        Committer.WriteAsync(write, cancellation);

    /// <summary>Gives some of the space that removed rows left back to the file system; false once there is none.</summary>
    public Task<bool> ReclaimAsync(CancellationToken cancellation = default) =>
        WriteAsync(
            session =>
            {
                var isMore = _dialect.Reclaim(session.Connection);
                session.GaveSpaceBack = !isMore;
                return isMore;
            },
            cancellation
        );

    /// <summary>Commits what is waiting, then lets go of the file.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 1)
        {
            return;
        }
        await Committer.DisposeAsync();
        RunReaders.Dispose();
        _dialect.CloseReaders();
        await _writer.DisposeAsync();
        await _lock.DisposeAsync();
    }
}
