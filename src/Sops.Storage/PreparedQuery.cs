using System.Data.Common;

namespace Sops.Storage;

/// <summary>Rows of one task, by a query that is prepared once.</summary>
internal sealed class PreparedQuery<T> : IDisposable
{
    private readonly DbCommand _command;
    private readonly DbParameter _task;
    private readonly Func<DbDataReader, T> _read;

    /// <param name="text">Names the task @task_id.</param>
    public PreparedQuery(DbConnection connection, string text, Func<DbDataReader, T> read)
    {
        _read = read;
        _command = connection.CreateCommand();
        _command.CommandText = text;
        _task = _command.CreateParameter();
        _task.ParameterName = "@task_id";
        _task.Value = 0L;
        _command.Parameters.Add(_task);
        _command.Prepare();
    }

    public List<T> Rows(long taskId)
    {
        _task.Value = taskId;
        using var reader = _command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
        {
            rows.Add(_read(reader));
        }
        return rows;
    }

    public void Dispose() => _command.Dispose();
}
