using System.Data.Common;
using Sops.Storage.Verification;

namespace Sops.Storage;

/// <summary>All that differs between databases, so that every other file holds plain SQL.</summary>
internal abstract class Dialect
{
    public static Dialect For(string connectionString) => SqliteDialect.Of(connectionString);

    /// <summary>What the database is called in messages; holds no secret.</summary>
    public abstract string Name { get; }

    public abstract string Begin { get; }

    /// <summary>Begins a transaction whose reads all see the same moment.</summary>
    public abstract string BeginReading { get; }

    /// <summary>Keeps other processes off the database until it is disposed.</summary>
    public abstract IAsyncDisposable Lock();

    /// <summary>The one connection that writes.</summary>
    public abstract Task<DbConnection> OpenWriterAsync(CancellationToken cancellation);

    public abstract Task<DbConnection> OpenReaderAsync(CancellationToken cancellation);

    /// <summary>A statement to be run many times; to be disposed before the connection is.</summary>
    public abstract Statement Prepare(DbConnection connection, string text);

    /// <summary>Writes the database as it is at one moment into a file, beside whoever has it open.</summary>
    public abstract Task BackupAsync(string file, CancellationToken cancellation);

    /// <summary>A connection for reading only, to a database that is there, whoever has it open; it is gone once it is disposed.</summary>
    /// <exception cref="StorageException">There is no such database.</exception>
    public abstract Task<DbConnection> OpenBesideAsync(CancellationToken cancellation);

    /// <summary>What the database finds wrong with its own file; nothing where it is whole.</summary>
    public abstract IAsyncEnumerable<Finding> FindDamageAsync(DbConnection connection);

    /// <summary>Rows that refer to others which are not there.</summary>
    public abstract IAsyncEnumerable<Finding> FindBrokenReferencesAsync(DbConnection connection);

    /// <summary>A transaction whose reads all see the same moment.</summary>
    public abstract DbTransaction BeginRead(DbConnection connection);

    /// <summary>Whether a transaction is open; some errors end it by themselves.</summary>
    public abstract bool InTransaction(DbConnection connection);

    /// <summary>To be called between transactions: keeps the log short, if that is due.</summary>
    /// <param name="now">Even where it is short still.</param>
    public abstract void Tidy(DbConnection connection, bool now);

    /// <summary>Sees to it that the connection writes nothing any more, not even when it is closed.</summary>
    public abstract void GiveUp(DbConnection connection);

    public abstract void CloseReaders();

    /// <summary>Fills in what the migrations leave to the dialect.</summary>
    public abstract string Schema(string sql);

    /// <summary>The highest id that the table ever had, removed rows included; 0 where there was none.</summary>
    public abstract Task<long> LastIdAsync(DbConnection connection, string table);

    /// <summary>Gives some unused space back, within a transaction; false once there is none, or it cannot be given back.</summary>
    public abstract bool Reclaim(DbConnection connection);

    /// <summary>A subquery with the numbers of a JSON array parameter.</summary>
    public abstract string Numbers(string parameter);

    /// <summary>A subquery with the texts of a JSON array parameter.</summary>
    public abstract string Texts(string parameter);

    public abstract string Contains(string column, string parameter);

    public abstract string ContainsIgnoringCase(string column, string parameter);

    public abstract bool IsUniqueViolation(DbException e);

    /// <summary>After this error nothing the connection says can be relied on: only opening the database anew tells what is in it.</summary>
    public abstract bool IsBroken(DbException e);

    /// <summary>The same write will never be taken.</summary>
    public abstract bool IsForGood(DbException e);
}
