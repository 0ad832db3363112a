using System.Text.Json;
using System.Text.Json.Serialization;

namespace Sops.Engine.Runs;

/// <summary>
/// Something that happened in a run. The events of a run, in order, are the run: folding them gives its state. Stored for
/// ever, so a kind or a field is added, never changed.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(TaskCreated), "task_created")]
[JsonDerivedType(typeof(TaskStarted), "task_started")]
[JsonDerivedType(typeof(ConstantsChanged), "constants_changed")]
[JsonDerivedType(typeof(TaskClaimed), "task_claimed")]
[JsonDerivedType(typeof(NodeStarted), "node_started")]
[JsonDerivedType(typeof(NodeFinished), "node_finished")]
[JsonDerivedType(typeof(NodeFailed), "node_failed")]
[JsonDerivedType(typeof(NodeRetried), "node_retried")]
[JsonDerivedType(typeof(NodeSkipped), "node_skipped")]
[JsonDerivedType(typeof(NodeDeferred), "node_deferred")]
[JsonDerivedType(typeof(NodePaused), "node_paused")]
[JsonDerivedType(typeof(NodeResumed), "node_resumed")]
[JsonDerivedType(typeof(PipelinePaused), "pipeline_paused")]
[JsonDerivedType(typeof(PipelineResumed), "pipeline_resumed")]
[JsonDerivedType(typeof(TaskRevoked), "task_revoked")]
[JsonDerivedType(typeof(PollScheduled), "poll_scheduled")]
[JsonDerivedType(typeof(CallbackAwaited), "callback_awaited")]
[JsonDerivedType(typeof(CallbackReceived), "callback_received")]
[JsonDerivedType(typeof(CallRepeated), "call_repeated")]
[JsonDerivedType(typeof(VariablesSet), "variables_set")]
[JsonDerivedType(typeof(TokensForked), "tokens_forked")]
[JsonDerivedType(typeof(TokenJoined), "token_joined")]
[JsonDerivedType(typeof(TokenHeld), "token_held")]
[JsonDerivedType(typeof(TokenReleased), "token_released")]
[JsonDerivedType(typeof(TokenEnded), "token_ended")]
public abstract record HistoryEvent;

/// <summary>The task was made, with these constants in place of the tree's.</summary>
public sealed record TaskCreated(ValueMap? Constants) : HistoryEvent;

public sealed record TaskStarted(string Operator) : HistoryEvent;

/// <summary>Constants were changed from outside, before the start or between nodes.</summary>
public sealed record ConstantsChanged(ValueMap Constants) : HistoryEvent;

/// <summary>Somebody took a functional task over.</summary>
/// <param name="Name">The name it was given; null: the one it had.</param>
public sealed record TaskClaimed(string Claimant, string? Name) : HistoryEvent;

/// <summary>A token came to a node that the turn had no room for; it enters in the next.</summary>
public sealed record NodeDeferred(int Node, int Token) : HistoryEvent;

/// <summary>A token entered a node.</summary>
/// <param name="Executes">Its plugin is to be called.</param>
/// <param name="Iteration">Of an activity with a loop_config, from 1; else 0.</param>
public sealed record NodeStarted(
    int Node,
    int Token,
    int Attempt,
    int Loop,
    int InnerLoop,
    int ScopeLoop,
    ValueMap? Inputs = null,
    bool Executes = false,
    DateTimeOffset? TimeoutAt = null,
    int Iteration = 0
) : HistoryEvent;

/// <summary>A node is done; of a pipeline, with its outputs.</summary>
/// <param name="Iterates">It will be entered again for its next iteration.</param>
public sealed record NodeFinished(int Node, ValueMap? Outputs = null, bool ErrorIgnored = false, bool Iterates = false)
    : HistoryEvent;

/// <summary>A node failed and keeps its token until it is retried or skipped.</summary>
/// <param name="Attempt">A new attempt where the failure was forced, so that a late answer is refused.</param>
/// <param name="Token">The token that was about to enter, where the node was not entered; null: it stands there already.</param>
public sealed record NodeFailed(
    int Node,
    int Attempt,
    ValueMap Outputs,
    DateTimeOffset? AutoRetryAt = null,
    int? Token = null
) : HistoryEvent;

/// <param name="Inputs">In place of all former inputs; null keeps them.</param>
public sealed record NodeRetried(
    int Node,
    int Attempt,
    ValueMap? Inputs = null,
    IReadOnlyList<string>? Verbatim = null,
    bool Automatic = false
) : HistoryEvent;

public sealed record NodeSkipped(int Node, int Attempt) : HistoryEvent;

/// <summary>The node will not be entered until it is resumed.</summary>
public sealed record NodePaused(int Node) : HistoryEvent;

public sealed record NodeResumed(int Node) : HistoryEvent;

/// <param name="Scope">0 for the task, else a sub-process.</param>
public sealed record PipelinePaused(int Scope) : HistoryEvent;

public sealed record PipelineResumed(int Scope) : HistoryEvent;

public sealed record TaskRevoked : HistoryEvent;

public sealed record PollScheduled(int Node, int Number, DateTimeOffset Due, int Polls, ValueMap? Outputs = null)
    : HistoryEvent;

/// <summary>The plugin waits for a callback.</summary>
/// <param name="Callbacks">Callbacks handed over so far.</param>
public sealed record CallbackAwaited(int Node, int Number, int Callbacks, ValueMap? Outputs = null) : HistoryEvent;

/// <summary>A callback came and will be handed to the plugin as soon as it waits.</summary>
public sealed record CallbackReceived(int Node, JsonElement Data) : HistoryEvent;

/// <summary>A plugin call that may have been under way when the service ended is made once more.</summary>
public sealed record CallRepeated(int Node, int Attempt, int Number) : HistoryEvent;

/// <param name="Scope">Whose variables: 0 the root's, else a sub-process'.</param>
public sealed record VariablesSet(int Scope, ValueMap Values) : HistoryEvent;

/// <param name="Children">The nodes that the new tokens are about to enter; their ids follow one another from First.</param>
public sealed record TokensForked(int Parent, int First, int Join, IReadOnlyList<int> Children) : HistoryEvent;

/// <summary>A token reached the converge gateway that it was meant for, and is gone.</summary>
public sealed record TokenJoined(int Token) : HistoryEvent;

public sealed record TokenHeld(int Token, int Node, int By) : HistoryEvent;

public sealed record TokenReleased(int Token) : HistoryEvent;

public sealed record TokenEnded(int Token) : HistoryEvent;
