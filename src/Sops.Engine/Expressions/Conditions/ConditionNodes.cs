using Sops.Engine.Expressions.Values;

namespace Sops.Engine.Expressions.Conditions;

/// <summary>Something that holds or does not.</summary>
internal abstract record ConditionNode
{
    public abstract bool Holds();
}

/// <summary>
/// Conditions joined by and/or. There is no precedence: from left to right, a true one before "or" and a false one before
/// "and" decide the whole rest.
/// </summary>
internal sealed record ConditionChain(ConditionNode First, IReadOnlyList<(bool IsAnd, ConditionNode Next)> Rest)
    : ConditionNode
{
    public override bool Holds()
    {
        var holds = First.Holds();
        foreach (var (isAnd, next) in Rest)
        {
            if (holds != isAnd)
                return holds;
            holds = next.Holds();
        }
        return holds;
    }
}

internal sealed record Comparison(Value Left, string Operator, Value Right, EvaluationContext Context) : ConditionNode
{
    public override bool Holds() => new Comparer(Context).Holds(Left, Operator, Right);
}
