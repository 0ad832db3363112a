namespace Sops.Engine.Runs;

/// <summary>What came of a command: events to store, or a refusal that changed nothing.</summary>
public sealed record Decision
{
    public Refusal? Refusal { get; init; }
    public IReadOnlyList<HistoryEvent> Events { get; init; } = [];

    /// <summary>What the events change, for the rows beside the history.</summary>
    public RunChanges Changes { get; init; } = RunChanges.None;

    /// <summary>The run as it is once the events are folded, to read from; null with a refusal.</summary>
    public Run? After { get; init; }

    /// <summary>That expressions took; see <see cref="RunLimits.TurnSteps"/>.</summary>
    public long Steps { get; init; }

    /// <summary>Of the values that it hands over, as JSON in UTF-8.</summary>
    public long Bytes { get; init; }

    public static implicit operator Decision(Refusal refusal) => new() { Refusal = refusal };
}

/// <summary>Why a command was not taken.</summary>
/// <param name="Reason">UPPER_SNAKE.</param>
/// <param name="Subject">Index of the node it is about; 0 for the task.</param>
/// <param name="State">Where the subject stands; None where it was not reached.</param>
/// <param name="Allowed">States that would allow it; empty where none would.</param>
public sealed record Refusal(
    RefusalKind Kind,
    string Reason,
    string Message,
    int Subject,
    NodeState State,
    IReadOnlyList<NodeState> Allowed
);

public enum RefusalKind
{
    /// <summary>Not in this state.</summary>
    Precondition,

    /// <summary>Not with these arguments.</summary>
    Invalid,

    /// <summary>The answer is to an attempt or call that is no longer the current one.</summary>
    Stale,

    /// <summary>A limit is reached.</summary>
    Exhausted,
}

/// <summary>The rows that a turn touches, and no others.</summary>
public sealed record RunChanges
{
    public static RunChanges None { get; } = new();

    /// <summary>Nodes as they are now; index 0 is the run itself.</summary>
    public IReadOnlyCollection<NodeRun> Nodes { get; init; } = [];

    /// <summary>Attempts that came to an end, by the node's <see cref="NodeRun.Archived"/> at that time.</summary>
    public IReadOnlyList<NodeRun> Archived { get; init; } = [];
    public IReadOnlyCollection<Token> Tokens { get; init; } = [];
    public IReadOnlyList<int> EndedTokens { get; init; } = [];
    public IReadOnlyList<Variable> Variables { get; init; } = [];

    /// <summary>Work that came up.</summary>
    public IReadOnlyList<WorkItem> Work { get; init; } = [];

    /// <summary>Work that is no longer wanted; where the same node and kind is in <see cref="Work"/>, it is replaced.</summary>
    public IReadOnlyList<WorkItem> WorkDone { get; init; } = [];

    /// <summary>Pipelines (0 the task, else sub-processes) whose shown state may differ though their own did not change.</summary>
    public IReadOnlyCollection<int> Shown { get; init; } = [];
}

/// <summary>A value written during the run.</summary>
public sealed record Variable(int Scope, string Key, System.Text.Json.JsonElement Value);
