namespace Sops.Engine.Expressions;

/// <summary>Bounds what an author's expressions may cost.</summary>
public sealed record EvaluationLimits
{
    public static EvaluationLimits Default { get; } = new();

    /// <summary>Steps of a whole context. One step pays for an operation, an item or 64 characters produced.</summary>
    public long MaxSteps { get; init; } = 250_000;

    /// <summary>Characters of any one text, intermediate ones and rendered results included.</summary>
    public int MaxTextLength { get; init; } = 2 * 1024 * 1024;

    /// <summary>Items of any one list, tuple, set or dict.</summary>
    public int MaxCollection { get; init; } = 100_000;

    /// <summary>Levels of nesting: of an expression, of calls, of variables whose values refer to variables.</summary>
    public int MaxDepth { get; init; } = 100;

    /// <summary>Characters of one expression or condition.</summary>
    public int MaxExpressionLength { get; init; } = 16 * 1024;

    /// <summary>Bits of an integer; 4,300 digits of one can be shown.</summary>
    public int MaxIntegerBits { get; init; } = 32 * 1024;
}
