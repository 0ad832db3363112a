using System.Data.Common;
using Dapper;

namespace Sops.Storage;

/// <summary>
/// Reads runs over a connection of its own, with statements that are prepared once: preparing them takes longer than running
/// them, and after a start thousands of runs are read.
/// </summary>
internal sealed class RunReader : IDisposable
{
    private readonly DbConnection _connection;
    private readonly Dialect _dialect;
    private readonly Statement _begin;
    private readonly Statement _end;
    private readonly PreparedQuery<TaskRow> _task;
    private readonly PreparedQuery<string> _nodes;
    private readonly PreparedQuery<string> _tokens;
    private readonly PreparedQuery<(int Scope, string Key, string Value)> _variables;
    private Func<DbDataReader, TaskRow>? _parse;

    public RunReader(DbConnection connection, Dialect dialect)
    {
        (_connection, _dialect) = (connection, dialect);
        _begin = dialect.Prepare(connection, dialect.BeginReading);
        // Unlike COMMIT it cannot fail while there is something to end.
        _end = dialect.Prepare(connection, "ROLLBACK");
        _task = new(
            connection,
            $"SELECT {TaskStore.Columns} FROM task t JOIN task_document d ON d.task_id = t.id WHERE t.id = @task_id",
            r => (_parse ??= r.GetRowParser<TaskRow>())(r)
        );
        _nodes = new(
            connection,
            "SELECT doc FROM task_node WHERE task_id = @task_id ORDER BY node",
            r => r.GetString(0)
        );
        _tokens = new(
            connection,
            "SELECT doc FROM task_token WHERE task_id = @task_id ORDER BY token",
            r => r.GetString(0)
        );
        _variables = new(
            connection,
            "SELECT scope, key, value FROM task_variable WHERE task_id = @task_id ORDER BY scope, key",
            r => (r.GetInt32(0), r.GetString(1), r.GetString(2))
        );
    }

    /// <summary>What a run is restored from, as it is at one moment; null when there is no such task.</summary>
    public RunRows? Read(long taskId)
    {
        _begin.Run();
        try
        {
            return _task.Rows(taskId) is [var task]
                ? TaskStore.Rows(task, _nodes.Rows(taskId), _tokens.Rows(taskId), _variables.Rows(taskId))
                : null;
        }
        finally
        {
            // The connection goes back to a pool: left open, the next one there would read an old moment. Some errors end it.
            if (_dialect.InTransaction(_connection))
            {
                _end.Run();
            }
        }
    }

    public void Dispose()
    {
        foreach (var statement in (IDisposable[])[_begin, _end, _task, _nodes, _tokens, _variables])
        {
            statement.Dispose();
        }
        _connection.Dispose();
    }
}
