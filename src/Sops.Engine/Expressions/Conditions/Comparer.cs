using System.Numerics;
using Sops.Engine.Expressions.Values;

namespace Sops.Engine.Expressions.Conditions;

/// <summary>Compares two operands of a condition, coerced as gateways always did.</summary>
internal sealed class Comparer(EvaluationContext context)
{
    public bool Holds(Value left, string op, Value right)
    {
        switch (op)
        {
            case "in":
                return Contains(left, right, op);
            case "notin":
                return !Contains(left, right, op);
            case "issuperset":
                return IsSuperset(left, right);
            case "notissuperset":
                return !IsSuperset(left, right);
        }
        (left, right) = Coerce(left, right);
        return op switch
        {
            "==" => context.Equality.Equals(left, right),
            "!=" => !context.Equality.Equals(left, right),
            _ => IsOrdered(left, op, right),
        };
    }

    private (Value, Value) Coerce(Value left, Value right)
    {
        var (l, r) = (left, right);
        if (l is IntValue or BoolValue)
        {
            if (ToInteger(r) is not { } integer)
                return (left, right);
            r = integer;
        }
        else if (r is IntValue or BoolValue)
        {
            if (ToInteger(l) is not { } integer)
                return (left, right);
            l = integer;
        }
        if (l is TextValue)
            r = new TextValue(r.ToText(context));
        else if (r is TextValue)
            l = new TextValue(l.ToText(context));
        return (l, r);
    }

    private static IntValue? ToInteger(Value value) =>
        value switch
        {
            FloatValue { Number: var number } when double.IsFinite(number) => new IntValue(new BigInteger(number)),
            TextValue text when Numbers.TryParseInteger(text.Text, out var integer) => new IntValue(integer),
            _ when Numbers.TryInteger(value, out var integer) => new IntValue(integer),
            _ => null,
        };

    private static bool IsOrdered(Value left, string op, Value right)
    {
        int? order = (left, right) switch
        {
            (TextValue a, TextValue b) => TextOrder.Compare(a.Text, b.Text),
            _ => Numbers.TryCompare(left, right),
        };
        return order switch
        {
            null => throw new ConditionException(
                $"'{op}' not supported between instances of '{left.TypeName}' and '{right.TypeName}'"
            ),
            var o when op == "<" => o < 0,
            var o when op == ">" => o > 0,
            var o when op == "<=" => o <= 0,
            var o => o >= 0,
        };
    }

    private bool Contains(Value left, Value right, string op)
    {
        switch (left, right)
        {
            case (TextValue part, TextValue whole):
                return TextSearch.IndexOf(whole.Text, part.Text, context) >= 0;
            case (_, ListValue list):
                return list.Items.Any(item => IsMember(left, item));
            case (_, TextValue):
                throw new ConditionException($"'{op} <string>' requires string as left operand, not {left.TypeName}");
            default:
                throw new ConditionException($"argument of type '{right.TypeName}' is not iterable");
        }
    }

    private bool IsMember(Value left, Value item) =>
        context.Equality.Equals(left, item)
        || left switch
        {
            IntValue or BoolValue => ToInteger(item) is { } integer && context.Equality.Equals(left, integer),
            TextValue text => text.Text == item.ToText(context),
            _ => false,
        };

    private bool IsSuperset(Value left, Value right)
    {
        var members = Items(left).ToHashSet(context.Equality);
        return Items(right).All(members.Contains);
    }

    private static List<Value> Items(Value value) =>
        value switch
        {
            ListValue list => list.Items,
            TextValue => [value],
            _ => throw new ConditionException($"'{value.TypeName}' object is not iterable"),
        };
}
