namespace Sops.Engine.Pipelines;

/// <summary>How large a tree may be; what is larger is refused with the limit's name.</summary>
public sealed record PipelineLimits
{
    public static PipelineLimits Default { get; } = new();

    /// <summary>For trees that were accepted once: a limit that was lowered since must not lose them.</summary>
    public static PipelineLimits Unlimited { get; } =
        new()
        {
            Nodes = int.MaxValue,
            Flows = int.MaxValue,
            Branches = int.MaxValue,
            Constants = int.MaxValue,
            Nesting = 300,
            Name = int.MaxValue,
            Id = int.MaxValue,
            Condition = int.MaxValue,
            ValueBytes = int.MaxValue,
            TreeBytes = int.MaxValue,
            JsonDepth = 1000,
            LoopTimes = int.MaxValue,
        };

    /// <summary>Nodes of the whole tree, events and gateways and bodies of sub-processes included.</summary>
    public int Nodes { get; init; } = 5_000;

    /// <summary>Flows of the whole tree.</summary>
    public int Flows { get; init; } = 20_000;

    /// <summary>Flows into one node, and flows out of one node.</summary>
    public int Branches { get; init; } = 1_000;

    /// <summary>Constants of the whole tree.</summary>
    public int Constants { get; init; } = 2_000;

    /// <summary>Sub-processes inside each other; 0 allows none.</summary>
    public int Nesting { get; init; } = 32;

    /// <summary>Characters of a name.</summary>
    public int Name { get; init; } = 50;

    /// <summary>Characters of the id of a node or flow.</summary>
    public int Id { get; init; } = 64;

    /// <summary>Characters of the condition of one branch.</summary>
    public int Condition { get; init; } = 10_000;

    /// <summary>Bytes of the value of one constant or input, as JSON text in UTF-8.</summary>
    public int ValueBytes { get; init; } = 1 << 20;

    /// <summary>Bytes of the whole tree, as JSON text in UTF-8.</summary>
    public int TreeBytes { get; init; } = 8 << 20;

    /// <summary>Levels of JSON objects and lists inside each other.</summary>
    public int JsonDepth { get; init; } = 256;

    /// <summary>Problems, and warnings, that are listed; of more, only the number is told.</summary>
    public int Findings { get; init; } = 1_000;

    /// <summary>Iterations of one activity's loop_config.</summary>
    public int LoopTimes { get; init; } = 100;
}
