using System.Data.Common;
using System.Text.RegularExpressions;

namespace Sops.Storage;

/// <summary>A statement that is prepared once and run for every turn; Dapper there costs two and a half times as much.</summary>
internal sealed partial class Statement : IDisposable
{
    private readonly DbCommand _command;

    public Statement(DbConnection connection, string sql)
    {
        _command = connection.CreateCommand();
        _command.CommandText = sql;
        foreach (var name in Parameters().Matches(sql).Select(m => m.Value).Distinct())
        {
            var parameter = _command.CreateParameter();
            parameter.ParameterName = name;
            parameter.Value = DBNull.Value;
            _command.Parameters.Add(parameter);
        }
        _command.Prepare();
    }

    /// <summary>Rows touched. The values come in the order in which the text first names them.</summary>
    public int Run(params ReadOnlySpan<object?> values)
    {
        Bind(values);
        return _command.ExecuteNonQuery();
    }

    public List<T> Rows<T>(Func<DbDataReader, T> read, params ReadOnlySpan<object?> values)
    {
        Bind(values);
        using var reader = _command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
        {
            rows.Add(read(reader));
        }
        return rows;
    }

    /// <summary>The number in the first row; null when there is no row.</summary>
    public long? Number(params ReadOnlySpan<object?> values)
    {
        Bind(values);
        return (long?)_command.ExecuteScalar();
    }

    public void Dispose() => _command.Dispose();

    private void Bind(ReadOnlySpan<object?> values)
    {
        if (values.Length != _command.Parameters.Count)
        {
            throw new ArgumentException($"{_command.Parameters.Count} values are needed: {_command.CommandText}");
        }
        for (var i = 0; i < values.Length; i++)
        {
            _command.Parameters[i].Value = values[i] ?? DBNull.Value;
        }
    }

    [GeneratedRegex("@[a-z_]+")]
    private static partial Regex Parameters();
}
