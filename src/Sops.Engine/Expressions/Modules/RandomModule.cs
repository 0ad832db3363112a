using System.Numerics;
using Sops.Engine.Expressions.Nodes;
using Sops.Engine.Expressions.Values;

namespace Sops.Engine.Expressions.Modules;

/// <summary>random: numbers that follow from the context's seed, so that a repeated turn draws the same ones.</summary>
internal static class RandomModule
{
    public static readonly Dictionary<string, Func<Arguments, Value>> Functions = new()
    {
        ["random"] = a => new FloatValue(Fraction(a.Refuse(0).Context)),
        ["uniform"] = a => new FloatValue(
            a.Refuse(2, "a", "b").Number(0, "a") + (a.Number(1, "b") - a.Number(0, "a")) * Fraction(a.Context)
        ),
        ["randint"] = a => Between(Whole(a.Refuse(2, "a", "b").Get(0, "a")), Whole(a.Get(1, "b")) + 1, 1, a),
        ["randrange"] = a =>
            a.Refuse(3).Values.Count < 2
                ? Between(0, Whole(a.Get(0)), 1, a)
                : Between(Whole(a.Get(0)), Whole(a.Get(1)), Whole(a.Find(2) ?? new IntValue(1)), a),
        ["choice"] = a => Choose(a.Refuse(1, "seq").Get(0, "seq"), a),
        ["sample"] = a => Sample(a.Refuse(2, "population", "k"), a.Int(1, "k"), false),
        ["choices"] = a => Sample(a.Refuse(1, "k"), a.Int(1, "k", 1), true),
    };

    private static BigInteger Whole(Value value) =>
        Numbers.TryInteger(value, out var integer) ? integer : throw new ExpressionError("an integer is required");

    private static IntValue Between(BigInteger start, BigInteger stop, BigInteger step, Arguments arguments)
    {
        var count = step.IsZero ? 0 : new RangeValue(start, stop, step).Count;
        if (count.Sign <= 0)
            throw new ExpressionError("empty range for random numbers");
        var bits = BigInteger.Zero;
        // 64 bits more than needed leave no bias that anyone could see.
        for (long have = 0; have < count.GetBitLength() + 64; have += 64)
            bits = (bits << 64) | Draw(arguments.Context);
        return new IntValue(start + bits % count * step);
    }

    private static Value Choose(Value source, Arguments arguments)
    {
        if (source is not (SequenceValue or TextValue or RangeValue))
            throw new ExpressionError($"'{source.TypeName}' object is not a sequence");
        var items = Iteration.Collect(source, arguments.Context);
        return items[Index(items.Count, arguments.Context)];
    }

    private static ListValue Sample(Arguments arguments, int count, bool withRepeats)
    {
        var items = Iteration.Collect(arguments.Get(0, "population"), arguments.Context);
        if (count < 0 || (!withRepeats && count > items.Count))
            throw new ExpressionError("Sample larger than population or is negative");
        arguments.Context.SpendItems(count);
        var picked = new List<Value>();
        for (var i = 0; i < count; i++)
        {
            var at = Index(items.Count, arguments.Context);
            picked.Add(items[at]);
            if (withRepeats)
                continue;
            items[at] = items[^1];
            items.RemoveAt(items.Count - 1);
        }
        return new ListValue(picked);
    }

    private static int Index(int count, EvaluationContext context) =>
        count > 0
            ? (int)(Draw(context) % (ulong)count)
            : throw new ExpressionError("Cannot choose from an empty sequence");

    private static double Fraction(EvaluationContext context) => (Draw(context) >> 11) * (1.0 / (1UL << 53));

    /// <summary>SplitMix64.</summary>
    private static ulong Draw(EvaluationContext context)
    {
        context.Spend(1);
        var z = context.Seed + ++context.Draws * 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
