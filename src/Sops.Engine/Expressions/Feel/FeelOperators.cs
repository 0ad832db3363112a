using Sops.Engine.Expressions.Nodes;
using Sops.Engine.Expressions.Values;

namespace Sops.Engine.Expressions.Feel;

/// <summary>and: the first that counts as false, or the last; or: the first that counts as true, or the last.</summary>
internal sealed record Choice(bool IsAnd, IReadOnlyList<FeelNode> Parts) : FeelNode
{
    protected override Value Value(FeelScope scope)
    {
        Value value = NoneValue.Instance;
        foreach (var part in Parts)
        {
            value = part.Evaluate(scope);
            if (value.IsTrue != IsAnd)
                break;
        }
        return value;
    }
}

/// <summary>Operators of one rank, from left to right.</summary>
internal sealed record Operation(FeelNode First, IReadOnlyList<Step> Steps) : FeelNode
{
    protected override Value Value(FeelScope scope)
    {
        var value = First.Evaluate(scope);
        foreach (var step in Steps)
            value = step.Apply(value, scope);
        return value;
    }
}

internal abstract record Step
{
    public abstract Value Apply(Value left, FeelScope scope);
}

internal sealed record Binary(string Operator, FeelNode Right) : Step
{
    public override Value Apply(Value left, FeelScope scope)
    {
        var right = Right.Evaluate(scope);
        if (Operator == "!=")
            return BoolValue.Of(Comparisons.Holds(left, "!=", right, scope.Context));
        if (!IsOfTypeOf(left, right))
            throw new ExpressionError(
                $"both sides of {Operator} have to be of one type, not {left.TypeName} and {right.TypeName}"
            );
        return Operator switch
        {
            "=" => BoolValue.Of(Comparisons.Holds(left, "==", right, scope.Context)),
            "<" or ">" or "<=" or ">=" => BoolValue.Of(Comparisons.Holds(left, Operator, right, scope.Context)),
            _ => Arithmetic.Apply(left, Operator, right, scope.Context),
        };
    }

    /// <summary>As Python has it: a bool is an int and a datetime a date, but not the other way round.</summary>
    private static bool IsOfTypeOf(Value left, Value right) =>
        (left.TypeName, right.TypeName) switch
        {
            ("bool", "int") or ("datetime.datetime", "datetime.date") => true,
            var (a, b) => a == b,
        };
}

internal sealed record Between(FeelNode Low, FeelNode High) : Step
{
    public override Value Apply(Value left, FeelScope scope) =>
        BoolValue.Of(
            Comparisons.Holds(Low.Evaluate(scope), "<=", left, scope.Context)
                && Comparisons.Holds(left, "<=", High.Evaluate(scope), scope.Context)
        );
}

internal sealed record In(FeelNode Container) : Step
{
    public override Value Apply(Value left, FeelScope scope) =>
        BoolValue.Of(
            Container.Evaluate(scope) switch
            {
                IntervalValue interval => interval.Contains(left, scope.Context),
                var list => Comparisons.Holds(left, "in", list, scope.Context),
            }
        );
}
