using Microsoft.Data.Sqlite;

namespace Sops.Storage.Tests.Sqlite;

public sealed class SqliteStatementTests : IDisposable
{
    private readonly SqliteConnection _connection = new("Data Source=:memory:");

    public SqliteStatementTests()
    {
        _connection.Open();
        using var table = Prepared(
            "CREATE TABLE t (id INTEGER PRIMARY KEY, body TEXT CHECK (body <> 'bad'), flag INTEGER)"
        );
        table.Run();
    }

    public static TheoryData<string?> Texts => new("", "a\0b", "名字 🚀", new string('x', 100_000), null);

    [Theory]
    [MemberData(nameof(Texts))]
    public void Run_WithAText_StoresItToTheLetter(string? text)
    {
        using var insert = Prepared("INSERT INTO t (id, body, flag) VALUES (@id, @body, @flag)");

        Assert.Equal(1, insert.Run(long.MaxValue, text, true));

        using var command = _connection.CreateCommand();
        command.CommandText = "SELECT id, body, flag FROM t";
        using var row = command.ExecuteReader();
        Assert.True(row.Read());
        Assert.Equal(
            (long.MaxValue, text, true),
            (row.GetInt64(0), row.IsDBNull(1) ? null : row.GetString(1), row.GetBoolean(2))
        );
    }

    [Fact]
    public void Run_WithANameThatComesTwice_TakesItsValueOnce()
    {
        using var insert = Prepared("INSERT INTO t (id, flag) VALUES (@id, @id + @more)");
        insert.Run(3, 4);

        using var count = Prepared("SELECT id FROM t WHERE flag = @flag");

        Assert.Equal(3, count.Number(7));
        Assert.Null(count.Number(8));
    }

    [Fact]
    public void Run_ThatTouchesNothing_SaysSo()
    {
        using var insert = Prepared("INSERT INTO t (id) VALUES (@id) ON CONFLICT DO NOTHING");

        Assert.Equal((1, 0), (insert.Run(1), insert.Run(1)));
    }

    [Fact]
    public void Run_ThatIsRefused_TellsWhyAndCanBeRunAgain()
    {
        using var insert = Prepared("INSERT INTO t (id, body) VALUES (@id, @body)");
        insert.Run(1, "good");

        var refused = Assert.Throws<SqliteException>(() => insert.Run(2, "bad"));
        var twice = Assert.Throws<SqliteException>(() => insert.Run(1, "good"));

        Assert.Equal((19, 275), (refused.SqliteErrorCode, refused.SqliteExtendedErrorCode));
        Assert.Equal((19, 1555), (twice.SqliteErrorCode, twice.SqliteExtendedErrorCode));
        Assert.Equal(1, insert.Run(2, "good"));
    }

    [Fact]
    public void Run_WithValuesThatDoNotFit_Throws()
    {
        using var insert = Prepared("INSERT INTO t (id) VALUES (@id)");

        Assert.Throws<ArgumentException>(() => insert.Run());
        Assert.Throws<ArgumentException>(() => insert.Run(1, 2));
        Assert.Throws<ArgumentException>(() => insert.Run(DateTimeOffset.UnixEpoch));
        Assert.Throws<SqliteException>(() => Prepared("INSERT INTO nowhere VALUES (1)"));
    }

    public void Dispose() => _connection.Dispose();

    private SqliteStatement Prepared(string text) => new(_connection, text);
}
