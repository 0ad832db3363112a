using Sops.Engine;
using Sops.Engine.Runs;

namespace Sops.Storage;

/// <summary>One turn of a task, to be made durable as a whole or not at all.</summary>
public sealed record TurnCommit
{
    public required long TaskId { get; init; }

    /// <summary>The revision that this turn makes; the task must be at the one before.</summary>
    public required long Revision { get; init; }

    /// <summary>When the turn was decided. Whole milliseconds, or a run folded from its history would not equal the live one.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Who caused it.</summary>
    public required string Actor { get; init; }

    /// <summary>What caused it, in a word: start_task, plugin.</summary>
    public required string Command { get; init; }
    public required IReadOnlyList<HistoryEvent> Events { get; init; }

    /// <summary>JSON that watchers are sent for this turn.</summary>
    public required string Shown { get; init; }
    public required RunChanges Changes { get; init; }
    public required NodeState State { get; init; }
    public required NodeState ShownState { get; init; }
    public required int NextToken { get; init; }
    public required string Operator { get; init; }

    /// <summary>Null: this turn did not change them, and they are not written again.</summary>
    public ValueMap? Constants { get; init; }
    public DateTimeOffset? StartTime { get; init; }
    public DateTimeOffset? FinishTime { get; init; }

    /// <summary>Null: nobody took the task over by this turn.</summary>
    public TaskClaim? Claim { get; init; }

    /// <summary>The periodic task that made the task, and learns of its end; null for none.</summary>
    public long? PeriodicTaskId { get; init; }

    /// <summary>Whom it is told to, in that order.</summary>
    public IReadOnlyList<NewDelivery> Deliveries { get; init; } = [];

    /// <summary>Of the call that caused it; null where nobody called.</summary>
    public CallRecord? Call { get; init; }
}

/// <summary>How a functional task changes when somebody takes it over.</summary>
/// <param name="Name">The task's from now on.</param>
public sealed record TaskClaim(string Claimant, string Name);
