using System.Text.Json;

namespace Sops.Conformance;

/// <summary>What a case came to here, as far as the way it was played shows; null: cannot be seen.</summary>
public sealed record Outcome
{
    public required string State { get; init; }
    public string? EngineState { get; init; }

    /// <summary>The nodes that were reached.</summary>
    public required IReadOnlyDictionary<string, NodeOutcome> Nodes { get; init; }
    public required IReadOnlyDictionary<string, JsonElement> Outputs { get; init; }
    public required IReadOnlyList<bool> OpResults { get; init; }
    public IReadOnlyDictionary<string, bool> ExpressionTruth { get; init; } = new Dictionary<string, bool>();
}

public sealed record NodeOutcome
{
    public required string Shown { get; init; }
    public string? State { get; init; }
    public required int Loop { get; init; }
    public int? InnerLoop { get; init; }
    public required int Retry { get; init; }
    public required bool Skipped { get; init; }
    public required bool ErrorIgnored { get; init; }

    /// <summary>When its last attempt began, in whatever unit; null: it did not.</summary>
    public long? Began { get; init; }

    /// <summary>All of them, ex_data included; null for events and gateways.</summary>
    public IReadOnlyDictionary<string, JsonElement>? Outputs { get; init; }
    public JsonElement? ExData { get; init; }
    public IReadOnlyList<AttemptOutcome> Histories { get; init; } = [];
}

public sealed record AttemptOutcome(int Loop, int Retry, bool Skip, IReadOnlyDictionary<string, JsonElement> Outputs);
