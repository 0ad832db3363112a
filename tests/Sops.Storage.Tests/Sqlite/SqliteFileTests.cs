using Dapper;
using Microsoft.Data.Sqlite;

namespace Sops.Storage.Tests.Sqlite;

public sealed class SqliteFileTests : IDisposable
{
    private readonly TempFile _file = new();

    public void Dispose() => _file.Dispose();

    [Fact]
    public async Task Open_InAMissingFolder_MakesIt()
    {
        await using var database = await Database.OpenAsync(_file.ConnectionString);

        Assert.True(File.Exists(_file.File));
    }

    [Fact]
    public async Task Open_WhileOpen_IsRefusedUntilItIsClosed()
    {
        await using (await Database.OpenAsync(_file.ConnectionString))
        {
            var error = await Assert.ThrowsAsync<StorageException>(() => Database.OpenAsync(_file.ConnectionString));
            Assert.Contains($"{_file.File} is in use by another process", error.Message, StringComparison.Ordinal);
        }

        await using var again = await Database.OpenAsync(_file.ConnectionString);
    }

    [Fact]
    public async Task Open_FromAnotherProcess_IsRefused()
    {
        await using var database = await Database.OpenAsync(_file.ConnectionString);

        using var other = OtherProcess.Start(_file.ConnectionString);

        Assert.Contains("is in use by another process", await other.ReadLineAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_AfterTheOtherProcessWasKilled_HasAllItCommitted()
    {
        using var other = OtherProcess.Start(_file.ConnectionString);
        for (var line = 0; line < 50; line++)
        {
            Assert.NotNull(await other.ReadLineAsync());
        }
        await Assert.ThrowsAsync<StorageException>(() => Database.OpenAsync(_file.ConnectionString));

        await other.KillAsync();

        await using var database = await Database.OpenAsync(_file.ConnectionString);
        var run = await database.Tasks.LoadRunAsync(1);
        var events = await database.Tasks.EventsAsync(1, 0, int.MaxValue);
        Assert.InRange(other.Named, 51, run!.Task.Revision);
        Assert.Equal(Enumerable.Range(1, (int)run.Task.Revision).Select(r => (long)r), events.Select(e => e.Revision));
    }

    [Fact]
    public async Task Close_LeavesNoLogBehind()
    {
        await using (var database = await Database.OpenAsync(_file.ConnectionString))
        {
            var id = await database.Tasks.InsertAsync(Given.Task());
            Assert.NotNull(await database.Tasks.FindAsync(2, id));
        }

        Assert.False(File.Exists(_file.File + "-wal"));
    }

    [Theory]
    [InlineData("Data Source=:memory:")]
    [InlineData("Data Source=x;Mode=Memory")]
    [InlineData("Data Source=file:x?mode=memory")]
    [InlineData("")]
    public async Task Open_NoFile_IsRefused(string connectionString)
    {
        var error = await Assert.ThrowsAsync<StorageException>(() => Database.OpenAsync(connectionString));

        Assert.Contains("must be a file", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_NotAConnectionString_IsRefusedWithoutRepeatingIt()
    {
        var error = await Assert.ThrowsAsync<StorageException>(() => Database.OpenAsync("Token=hunter2"));

        Assert.DoesNotContain("hunter2", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_NotADatabase_IsRefusedAndLetsGoOfTheLock()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_file.File)!);
        await File.WriteAllTextAsync(_file.File, new string('x', 5000));
        await Assert.ThrowsAsync<StorageException>(() => Database.OpenAsync(_file.ConnectionString));

        File.Delete(_file.File);

        await using var database = await Database.OpenAsync(_file.ConnectionString);
    }

    [Fact]
    public async Task Read_OnAReadConnection_CannotWrite()
    {
        await using var database = await Database.OpenAsync(_file.ConnectionString);
        await using var connection = await database.OpenReadAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "DELETE FROM task";

        var error = await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => command.ExecuteNonQueryAsync());

        Assert.Contains("readonly", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Write_WhileTheFileIsLockedByAnotherProgram_FailsAndGoesOnAfterwards()
    {
        await using var database = await Database.OpenAsync(_file.ConnectionString + ";Default Timeout=1");
        await using (var program = new SqliteConnection(_file.ConnectionString + ";Pooling=False"))
        {
            await program.OpenAsync();
            await program.ExecuteAsync("BEGIN IMMEDIATE");

            await Assert.ThrowsAsync<StorageException>(() => database.Tasks.InsertAsync(Given.Task()));
        }

        Assert.False(database.Committer.Failed.IsCompleted);
        Assert.NotNull(await database.Tasks.FindAsync(2, await database.Tasks.InsertAsync(Given.Task())));
    }

    [Fact]
    public async Task Write_OnAFullDisk_IsTheLastUntilTheDatabaseIsOpenedAnew()
    {
        var kept = 0L;
        await using (var database = await Database.OpenAsync(_file.ConnectionString))
        {
            kept = await database.Tasks.InsertAsync(Given.Task());
            await database.WriteAsync(s => s.Connection.Execute("PRAGMA max_page_count = 1"));

            await Assert.ThrowsAsync<DatabaseLostException>(() =>
                database.Tasks.InsertAsync(Given.Task(), new string('x', 1 << 20))
            );

            var lost = await database.Committer.Failed;
            Assert.Contains(_file.File, lost.Message, StringComparison.Ordinal);
            Assert.Contains("full", lost.Message, StringComparison.Ordinal);
            await Assert.ThrowsAsync<DatabaseLostException>(() => database.WriteAsync(_ => 1));
            Assert.NotNull(await database.Tasks.FindAsync(2, kept));
        }

        await using var again = await Database.OpenAsync(_file.ConnectionString);
        Assert.NotNull(await again.Tasks.FindAsync(2, kept));
        Assert.NotNull(await again.Tasks.FindAsync(2, await again.Tasks.InsertAsync(Given.Task())));
        Assert.Equal(2, await again.Tasks.CountAsync(TaskQuery.Of(2)));
    }
}
