using Sops.Engine.Expressions.Values;

namespace Sops.Engine.Expressions.Feel;

/// <summary>A parsed part of a condition.</summary>
internal abstract record FeelNode
{
    public Value Evaluate(FeelScope scope)
    {
        scope.Context.Spend(1);
        return Value(scope);
    }

    protected abstract Value Value(FeelScope scope);
}

internal sealed record Constant(Value Content) : FeelNode
{
    protected override Value Value(FeelScope scope) => Content;
}

internal sealed record Name(TextValue Text) : FeelNode
{
    protected override Value Value(FeelScope scope) => scope.Lookup(Text);
}

internal sealed record ListDisplay(IReadOnlyList<FeelNode> Items) : FeelNode
{
    protected override Value Value(FeelScope scope) => new ListValue([.. Items.Select(item => item.Evaluate(scope))]);
}

internal sealed record ContextDisplay(IReadOnlyList<(TextValue Key, FeelNode Content)> Entries) : FeelNode
{
    protected override Value Value(FeelScope scope)
    {
        var dict = new DictValue(scope.Context);
        foreach (var (key, content) in Entries)
            dict.Entries[key] = content.Evaluate(scope);
        return dict;
    }
}

internal sealed record IntervalDisplay(FeelNode Low, bool HasLow, FeelNode High, bool HasHigh) : FeelNode
{
    protected override Value Value(FeelScope scope) =>
        new IntervalValue(Low.Evaluate(scope), HasLow, High.Evaluate(scope), HasHigh);
}

internal sealed record Call(Func<Arguments, Value> Function, IReadOnlyList<FeelNode> Given) : FeelNode
{
    protected override Value Value(FeelScope scope) =>
        Function(new Arguments(scope.Context, [.. Given.Select(argument => argument.Evaluate(scope))]));
}

internal sealed record Negative(FeelNode Number) : FeelNode
{
    protected override Value Value(FeelScope scope) =>
        Nodes.Arithmetic.Apply("-", Number.Evaluate(scope), scope.Context);
}
