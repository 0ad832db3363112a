using Sops.Engine.Expressions.Values;

namespace Sops.Engine.Expressions.Nodes;

/// <summary>a if test else b.</summary>
internal sealed class Conditional(Expression test, Expression then, Expression otherwise) : Expression
{
    protected override IEnumerable<Expression> Parts => [test, then, otherwise];

    public override Value Evaluate(Scope scope) =>
        test.Evaluate(scope).IsTrue ? then.Evaluate(scope) : otherwise.Evaluate(scope);
}

/// <summary>a and b and c, or a or b or c: the first operand that decides.</summary>
internal sealed class Logical(bool isAnd, IReadOnlyList<Expression> operands) : Expression
{
    protected override IEnumerable<Expression> Parts => operands;

    public override Value Evaluate(Scope scope)
    {
        Value value = NoneValue.Instance;
        foreach (var operand in operands)
        {
            value = operand.Evaluate(scope);
            if (value.IsTrue != isAnd)
                return value;
        }
        return value;
    }
}

internal sealed class Not(Expression operand) : Expression
{
    protected override IEnumerable<Expression> Parts => [operand];

    public override Value Evaluate(Scope scope) => BoolValue.Of(!operand.Evaluate(scope).IsTrue);
}

/// <summary>a &lt; b &lt;= c: holds where each neighbouring pair does.</summary>
internal sealed class ComparisonChain(Expression first, IReadOnlyList<(string Operator, Expression Operand)> rest)
    : Expression
{
    protected override IEnumerable<Expression> Parts => rest.Select(pair => pair.Operand).Prepend(first);

    public override Value Evaluate(Scope scope)
    {
        var left = first.Evaluate(scope);
        foreach (var (op, operand) in rest)
        {
            var right = operand.Evaluate(scope);
            if (!Comparisons.Holds(left, op, right, scope.Context))
                return BoolValue.False;
            left = right;
        }
        return BoolValue.True;
    }
}
