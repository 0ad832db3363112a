using System.Text.Json;
using Sops.Engine.Plugins;

namespace Sops.Engine.Runs;

/// <summary>Something that is asked of a run. Nodes go by index, flows too.</summary>
public abstract record Command;

public sealed record StartTask(string Operator) : Command;

/// <param name="Scope">0 for the task, else a sub-process.</param>
public sealed record PausePipeline(int Scope) : Command;

public sealed record ResumePipeline(int Scope) : Command;

public sealed record RevokeTask : Command;

public sealed record PauseNode(int Node) : Command;

public sealed record ResumeNode(int Node) : Command;

/// <param name="Inputs">In place of all inputs; null keeps them.</param>
/// <param name="Verbatim">Keys of <paramref name="Inputs"/> that are not rendered.</param>
public sealed record RetryNode(int Node, ValueMap? Inputs = null, IReadOnlyList<string>? Verbatim = null) : Command;

/// <summary>Enters a sub-process again that failed on entry.</summary>
public sealed record RetrySubprocess(int Node) : Command;

public sealed record SkipNode(int Node) : Command;

public sealed record SkipExclusiveGateway(int Node, int Flow) : Command;

/// <param name="Converge">Where the branches meet; 0: the gateway's own converge gateway.</param>
public sealed record SkipConditionalParallelGateway(int Node, IReadOnlyList<int> Flows, int Converge) : Command;

/// <param name="Attempt">Null: the current one.</param>
public sealed record ForceFailNode(int Node, string Reason, int? Attempt = null) : Command;

/// <param name="Attempt">Null: the current one.</param>
public sealed record CallBack(int Node, int? Attempt, JsonElement Data) : Command;

/// <summary>Changes constants before the start.</summary>
public sealed record ChangeConstants(ValueMap Constants) : Command;

/// <summary>Takes a functional task over, before the start.</summary>
/// <param name="Name">A new name; null keeps the one it has.</param>
public sealed record ClaimTask(string Claimant, string? Name, ValueMap Constants) : Command;

/// <summary>A plugin's answer.</summary>
public sealed record CallReturned(int Node, int Attempt, int Number, PluginResult Result) : Command;

public sealed record TimeoutReached(int Node, int Attempt) : Command;

public sealed record AutoRetryReached(int Node, int Attempt) : Command;

/// <summary>A node that a turn had no room for is entered in one of its own.</summary>
public sealed record EntryDue(int Node) : Command;

/// <summary>
/// After a restart: notes which of these plugin calls are made once more, for they may have been under way, and fails the
/// nodes whose component must not be executed again. Calls that are over already mean nothing.
/// </summary>
public sealed record RepeatCalls(IReadOnlyCollection<WorkItem> Calls) : Command;
