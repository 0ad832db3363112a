namespace Sops.Engine.Runs;

/// <summary>Everything outside the run that a decision may depend on.</summary>
public sealed record DecisionContext
{
    /// <summary>The moment of the turn.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>The zone in which expressions see the time.</summary>
    public TimeZoneInfo Zone { get; init; } = TimeZoneInfo.Utc;

    /// <summary>Variables that every pipeline sees, by bare name, such as _system; made when the first one is asked for.</summary>
    public Lazy<ValueMap> SharedVariables { get; init; } = new(ValueMap.Empty);
    public RunLimits Limits { get; init; } = new();

    /// <summary>Whether a component may be executed once more after a crash; see <see cref="Plugins.PluginInfo.IsRepeatable"/>.</summary>
    public Func<Pipelines.ComponentRef, bool> IsRepeatable { get; init; } = static _ => true;

    /// <summary>Whether calls of a component change anything; see <see cref="Plugins.PluginInfo.HasEffects"/>.</summary>
    public Func<Pipelines.ComponentRef, bool> HasEffects { get; init; } = static _ => true;
}

/// <summary>What a run may not exceed.</summary>
public sealed record RunLimits
{
    /// <summary>How often a node may be entered.</summary>
    public int Reruns { get; init; } = 100;

    /// <summary>Callbacks kept for one node that does not wait yet.</summary>
    public int KeptCallbacks { get; init; } = 100;

    /// <summary>Steps of all expressions of a turn; each node entered counts <see cref="StepsPerNode"/>. At least <see cref="NodeSteps"/>.</summary>
    public long TurnSteps { get; init; } = 2_000_000;

    /// <summary>Bytes, as JSON in UTF-8, of all inputs and variables that a turn hands over. At least <see cref="NodeBytes"/>.</summary>
    public long TurnBytes { get; init; } = 32 << 20;

    /// <summary>Bytes of what one node is handed, of what it puts out, and of the callbacks kept for it.</summary>
    public long NodeBytes { get; init; } = 8 << 20;
    public Expressions.EvaluationLimits Evaluation { get; init; } = new();

    public const int StepsPerNode = 10;

    /// <summary>What one node may take; a turn that has less left leaves the next node to a turn of its own.</summary>
    public long NodeSteps => Evaluation.MaxSteps + StepsPerNode;
}
