namespace Sops.Engine.Pipelines;

/// <summary>One thing that is wrong (or odd) in a tree, told to the tree's author.</summary>
/// <param name="Code">What kind of violation, such as "NODE_UNREACHABLE".</param>
/// <param name="Subject">Id of the node or flow, or key of the constant; "" for the tree itself.</param>
/// <param name="Path">Where in the document, such as "activities.n1.component.code"; "" for the tree itself.</param>
public sealed record TreeProblem(string Code, string Subject, string Path, string Message);

/// <summary>What came of reading a tree: the tree, or everything that is wrong with it.</summary>
public sealed record PipelineParseResult
{
    /// <summary>Null exactly where there are problems.</summary>
    public required PipelineTree? Tree { get; init; }
    public required IReadOnlyList<TreeProblem> Problems { get; init; }

    /// <summary>Accepted, but probably not what the author meant.</summary>
    public required IReadOnlyList<TreeProblem> Warnings { get; init; }
}
