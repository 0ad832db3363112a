using Sops.Engine.Expressions.Values;

namespace Sops.Engine.Expressions.Nodes;

/// <summary>Goes through the items of whatever has some.</summary>
internal static class Iteration
{
    public static IEnumerable<Value> Over(Value value, EvaluationContext context) =>
        value switch
        {
            SequenceValue sequence => Paid(ByIndex(sequence.Items), context),
            TextValue text => Paid(CodePoints.Of(text.Text).Select(Value (point) => new TextValue(point)), context),
            RangeValue range => Paid(range.Items(), context),
            DictValue dict => Paid(Snapshot(dict.Entries.Keys, dict.Entries.Count, context), context),
            SetValue set => Paid(Snapshot(set.Members.Keys, set.Members.Count, context), context),
            ViewValue view => Paid(view.Items, context),
            IteratorValue iterator => Paid(iterator.Rest(), context),
            BytesValue bytes => Paid(bytes.Bytes.Select(Value (octet) => new IntValue(octet)), context),
            _ => throw new ExpressionError($"'{value.TypeName}' object is not iterable"),
        };

    /// <summary>A list of them, as long as a collection may be.</summary>
    public static List<Value> Collect(IEnumerable<Value> items, EvaluationContext context)
    {
        var list = new List<Value>();
        foreach (var item in items)
        {
            context.Grow(list.Count);
            list.Add(item);
        }
        return list;
    }

    public static List<Value> Collect(Value value, EvaluationContext context) => Collect(Over(value, context), context);

    private static IEnumerable<Value> Paid(IEnumerable<Value> items, EvaluationContext context)
    {
        foreach (var item in items)
        {
            context.Spend(1);
            yield return item;
        }
    }

    /// <summary>Items of a list that may grow or shrink meanwhile.</summary>
    private static IEnumerable<Value> ByIndex(List<Value> items)
    {
        for (var i = 0; i < items.Count; i++)
            yield return items[i];
    }

    private static List<Value> Snapshot(IEnumerable<Value> keys, int count, EvaluationContext context)
    {
        context.Spend(count);
        return [.. keys];
    }
}
