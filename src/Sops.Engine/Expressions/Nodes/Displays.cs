using Sops.Engine.Expressions.Values;

namespace Sops.Engine.Expressions.Nodes;

/// <summary>*items in a call or a list.</summary>
internal sealed class Starred(Expression items) : Expression
{
    protected override IEnumerable<Expression> Parts => [items];

    public override Value Evaluate(Scope scope) => throw new ExpressionError("can't use a starred expression here");

    public IEnumerable<Value> Items(Scope scope) => Iteration.Over(items.Evaluate(scope), scope.Context);

    public static List<Value> EvaluateAll(IReadOnlyList<Expression> expressions, Scope scope)
    {
        var values = new List<Value>(expressions.Count);
        foreach (var expression in expressions)
        {
            if (expression is not Starred starred)
                values.Add(expression.Evaluate(scope));
            else
                foreach (var item in starred.Items(scope))
                {
                    scope.Context.Grow(values.Count);
                    values.Add(item);
                }
        }
        return values;
    }
}

internal sealed class ListDisplay(IReadOnlyList<Expression> items) : Expression
{
    protected override IEnumerable<Expression> Parts => items;

    public override Value Evaluate(Scope scope) => new ListValue(Starred.EvaluateAll(items, scope));
}

internal sealed class TupleDisplay(IReadOnlyList<Expression> items) : Expression
{
    protected override IEnumerable<Expression> Parts => items;

    public override Value Evaluate(Scope scope) => new TupleValue(Starred.EvaluateAll(items, scope));
}

internal sealed class SetDisplay(IReadOnlyList<Expression> items) : Expression
{
    protected override IEnumerable<Expression> Parts => items;

    public override Value Evaluate(Scope scope)
    {
        var set = new SetValue(scope.Context);
        foreach (var value in Starred.EvaluateAll(items, scope))
            set.Members.TryAdd(value, true);
        return set;
    }
}

internal sealed class DictDisplay(IReadOnlyList<(Expression Key, Expression Value)> entries) : Expression
{
    protected override IEnumerable<Expression> Parts => entries.SelectMany(entry => new[] { entry.Key, entry.Value });

    public override Value Evaluate(Scope scope)
    {
        var dict = new DictValue(scope.Context);
        foreach (var (key, value) in entries)
            dict.Entries[key.Evaluate(scope)] = value.Evaluate(scope);
        return dict;
    }
}
