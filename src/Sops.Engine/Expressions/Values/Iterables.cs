using System.Numerics;

namespace Sops.Engine.Expressions.Values;

/// <summary>Items that are made as they are asked for, once.</summary>
internal sealed class IteratorValue(IEnumerable<Value> items) : Value
{
    private readonly IEnumerator<Value> _items = items.GetEnumerator();

    public override string TypeName => "iterator";

    public IEnumerable<Value> Rest()
    {
        while (_items.MoveNext())
            yield return _items.Current;
    }

    public override void WriteRepr(BoundedText text) =>
        throw new ExpressionError("an iterator is not a value; make it a list");
}

/// <summary>range(…): its items are never all in memory.</summary>
internal sealed class RangeValue(BigInteger start, BigInteger stop, BigInteger step) : Value, IEquatable<RangeValue>
{
    public BigInteger Start => start;
    public BigInteger Step => step;

    public BigInteger Count
    {
        get
        {
            var span = step.Sign > 0 ? stop - start : start - stop;
            return span.Sign <= 0 ? BigInteger.Zero : (span - 1) / BigInteger.Abs(step) + 1;
        }
    }

    public override string TypeName => "range";
    public override bool IsTrue => Count.Sign > 0;

    /// <summary>They have the same items.</summary>
    public bool Equals(RangeValue? other) =>
        other?.Count == Count && (Count.IsZero || start == other.Start && (Count.IsOne || step == other.Step));

    public override bool Equals(object? obj) => Equals(obj as RangeValue);

    public override int GetHashCode() => Count.IsZero ? 0 : HashCode.Combine(Count, start);

    public IEnumerable<Value> Items()
    {
        var count = Count;
        for (var i = BigInteger.Zero; i < count; i++)
            yield return new IntValue(start + i * step);
    }

    public override void WriteRepr(BoundedText text)
    {
        text.Write($"range({start}, {stop}");
        text.Write(step.IsOne ? ")" : $", {step})");
    }
}

/// <summary>dict.keys(), values() or items().</summary>
internal sealed class ViewValue(string name, List<Value> items) : Value
{
    public List<Value> Items => items;

    /// <summary>It is equal to one of the same items, in whatever order.</summary>
    public bool IsSet => name != "dict_values";

    public override string TypeName => name;
    public override bool IsTrue => items.Count > 0;

    public override void WriteRepr(BoundedText text)
    {
        text.Write(name).Write('(');
        new ListValue(items).WriteRepr(text);
        text.Write(')');
    }
}

/// <summary>The bounds of a slice; None where one is left out.</summary>
internal sealed class SliceValue(Value start, Value stop, Value step) : Value
{
    public override string TypeName => "slice";
    public bool HasStep => step is not NoneValue;

    /// <summary>The indices that it picks from that many items.</summary>
    public (int Start, int Stop, int Step) Over(int length)
    {
        var by = step is NoneValue ? 1 : Arguments.AsInt(step);
        if (by == 0)
            throw new ExpressionError("slice step cannot be zero");
        var (lowest, highest) = by > 0 ? (0, length) : (-1, length - 1);
        int Bound(Value bound, int otherwise)
        {
            if (bound is NoneValue)
                return otherwise;
            var index = (long)Arguments.AsInt(bound);
            return (int)Math.Clamp(index < 0 ? index + length : index, lowest, highest);
        }
        return (Bound(start, by > 0 ? lowest : highest), Bound(stop, by > 0 ? highest : lowest), by);
    }

    public override void WriteRepr(BoundedText text)
    {
        text.Write("slice(");
        start.WriteRepr(text);
        text.Write(", ");
        stop.WriteRepr(text);
        text.Write(", ");
        step.WriteRepr(text);
        text.Write(')');
    }
}
