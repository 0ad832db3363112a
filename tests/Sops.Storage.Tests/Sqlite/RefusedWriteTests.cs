using Dapper;

namespace Sops.Storage.Tests.Sqlite;

/// <summary>What SQLite never takes is told apart from what it does not take now.</summary>
public sealed class RefusedWriteTests : IAsyncLifetime
{
    private readonly TempFile _file = new();
    private Database _database = null!;

    public async ValueTask InitializeAsync() => _database = await Database.OpenAsync(_file.ConnectionString);

    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        _file.Dispose();
    }

    [Fact]
    public async Task Write_TooBig_IsRefusedForGood_AndTheOthersGoOn()
    {
        var refused = _database.WriteAsync(session =>
            session.Connection.ExecuteScalar<long>("SELECT length(zeroblob(1500000000))")
        );
        await Assert.ThrowsAsync<WriteRefusedException>(() => refused);
        Assert.True(await _database.Tasks.InsertAsync(Given.Task()) > 0);
    }

    [Fact]
    public async Task Write_AgainstAConstraint_IsRefusedForGood() =>
        await Assert.ThrowsAsync<WriteRefusedException>(() => _database.Tasks.InsertAsync(Given.Task(name: null!)));
}
