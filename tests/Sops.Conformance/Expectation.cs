using System.Text.Json;

namespace Sops.Conformance;

/// <summary>What holds when a run is at rest after its last step. Nodes go by their id in the tree.</summary>
public sealed record Expectation
{
    /// <summary>The task's state as the product shows it, or REJECTED for a tree that is refused.</summary>
    public required string State { get; init; }

    /// <summary>The task's own state, whatever is inside it.</summary>
    public string? EngineState { get; init; }

    /// <summary>Every node; null: not reached.</summary>
    public Dictionary<string, string?> Nodes { get; init; } = [];

    /// <summary>Sub-processes that show another state than their own.</summary>
    public Dictionary<string, string> DisplayedStates { get; init; } = [];
    public Dictionary<string, JsonElement> Outputs { get; init; } = [];

    /// <summary>Of every activity that was reached, without ex_data and names that begin with "_".</summary>
    public Dictionary<string, Dictionary<string, JsonElement>> NodeOutputs { get; init; } = [];
    public Dictionary<string, Dictionary<string, JsonElement>> SubprocessOutputs { get; init; } = [];

    /// <summary>A text, or an object that says what the text must be like.</summary>
    public Dictionary<string, JsonElement> ExData { get; init; } = [];

    /// <summary>Where it is not 1.</summary>
    public Dictionary<string, int> Loops { get; init; } = [];

    /// <summary>Where it is not the loop.</summary>
    public Dictionary<string, int> InnerLoops { get; init; } = [];

    /// <summary>Where it is not 0.</summary>
    public Dictionary<string, int> Retries { get; init; } = [];
    public IReadOnlyList<string> Skips { get; init; } = [];
    public IReadOnlyList<string> ErrorIgnored { get; init; } = [];

    /// <summary>Former attempts, oldest first; or an object with their number.</summary>
    public Dictionary<string, JsonElement> Histories { get; init; } = [];

    /// <summary>Nodes in the order in which they last began.</summary>
    public IReadOnlyList<string> Order { get; init; } = [];
    public IReadOnlyList<bool>? OpResults { get; init; }

    /// <summary>How the peer refused the tree.</summary>
    public JsonElement? Rejected { get; init; }
    public Dictionary<string, bool> ExpressionTruth { get; init; } = [];
}
