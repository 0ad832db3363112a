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
}

/// <summary>What a run may not exceed.</summary>
public sealed record RunLimits
{
    /// <summary>How often a node may be entered.</summary>
    public int Reruns { get; init; } = 100;

    /// <summary>Callbacks kept for one node that does not wait yet.</summary>
    public int KeptCallbacks { get; init; } = 100;
    public Expressions.EvaluationLimits Evaluation { get; init; } = new();
}
