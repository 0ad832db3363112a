using System.Numerics;
using Sops.Engine.Expressions.Values;

namespace Sops.Engine.Expressions.Feel;

/// <summary>context.key; null where there is none.</summary>
internal sealed record Member(TextValue Key) : Step
{
    public override Value Apply(Value left, FeelScope scope) =>
        left is DictValue dict && dict.Entries.TryGetValue(Key, out var value) ? value : NoneValue.Instance;
}

/// <summary>list[1], the first item being 1 and the last -1; null where there is none.</summary>
internal sealed record Item(BigInteger Position) : Step
{
    public override Value Apply(Value left, FeelScope scope)
    {
        if (left is not ListValue { Items: var items } || Position.IsZero || BigInteger.Abs(Position) > items.Count)
            return NoneValue.Instance;
        return items[(int)(Position.Sign > 0 ? Position - 1 : Position + items.Count)];
    }
}

/// <summary>list[condition]: the items that fit, named "item" there; a context's keys are names instead.</summary>
internal sealed record Filter(FeelNode Condition) : Step
{
    private static readonly TextValue ItemName = new("item");

    public override Value Apply(Value left, FeelScope scope) =>
        left is ListValue list
            ? new ListValue([.. list.Items.Where(item => Fits(item, scope.Context))])
            : NoneValue.Instance;

    private bool Fits(Value item, EvaluationContext context)
    {
        var names = item as DictValue ?? new DictValue(context) { Entries = { [ItemName] = item } };
        try
        {
            return Condition.Evaluate(new FeelScope(context, names)).IsTrue;
        }
        catch (ExpressionError)
        {
            // An item without the key that is asked for does not fit.
            return false;
        }
    }
}

/// <summary>some/every name in list, … satisfies condition: lists of one length are walked side by side.</summary>
internal sealed record Quantifier(
    bool IsEvery,
    IReadOnlyList<(TextValue Name, FeelNode List)> Sources,
    FeelNode Condition
) : FeelNode
{
    protected override Value Value(FeelScope scope)
    {
        var lists = Sources.Select(source => Items(source.List.Evaluate(scope))).ToList();
        if (lists.Exists(list => list.Count != lists[0].Count))
            throw new ExpressionError("the lists of some and every have to be of one length");
        for (var i = 0; i < lists[0].Count; i++)
        {
            var names = new DictValue(scope.Context);
            for (var n = 0; n < lists.Count; n++)
                names.Entries[Sources[n].Name] = lists[n][i];
            scope.Context.Spend(lists.Count);
            // Only true makes some true, and only false makes every false.
            var found = Condition.Evaluate(new FeelScope(scope.Context, names, scope));
            if (found is BoolValue { IsTrue: var holds } && holds != IsEvery)
                return BoolValue.Of(holds);
        }
        return BoolValue.Of(IsEvery);
    }

    private static List<Value> Items(Value value) =>
        value is ListValue list
            ? list.Items
            : throw new ExpressionError($"some and every walk lists, not {value.TypeName}");
}
