using System.Numerics;
using Sops.Engine.Expressions.Values;

namespace Sops.Engine.Expressions.Nodes;

/// <summary>value[index] and value[start:stop:step].</summary>
internal static class Subscripts
{
    public static Value Get(Value target, Value index, EvaluationContext context)
    {
        if (index is SliceValue slice)
            return Slice(target, slice, context);
        switch (target)
        {
            case SequenceValue sequence:
                return sequence.Items[Position(index, sequence.Items.Count)];
            case TextValue text:
                context.Spend(text.Text.Length / (CodePoints.IsPlain(text.Text) ? 64 : 8));
                var at = Position(index, CodePoints.Count(text.Text));
                return new TextValue(CodePoints.Pick(text.Text, at, at + 1, 1));
            case DictValue dict:
                return dict.Entries.TryGetValue(index, out var value)
                    ? value
                    : throw new ExpressionError("the dict has no such key");
            case BytesValue bytes:
                return new IntValue(bytes.Bytes[Position(index, bytes.Bytes.Length)]);
            case RangeValue range:
                return new IntValue(range.Start + Position(index, (int)range.Count) * range.Step);
            case MatchValue match:
                return match.Group(index);
            default:
                throw new ExpressionError($"'{target.TypeName}' object is not subscriptable");
        }
    }

    private static int Position(Value index, int count)
    {
        if (!Numbers.TryInteger(index, out var at))
            throw new ExpressionError($"indices must be integers or slices, not '{index.TypeName}'");
        if (at.Sign < 0)
            at += count;
        return at >= BigInteger.Zero && at < count ? (int)at : throw new ExpressionError("index out of range");
    }

    private static Value Slice(Value target, SliceValue slice, EvaluationContext context)
    {
        switch (target)
        {
            case TextValue text:
                context.SpendText(text.Text.Length);
                // Without a step it is copied as a whole.
                context.Spend(slice.HasStep || !CodePoints.IsPlain(text.Text) ? text.Text.Length : 0);
                var (start, stop, step) = slice.Over(CodePoints.Count(text.Text));
                return new TextValue(CodePoints.Pick(text.Text, start, stop, step));
            case ListValue list:
                return new ListValue(Pick(list.Items, slice, context));
            case TupleValue tuple:
                return new TupleValue(Pick(tuple.Items, slice, context));
            case BytesValue bytes:
                context.SpendText(bytes.Bytes.Length);
                return new BytesValue([.. Indices(slice, bytes.Bytes.Length).Select(i => bytes.Bytes[i])]);
            case RangeValue range when range.Count <= context.Limits.MaxCollection:
                var (first, last, by) = slice.Over((int)range.Count);
                return new RangeValue(
                    range.Start + first * range.Step,
                    range.Start + last * range.Step,
                    range.Step * by
                );
            default:
                throw new ExpressionError($"'{target.TypeName}' object cannot be sliced");
        }
    }

    private static List<Value> Pick(List<Value> items, SliceValue slice, EvaluationContext context)
    {
        context.SpendItems(items.Count);
        return [.. Indices(slice, items.Count).Select(i => items[i])];
    }

    private static IEnumerable<int> Indices(SliceValue slice, int count)
    {
        var (start, stop, step) = slice.Over(count);
        for (long i = start; step > 0 ? i < stop : i > stop; i += step)
            yield return (int)i;
    }
}
