using System.Numerics;
using Sops.Engine.Expressions.Builtins;
using Sops.Engine.Expressions.Values;

namespace Sops.Engine.Expressions.Nodes;

/// <summary>Python's operators, by the types that they stand between.</summary>
internal static class Arithmetic
{
    public static Value Apply(Value left, string op, Value right, EvaluationContext context)
    {
        context.Spend(1);
        if (op == "%" && left is TextValue format)
            return new TextValue(PercentFormat.Apply(format.Text, right, context));
        if (Numbers.TryInteger(left, out var a) && Numbers.TryInteger(right, out var b))
            return left is BoolValue && right is BoolValue && op is "&" or "|" or "^"
                ? BoolValue.Of(IntegerArithmetic.Apply(a, op, b, context) is IntValue { Number.IsZero: false })
                : IntegerArithmetic.Apply(a, op, b, context);
        if (IsNumber(left) && IsNumber(right))
            return FloatArithmetic.Apply(Arguments.AsNumber(left), op, Arguments.AsNumber(right));
        return op switch
            {
                "+" => Add(left, right, context),
                "*" when Numbers.TryInteger(right, out var times) => Repeat(left, times, context),
                "*" when Numbers.TryInteger(left, out var times) => Repeat(right, times, context),
                "-" or "&" or "|" or "^" when left is SetValue x && right is SetValue y => Combine(x, op, y, context),
                "|" when left is DictValue x && right is DictValue y => Merge(x, y, context),
                _ => null,
            }
            ?? (left as IArithmeticValue)?.Apply(op, right, false)
            ?? (right as IArithmeticValue)?.Apply(op, left, true)
            ?? throw new ExpressionError(
                $"unsupported operand type(s) for {op}: '{left.TypeName}' and '{right.TypeName}'"
            );
    }

    public static Value Apply(string op, Value operand, EvaluationContext context)
    {
        context.Spend(1);
        if (Numbers.TryInteger(operand, out var integer))
            return new IntValue(
                op switch
                {
                    "-" => -integer,
                    "~" => -integer - 1,
                    _ => integer,
                }
            );
        if (operand is FloatValue number && op != "~")
            return op == "-" ? new FloatValue(-number.Number) : number;
        return (operand as IArithmeticValue)?.Apply(op, NoneValue.Instance, false)
            ?? throw new ExpressionError($"bad operand type for unary {op}: '{operand.TypeName}'");
    }

    private static bool IsNumber(Value value) => value is FloatValue or IntValue or BoolValue;

    private static Value? Add(Value left, Value right, EvaluationContext context)
    {
        switch (left, right)
        {
            case (TextValue a, TextValue b):
                context.SpendText((long)a.Text.Length + b.Text.Length);
                return new TextValue(a.Text + b.Text);
            case (BytesValue a, BytesValue b):
                context.SpendText((long)a.Bytes.Length + b.Bytes.Length);
                return new BytesValue([.. a.Bytes, .. b.Bytes]);
            case (ListValue a, ListValue b):
                context.SpendItems((long)a.Items.Count + b.Items.Count);
                return new ListValue([.. a.Items, .. b.Items]);
            case (TupleValue a, TupleValue b):
                context.SpendItems((long)a.Items.Count + b.Items.Count);
                return new TupleValue([.. a.Items, .. b.Items]);
            default:
                return null;
        }
    }

    private static Value? Repeat(Value value, BigInteger times, EvaluationContext context)
    {
        var count = (int)BigInteger.Clamp(times, 0, int.MaxValue);
        switch (value)
        {
            case TextValue text:
                context.SpendText((long)text.Text.Length * count);
                return new TextValue(text.Text.Length == 0 ? "" : string.Concat(Enumerable.Repeat(text.Text, count)));
            case BytesValue bytes:
                context.SpendText((long)bytes.Bytes.Length * count);
                return new BytesValue([
                    .. Enumerable.Repeat(bytes.Bytes, bytes.Bytes.Length == 0 ? 0 : count).SelectMany(all => all),
                ]);
            case ListValue list:
                return new ListValue(Repeat(list.Items, count, context));
            case TupleValue tuple:
                return new TupleValue(Repeat(tuple.Items, count, context));
            default:
                return null;
        }
    }

    private static List<Value> Repeat(List<Value> items, int count, EvaluationContext context)
    {
        context.SpendItems((long)items.Count * count);
        return items.Count == 0 ? [] : [.. Enumerable.Repeat(items, count).SelectMany(all => all)];
    }

    private static SetValue Combine(SetValue left, string op, SetValue right, EvaluationContext context)
    {
        context.SpendItems((long)left.Members.Count + right.Members.Count);
        var (a, b) = (left.Members.Keys, right.Members.Keys);
        var keys = op switch
        {
            "-" => a.Where(key => !right.Members.ContainsKey(key)),
            "&" => a.Where(right.Members.ContainsKey),
            "|" => a.Concat(b),
            _ => a.Where(key => !right.Members.ContainsKey(key)).Concat(b.Where(key => !left.Members.ContainsKey(key))),
        };
        return SetValue.Of(keys, context);
    }

    private static DictValue Merge(DictValue left, DictValue right, EvaluationContext context)
    {
        context.SpendItems((long)left.Entries.Count + right.Entries.Count);
        var merged = new DictValue(context);
        foreach (var (key, value) in left.Entries.Concat(right.Entries))
            merged.Entries[key] = value;
        return merged;
    }
}
