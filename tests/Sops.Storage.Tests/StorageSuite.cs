namespace Sops.Storage.Tests;

/// <summary>What every dialect's database must do; a class per dialect runs each suite against its own.</summary>
public abstract class StorageSuite : IAsyncLifetime
{
    private Database? _database;

    protected Database Db => _database!;

    protected TaskStore Tasks => Db.Tasks;

    /// <summary>Names one database for the length of a test.</summary>
    protected abstract string ConnectionString { get; }

    public async ValueTask InitializeAsync() => _database = await Database.OpenAsync(ConnectionString);

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await Db.DisposeAsync();
        Remove();
    }

    protected Task ReopenAsync() => ReopenAsync(Migration.Embedded);

    internal async Task ReopenAsync(IReadOnlyList<Migration> migrations)
    {
        await Db.DisposeAsync();
        _database = await Database.OpenAsync(ConnectionString, migrations);
    }

    protected abstract void Remove();
}
