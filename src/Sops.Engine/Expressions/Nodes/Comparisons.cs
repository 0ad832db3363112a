using Sops.Engine.Expressions.Values;

namespace Sops.Engine.Expressions.Nodes;

/// <summary>Python's comparison operators.</summary>
internal static class Comparisons
{
    public static bool Holds(Value left, string op, Value right, EvaluationContext context)
    {
        context.Spend(1 + Math.Min(Size(left), Size(right)));
        return op switch
        {
            "==" => context.Equality.Equals(left, right),
            "!=" => !context.Equality.Equals(left, right),
            "is" => IsSame(left, right),
            "is not" => !IsSame(left, right),
            "in" => Contains(right, left, context),
            "not in" => !Contains(right, left, context),
            _ => IsOrdered(left, op, right, context),
        };
    }

    public static bool IsLess(Value left, Value right, EvaluationContext context) => Holds(left, "<", right, context);

    private static bool IsOrdered(Value left, string op, Value right, EvaluationContext context)
    {
        switch (left, right)
        {
            case (SetValue a, SetValue b):
                return op[0] == '<' ? IsSubset(a, b, op.Length == 1) : IsSubset(b, a, op.Length == 1);
            case (FloatValue or IntValue or BoolValue, FloatValue or IntValue or BoolValue):
                return Numbers.TryCompare(left, right) is { } numbers && Fits(numbers, op);
            case (TextValue a, TextValue b):
                return Fits(TextOrder.Compare(a.Text, b.Text), op);
            case (BytesValue a, BytesValue b):
                return Fits(a.Bytes.AsSpan().SequenceCompareTo(b.Bytes), op);
            case (ListValue a, ListValue b):
                return IsOrdered(a.Items, op, b.Items, context);
            case (TupleValue a, TupleValue b):
                return IsOrdered(a.Items, op, b.Items, context);
            case (IComparableValue a, _) when a.CompareTo(right) is { } order:
                return Fits(order, op);
            default:
                throw new ExpressionError(
                    $"'{op}' not supported between instances of '{left.TypeName}' and '{right.TypeName}'"
                );
        }
    }

    private static bool IsOrdered(List<Value> left, string op, List<Value> right, EvaluationContext context)
    {
        System.Runtime.CompilerServices.RuntimeHelpers.EnsureSufficientExecutionStack();
        for (var i = 0; i < Math.Min(left.Count, right.Count); i++)
            if (!context.Equality.Equals(left[i], right[i]))
                return Holds(left[i], op, right[i], context);
        return Fits(left.Count.CompareTo(right.Count), op);
    }

    private static bool Fits(int order, string op) =>
        op switch
        {
            "<" => order < 0,
            ">" => order > 0,
            "<=" => order <= 0,
            _ => order >= 0,
        };

    private static bool IsSubset(SetValue part, SetValue whole, bool isProper) =>
        part.Members.Keys.All(whole.Members.ContainsKey) && !(isProper && part.Members.Count == whole.Members.Count);

    private static bool Contains(Value container, Value item, EvaluationContext context)
    {
        switch (container)
        {
            case TextValue text:
                return TextSearch.IndexOf(text.Text, Arguments.AsText(item), context) >= 0;
            case BytesValue bytes when item is BytesValue part:
                return bytes.Bytes.AsSpan().IndexOf(part.Bytes) >= 0;
            case DictValue dict:
                return dict.Entries.ContainsKey(item);
            case SetValue set:
                return set.Members.ContainsKey(item);
            default:
                return Iteration.Over(container, context).Any(other => AreSame(item, other, context));
        }
    }

    /// <summary>Python keeps one of each small int, and one empty text.</summary>
    private static bool IsSame(Value left, Value right) =>
        ReferenceEquals(left, right)
        || (left, right) switch
        {
            (IntValue a, IntValue b) => a.Number == b.Number && a.Number >= -5 && a.Number <= 256,
            (TextValue a, TextValue b) => a.Text.Length + b.Text.Length == 0,
            _ => false,
        };

    private static bool AreSame(Value left, Value right, EvaluationContext context)
    {
        context.Spend(Math.Min(Size(left), Size(right)));
        return ReferenceEquals(left, right) || context.Equality.Equals(left, right);
    }

    /// <summary>What looking at all of it costs. Items of items are not counted: the same ones cannot be many.</summary>
    private static long Size(Value value) =>
        value switch
        {
            TextValue text => text.Text.Length / 64,
            SequenceValue sequence => sequence.Items.Count,
            DictValue dict => dict.Entries.Count,
            SetValue set => set.Members.Count,
            _ => 0,
        };
}
