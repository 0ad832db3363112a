namespace Sops.Engine.Pipelines;

/// <summary>One level of a tree: the root, or the body of a sub-process.</summary>
public sealed class Pipeline
{
    /// <summary>Index of the sub-process that this is the body of; 0 for the root.</summary>
    public required int Scope { get; init; }

    /// <summary>The level around this one; null for the root.</summary>
    public required Pipeline? Parent { get; init; }
    public StartEvent Start { get; internal set; } = null!;
    public EndEvent End { get; internal set; } = null!;

    /// <summary>Every node of this level, in document order.</summary>
    public IReadOnlyList<Node> Nodes { get; internal set; } = [];

    /// <summary>By key, "${k}".</summary>
    public IReadOnlyDictionary<string, Constant> Constants { get; internal set; } =
        new Dictionary<string, Constant>(StringComparer.Ordinal);

    /// <summary>Keys ("${k}") of the constants that are this pipeline's results.</summary>
    public IReadOnlyList<string> Outputs { get; internal set; } = [];

    /// <summary>Keys of the constants that are rendered once, at the start.</summary>
    public IReadOnlyList<string> RenderedAtStart { get; internal set; } = [];
}

/// <summary>
/// A whole tree, parsed. Nodes are numbered from 1 in document order: start_event, end_event, activities, gateways of a
/// level, then, in the same order, the levels of its sub-processes, depth first; flows likewise. The numbering is part of
/// what is stored, so it never changes.
/// </summary>
public sealed class PipelineTree
{
    public required Pipeline Root { get; init; }

    /// <summary>Entry i has index i; entry 0 stands for the tree itself and is null.</summary>
    public required IReadOnlyList<Node?> Nodes { get; init; }

    /// <summary>Entry i has index i; entry 0 is null.</summary>
    public required IReadOnlyList<Flow?> Flows { get; init; }

    public Node this[int index] => Nodes[index] ?? throw new ArgumentOutOfRangeException(nameof(index));

    /// <summary>The pipeline with that scope: the root for 0, else the body of the sub-process of that index.</summary>
    public Pipeline PipelineOf(int scope) => scope == 0 ? Root : ((Subprocess)this[scope]).Body;
}
