using Sops.Storage;

namespace Sops.Server.Runtime;

/// <summary>The database that is opened while the rest of the service is put together, which takes as long.</summary>
public sealed class OpeningDatabase(string connectionString) : IAsyncDisposable
{
    private readonly Task<Database> _opening = Task.Run(() => Database.OpenAsync(connectionString));

    /// <summary>To be awaited before anything is served.</summary>
    /// <exception cref="StorageException">It cannot be opened.</exception>
    public Task Opened => _opening;

    /// <exception cref="InvalidOperationException">It is not open yet.</exception>
    public Database Database =>
        _opening.IsCompletedSuccessfully
            ? _opening.Result
            : throw new InvalidOperationException("The database is asked for before it is open.");

    /// <summary>What kept it from being opened is told where that is awaited.</summary>
    public async ValueTask DisposeAsync()
    {
        await ((Task)_opening).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (_opening.IsCompletedSuccessfully)
        {
            await _opening.Result.DisposeAsync();
        }
    }
}
