using Sops.Engine.Expressions.Values;

namespace Sops.Engine.Expressions.Nodes;

/// <summary>Operators of one precedence, from left to right; one node however many there are.</summary>
internal sealed class BinaryChain(Expression first, IReadOnlyList<(string Operator, Expression Operand)> rest)
    : Expression
{
    protected override IEnumerable<Expression> Parts => rest.Select(pair => pair.Operand).Prepend(first);

    public override Value Evaluate(Scope scope)
    {
        var value = first.Evaluate(scope);
        foreach (var (op, operand) in rest)
            value = Arithmetic.Apply(value, op, operand.Evaluate(scope), scope.Context);
        return value;
    }
}

internal sealed class Unary(string op, Expression operand) : Expression
{
    protected override IEnumerable<Expression> Parts => [operand];

    public override Value Evaluate(Scope scope) => Arithmetic.Apply(op, operand.Evaluate(scope), scope.Context);
}
