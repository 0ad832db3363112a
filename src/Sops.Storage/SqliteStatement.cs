using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Sops.Storage;

internal sealed class SqliteStatement : Statement
{
    private readonly string _text;
    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _statement;
    private readonly int _parameters;

    public SqliteStatement(SqliteConnection connection, string text)
    {
        (_text, _database) = (text, connection.Handle!);
        Require(raw.sqlite3_prepare_v3(_database, text, raw.SQLITE_PREPARE_PERSISTENT, out _statement));
        _parameters = raw.sqlite3_bind_parameter_count(_statement);
    }

    public override int Run(params ReadOnlySpan<object?> values)
    {
        try
        {
            Bind(values);
            Require(raw.sqlite3_step(_statement));
            return raw.sqlite3_changes(_database);
        }
        finally
        {
            Reset();
        }
    }

    public override long? Number(params ReadOnlySpan<object?> values)
    {
        try
        {
            Bind(values);
            var outcome = raw.sqlite3_step(_statement);
            Require(outcome);
            return outcome == raw.SQLITE_ROW ? raw.sqlite3_column_int64(_statement, 0) : null;
        }
        finally
        {
            Reset();
        }
    }

    public override void Dispose() => _statement.Dispose();

    private void Bind(ReadOnlySpan<object?> values)
    {
        if (values.Length != _parameters)
        {
            throw new ArgumentException($"{_parameters} values are needed: {_text}");
        }
        for (var i = 0; i < values.Length; i++)
        {
            Require(Bind(i + 1, values[i]));
        }
    }

    private int Bind(int place, object? value) =>
        value switch
        {
            null => raw.sqlite3_bind_null(_statement, place),
            string text => raw.sqlite3_bind_text(_statement, place, text),
            long number => raw.sqlite3_bind_int64(_statement, place, number),
            int number => raw.sqlite3_bind_int64(_statement, place, number),
            bool flag => raw.sqlite3_bind_int64(_statement, place, flag ? 1 : 0),
            _ => throw new ArgumentException($"{value.GetType()} is not written: {_text}"),
        };

    /// <summary>What failed has been told by the step; the values, some of them large, are not kept until the next run.</summary>
    private void Reset()
    {
        _ = raw.sqlite3_reset(_statement);
        _ = raw.sqlite3_clear_bindings(_statement);
    }

    private void Require(int outcome) => SqliteException.ThrowExceptionForRC(outcome, _database);
}
