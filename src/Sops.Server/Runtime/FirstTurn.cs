using Sops.Engine;
using Sops.Storage;

namespace Sops.Server.Runtime;

/// <summary>What the first turn of a task is made of, which may start it too.</summary>
public sealed record FirstTurn(TaskRow Task, Snapshot Snapshot, ValueMap Constants)
{
    /// <summary>Who starts it; null: it is only made.</summary>
    public string? Starter { get; init; }
    public required string Actor { get; init; }

    /// <summary>What makes it, in a word: create_task, periodic.</summary>
    public required string Command { get; init; }

    /// <summary>What is kept of whoever makes it, given the task's id and the moment.</summary>
    public required Func<long, DateTimeOffset, CallRecord> Record { get; init; }

    /// <summary>The tick that makes it, given the task's id and the moment.</summary>
    public Func<long, DateTimeOffset, TickCommit>? Tick { get; init; }

    /// <summary>The clocked task that makes it, given the task's id.</summary>
    public Func<long, ClockedTaskRow>? Clocked { get; init; }
}
