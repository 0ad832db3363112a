namespace Sops.Storage.Tests.Sqlite;

public sealed class SqliteTaskTests : TaskSuite
{
    private readonly TempFile _file = new();

    protected override string ConnectionString => _file.ConnectionString;

    protected override void Remove() => _file.Dispose();
}
