using System.Data.Common;
using Dapper;
using Sops.Engine.Runs;

namespace Sops.Storage.Verification;

/// <summary>All that is stored of a task but its history, as it is written there.</summary>
public sealed record StoredTask
{
    public required TaskRow Task { get; init; }
    public required IReadOnlyList<StoredNode> Nodes { get; init; }
    public required IReadOnlyList<StoredAttempt> Attempts { get; init; }
    public required IReadOnlyList<StoredToken> Tokens { get; init; }
    public required IReadOnlyList<StoredVariable> Variables { get; init; }
    public required IReadOnlyList<DueWork> Work { get; init; }

    /// <summary>The rows that a run is restored from.</summary>
    public RunRows Rows =>
        TaskStore.Rows(
            Task,
            Nodes.Select(n => n.Doc),
            Tokens.Select(t => t.Doc),
            Variables.Select(v => (v.Scope, v.Key, v.Value))
        );

    /// <summary>Null where the task has no document.</summary>
    internal static async Task<StoredTask?> ReadAsync(DbConnection connection, long taskId)
    {
        var id = new { taskId };
        var task = await connection.QuerySingleOrDefaultAsync<TaskRow>(
            $"SELECT {TaskStore.Columns} FROM task t JOIN task_document d ON d.task_id = t.id WHERE t.id = @taskId",
            id
        );
        return task is null
            ? null
            : new StoredTask
            {
                Task = task,
                Nodes = await ListAsync<StoredNode>("node, state, doc FROM task_node", "node"),
                Attempts = await ListAsync<StoredAttempt>("node, archived, doc FROM task_attempt", "node, archived"),
                Tokens = await ListAsync<StoredToken>("token, doc FROM task_token", "token"),
                Variables = await ListAsync<StoredVariable>("scope, key, value FROM task_variable", "scope, key"),
                Work = await ListAsync<DueWork>(
                    "task_id, node, kind, attempt, number, due_at FROM work_item",
                    "node, kind"
                ),
            };

        async Task<IReadOnlyList<T>> ListAsync<T>(string columns, string order) =>
            (await connection.QueryAsync<T>($"SELECT {columns} WHERE task_id = @taskId ORDER BY {order}", id)).AsList();
    }
}

/// <summary>A node of the run, with what its row says beside its document.</summary>
public sealed record StoredNode
{
    public required int Node { get; init; }
    public required NodeState State { get; init; }
    public required string Doc { get; init; }
}

/// <summary>A former attempt.</summary>
public sealed record StoredAttempt
{
    public required int Node { get; init; }
    public required int Archived { get; init; }
    public required string Doc { get; init; }
}

/// <summary>A token of the run.</summary>
public sealed record StoredToken
{
    public required int Token { get; init; }
    public required string Doc { get; init; }
}

/// <summary>A variable of the run.</summary>
public sealed record StoredVariable
{
    public required int Scope { get; init; }
    public required string Key { get; init; }
    public required string Value { get; init; }
}
