using System.Numerics;
using System.Runtime.CompilerServices;

namespace Sops.Engine.Expressions.Values;

/// <summary>Python's ==, and hashes that agree with it: 1, 1.0 and True are one key.</summary>
internal sealed class ValueEquality(EvaluationContext context) : IEqualityComparer<Value>
{
    public bool Equals(Value? left, Value? right)
    {
        if (ReferenceEquals(left, right))
            return left is not FloatValue { Number: double.NaN };
        if (left is null || right is null)
            return false;
        RuntimeHelpers.EnsureSufficientExecutionStack();
        // The same items may be met again and again: [x, x] of [x, x] of …
        context.Spend(1);
        return (left, right) switch
        {
            (TextValue a, TextValue b) => SameText(a.Text, b.Text),
            (BytesValue a, BytesValue b) => a.Bytes.AsSpan().SequenceEqual(b.Bytes),
            (ListValue a, ListValue b) => SameItems(a, b),
            (TupleValue a, TupleValue b) => SameItems(a, b),
            (DictValue a, DictValue b) => SameEntries(a, b),
            (SetValue a, SetValue b) => a.Members.Count == b.Members.Count && a.Members.Keys.All(b.Members.ContainsKey),
            (RangeValue a, RangeValue b) => a.Equals(b),
            (ViewValue { IsSet: true } a, ViewValue { IsSet: true } b) => a.Items.Count == b.Items.Count
                && a.Items.All(SetValue.Of(b.Items, context).Members.ContainsKey),
            (IComparableValue, IComparableValue) => left.Equals(right),
            _ => Numbers.TryCompare(left, right) == 0,
        };
    }

    public int GetHashCode(Value value) =>
        value switch
        {
            NoneValue => 0,
            TextValue text => Hash(text.Text),
            FloatValue { Number: var number } when number != Math.Floor(number) || double.IsInfinity(number) =>
                number.GetHashCode(),
            FloatValue number => new BigInteger(number.Number).GetHashCode(),
            _ when Numbers.TryInteger(value, out var integer) => integer.GetHashCode(),
            BytesValue bytes => bytes.Bytes.Aggregate(17, HashCode.Combine),
            TupleValue tuple => Hash(tuple),
            ListValue or DictValue or SetValue or ViewValue or SliceValue => throw new ExpressionError(
                $"unhashable type: '{value.TypeName}'"
            ),
            _ => value.GetHashCode(),
        };

    private bool SameText(string a, string b)
    {
        if (a.Length != b.Length)
            return false;
        context.Spend(a.Length / 256);
        return a == b;
    }

    private int Hash(string text)
    {
        context.Spend(text.Length / 64);
        return string.GetHashCode(text);
    }

    private int Hash(TupleValue tuple)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        context.Spend(1 + tuple.Items.Count);
        return tuple.Items.Aggregate(19, (hash, item) => HashCode.Combine(hash, GetHashCode(item)));
    }

    private bool SameItems(SequenceValue a, SequenceValue b)
    {
        if (a.Items.Count != b.Items.Count)
            return false;
        for (var i = 0; i < a.Items.Count; i++)
            if (!Equals(a.Items[i], b.Items[i]))
                return false;
        return true;
    }

    private bool SameEntries(DictValue a, DictValue b)
    {
        if (a.Entries.Count != b.Entries.Count)
            return false;
        foreach (var (key, value) in a.Entries)
            if (!b.Entries.TryGetValue(key, out var other) || !Equals(value, other))
                return false;
        return true;
    }
}
