using System.Text.Json;

namespace Sops.Engine.Pipelines;

/// <summary>A step of a pipeline. Immutable; the same instance serves every run of the same tree.</summary>
public abstract class Node
{
    /// <summary>Position in the whole tree, from 1; 0 is the tree itself. Stable for a given tree text.</summary>
    public required int Index { get; init; }

    /// <summary>The id that the tree's author gave it; unique within its pipeline only.</summary>
    public required string Id { get; init; }

    public required string Name { get; init; }

    /// <summary>The pipeline that this node stands in.</summary>
    public required Pipeline Pipeline { get; init; }

    /// <summary>Flows out of this node, in the order the tree lists them.</summary>
    public IReadOnlyList<Flow> Outgoing { get; internal set; } = [];

    /// <summary>Outputs of this node that feed a constant of its pipeline.</summary>
    public IReadOnlyList<OutputBinding> OutputBindings { get; internal set; } = [];

    /// <summary>The word of the wire, such as "ServiceActivity".</summary>
    public abstract string Type { get; }
}

/// <summary>A directed edge between two nodes of one pipeline.</summary>
/// <param name="Index">Position among all flows of the whole tree, from 1.</param>
/// <param name="Id">The id that the tree's author gave it.</param>
public sealed record Flow(int Index, string Id, Node Source, Node Target);

/// <summary>Says that an output of a node becomes the value of a constant once the node is done.</summary>
/// <param name="Output">Name of the output, such as "_result"; of a sub-process, a key such as "${k}".</param>
/// <param name="Constant">Key of the constant, such as "${k}".</param>
public sealed record OutputBinding(string Output, string Constant);

public sealed class StartEvent : Node
{
    public override string Type => "EmptyStartEvent";
}

public sealed class EndEvent : Node
{
    public override string Type => "EmptyEndEvent";
}

/// <summary>Runs a plugin.</summary>
public sealed class ServiceActivity : Node
{
    public override string Type => "ServiceActivity";
    public required ComponentRef Component { get; init; }
    public required IReadOnlyList<NodeInput> Inputs { get; init; }

    /// <summary>A failure counts as finished, with error_ignored shown.</summary>
    public bool ErrorIgnorable { get; init; }
    public bool Skippable { get; init; } = true;
    public bool Retryable { get; init; } = true;

    /// <summary>May be excluded when a task is created.</summary>
    public bool Optional { get; init; }
    public AutoRetry? AutoRetry { get; init; }
    public NodeTimeout? Timeout { get; init; }
    public NodeLoop? Loop { get; init; }
}

/// <summary>Names a plugin.</summary>
/// <param name="Version">"legacy" where the tree says none.</param>
public sealed record ComponentRef(string Code, string Version);

/// <summary>One input of an activity, or one parameter of a sub-process (then the key is a constant's, "${k}").</summary>
/// <param name="NeedRender">False: the value goes to the plugin as it stands.</param>
public sealed record NodeInput(string Key, JsonElement Value, bool NeedRender);

/// <summary>Retries a failed node by itself.</summary>
/// <param name="Times">1 to 10, over all loops of a run.</param>
/// <param name="Interval">0 to 60 s.</param>
public sealed record AutoRetry(int Times, TimeSpan Interval);

/// <summary>Ends an attempt that takes too long.</summary>
/// <param name="Skip">After the forced failure the node is skipped.</param>
public sealed record NodeTimeout(TimeSpan After, bool Skip);

/// <summary>Repeats one activity (reference: loop_config).</summary>
public sealed record NodeLoop(int Times, bool FailSkip, bool Retryable, bool Skippable, string OutputsKey);

/// <summary>Runs a pipeline of its own, with variables of its own.</summary>
public sealed class Subprocess : Node
{
    public override string Type => "SubProcess";

    /// <summary>May be excluded when a task is created.</summary>
    public bool Optional { get; init; }

    /// <summary>The inner pipeline. Set once parsing is done.</summary>
    public Pipeline Body { get; internal set; } = null!;

    /// <summary>Values handed in at each entry, rendered in the parent's variables; keys are inner constants.</summary>
    public IReadOnlyList<NodeInput> Parameters { get; internal set; } = [];
}

/// <summary>A node that only steers.</summary>
public abstract class Gateway : Node;

/// <summary>Takes every branch at once; all meet at <see cref="Converge"/>.</summary>
public sealed class ParallelGateway : Gateway
{
    public override string Type => "ParallelGateway";
    public Node Converge { get; internal set; } = null!;
}

/// <summary>Takes the one branch whose condition is true.</summary>
public sealed class ExclusiveGateway : Gateway
{
    public override string Type => "ExclusiveGateway";
    public IReadOnlyList<BranchCondition> Conditions { get; internal set; } = [];
    public Flow? Default { get; internal set; }

    /// <summary>The first true branch wins instead of failing where several are true.</summary>
    public bool FirstWins { get; init; }
    public string ConditionLanguage { get; init; } = "boolrule";
}

/// <summary>Takes every branch whose condition is true; all meet at <see cref="Converge"/>.</summary>
public sealed class ConditionalParallelGateway : Gateway
{
    public override string Type => "ConditionalParallelGateway";
    public IReadOnlyList<BranchCondition> Conditions { get; internal set; } = [];
    public Flow? Default { get; internal set; }
    public Node Converge { get; internal set; } = null!;
    public string ConditionLanguage { get; init; } = "boolrule";
}

/// <summary>Where branches meet again.</summary>
public sealed class ConvergeGateway : Gateway
{
    public override string Type => "ConvergeGateway";
}

/// <summary>A condition as its author wrote it, and the flow that it opens.</summary>
public sealed record BranchCondition(Flow Flow, string Evaluate);
