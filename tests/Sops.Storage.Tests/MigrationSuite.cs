using Dapper;

namespace Sops.Storage.Tests;

public abstract class MigrationSuite : StorageSuite
{
    [Fact]
    public async Task Open_Fresh_IsAtTheNewestVersion() =>
        Assert.Equal(Migration.Embedded.Select(m => (m.Version, m.Name)), await VersionsAsync());

    [Fact]
    public async Task Open_Again_AppliesNothing()
    {
        var before = await VersionsAsync();

        await ReopenAsync();

        Assert.Equal(before, await VersionsAsync());
    }

    [Fact]
    public async Task Open_WrittenByANewerProgram_IsRefused()
    {
        await Db.WriteAsync(s =>
            s.Connection.Execute("INSERT INTO schema_version (version, name) VALUES (9999, '9999_later')")
        );

        var error = await Assert.ThrowsAsync<StorageException>(ReopenAsync);

        Assert.Contains("has schema 9999", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_WithAFurtherMigration_KeepsTheData()
    {
        var id = await Tasks.InsertAsync(Given.Task());

        await ReopenAsync([.. Migration.Embedded, Next("CREATE TABLE later (id INTEGER)")]);

        Assert.NotNull(await Tasks.FindAsync(2, id));
        Assert.Equal("9998_next", (await VersionsAsync())[^1].Name);
    }

    [Fact]
    public async Task Open_WithAMigrationThatFails_LeavesTheDatabaseAsItWas()
    {
        var broken = Next("CREATE TABLE later (id INTEGER); INSERT INTO nowhere VALUES (1)");

        var error = await Assert.ThrowsAsync<StorageException>(() => ReopenAsync([.. Migration.Embedded, broken]));

        Assert.Contains("Migration 9998_next", error.Message, StringComparison.Ordinal);
        await ReopenAsync([.. Migration.Embedded, Next("CREATE TABLE later (id INTEGER)")]);
        Assert.Equal(9998, (await VersionsAsync())[^1].Version);
    }

    private static Migration Next(string sql) => new(9998, "9998_next", sql);

    private async Task<IReadOnlyList<(int Version, string Name)>> VersionsAsync()
    {
        await using var connection = await Db.OpenReadAsync();
        var rows = await connection.QueryAsync<(int, string)>(
            "SELECT version, name FROM schema_version ORDER BY version"
        );
        return rows.AsList();
    }
}
