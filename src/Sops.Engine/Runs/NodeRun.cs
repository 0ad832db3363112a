using System.Text.Json;
using System.Text.Json.Serialization;

namespace Sops.Engine.Runs;

/// <summary>Where a node, or a whole pipeline, stands. The names are the wire's, in capitals there.</summary>
public enum NodeState
{
    /// <summary>Not reached; never shown.</summary>
    None,

    /// <summary>Of a task only: made and not started.</summary>
    Created,
    Ready,
    Running,
    Suspended,
    Failed,
    Finished,
    Revoked,

    /// <summary>Shown of a pipeline only, never stored: something inside it is suspended.</summary>
    NodeSuspended,
}

/// <summary>What is known of one node in one run; index 0 is the run itself, a sub-process' index its body.</summary>
public sealed record NodeRun
{
    // Ticks in UTC, 0 for none: a nullable moment takes three times as much, in every node that a run keeps.
    private readonly long _startedAt;
    private readonly long _finishedAt;
    private readonly long _timeoutAt;
    private readonly long _autoRetryAt;
    private readonly long _enterAt;

    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required int Node { get; init; }
    public NodeState State { get; init; }

    /// <summary>Which attempt this is, from 1; 0 before the first. Every result names the attempt that it answers.</summary>
    public int Attempt { get; init; }

    /// <summary>How often the node was entered, from 1.</summary>
    public int Loop { get; init; } = 1;

    /// <summary>The same, counted anew at each entry of the sub-process around it.</summary>
    public int InnerLoop { get; init; } = 1;

    /// <summary>The loop of the sub-process around it when this node was last entered.</summary>
    public int ScopeLoop { get; init; } = 1;

    /// <summary>Of an activity with a loop_config: which iteration this is, from 1.</summary>
    public int Iteration { get; init; }

    /// <summary>The next iteration follows.</summary>
    public bool Iterates { get; init; }

    /// <summary>Retries within the current loop.</summary>
    public int Retry { get; init; }
    public bool Skipped { get; init; }
    public bool ErrorIgnored { get; init; }

    /// <summary>The token that came here last; it stands here as long as the node runs or has failed. 0 before.</summary>
    public int Token { get; init; }

    /// <summary>How often its plugin was executed in this run.</summary>
    public int Executions { get; init; }

    /// <summary>Automatic retries made in this run.</summary>
    public int AutoRetries { get; init; }

    /// <summary>How many former attempts the archive holds.</summary>
    public int Archived { get; init; }
    public DateTimeOffset? StartedAt
    {
        get => Moment(_startedAt);
        init => _startedAt = Ticks(value);
    }
    public DateTimeOffset? FinishedAt
    {
        get => Moment(_finishedAt);
        init => _finishedAt = Ticks(value);
    }

    /// <summary>Inputs as rendered for this attempt.</summary>
    public ValueMap? Inputs { get; init; }

    /// <summary>Inputs given with a retry, in place of the tree's; rendered at each start.</summary>
    public ValueMap? OwnInputs { get; init; }

    /// <summary>Which of <see cref="OwnInputs"/> are not rendered.</summary>
    public IReadOnlyList<string>? VerbatimInputs { get; init; }
    public ValueMap? Outputs { get; init; }

    /// <summary>The plugin call that is due or under way; null with a running activity: it waits for a callback.</summary>
    public PluginCall? Call { get; init; }

    /// <summary>Of a node that waits for a callback: the calls made so far.</summary>
    public CallsMade? LastCall { get; init; }

    /// <summary>The next callback is handed to it at once.</summary>
    [JsonIgnore]
    public bool IsAwaitingCallback => this is { State: NodeState.Running, Call: null, LastCall: not null };

    /// <summary>Callbacks that came and were not handed to the plugin yet, oldest first.</summary>
    public IReadOnlyList<JsonElement>? Callbacks { get; init; }
    public DateTimeOffset? TimeoutAt
    {
        get => Moment(_timeoutAt);
        init => _timeoutAt = Ticks(value);
    }
    public DateTimeOffset? AutoRetryAt
    {
        get => Moment(_autoRetryAt);
        init => _autoRetryAt = Ticks(value);
    }

    /// <summary>Its token stands before it, for the turn that came here had no room for it.</summary>
    public DateTimeOffset? EnterAt
    {
        get => Moment(_enterAt);
        init => _enterAt = Ticks(value);
    }

    public static string Wire(NodeState state) =>
        state switch
        {
            NodeState.NodeSuspended => "NODE_SUSPENDED",
            _ => state.ToString().ToUpperInvariant(),
        };

    private static DateTimeOffset? Moment(long ticks) => ticks == 0 ? null : new DateTimeOffset(ticks, TimeSpan.Zero);

    private static long Ticks(DateTimeOffset? moment) => moment?.UtcTicks ?? 0;
}

public enum CallKind
{
    Execute,
    Poll,
    Callback,
}

/// <summary>A call of a plugin that the run waits for.</summary>
/// <param name="Number">Counts the calls of this attempt, from 1; an answer names it.</param>
/// <param name="Due">Not before this moment.</param>
/// <param name="Polls">Polls made before.</param>
/// <param name="Callbacks">Callbacks handed over before.</param>
public sealed record PluginCall(CallKind Kind, int Number, DateTimeOffset Due, int Polls = 0, int Callbacks = 0);

/// <param name="Number">Number of the last call.</param>
/// <param name="Callbacks">Callbacks handed over so far.</param>
public sealed record CallsMade(int Number, int Callbacks);

/// <summary>A thread of control. A fork makes children and waits until all of them have reached <see cref="Join"/>.</summary>
public sealed record Token
{
    public required int Id { get; init; }

    /// <summary>The token that forked this one; 0 for the first.</summary>
    public int Parent { get; init; }

    /// <summary>The node it stands at or is about to enter.</summary>
    public required int Node { get; init; }

    /// <summary>The converge gateway where it ends; 0 for none.</summary>
    public int Join { get; init; }

    /// <summary>Children under way.</summary>
    public int Pending { get; init; }

    /// <summary>What keeps it from going on: 0 the task, an index the sub-process or node paused; null when nothing does.</summary>
    public int? HeldBy { get; init; }
}
