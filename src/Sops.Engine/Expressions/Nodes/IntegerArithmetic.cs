using System.Numerics;
using Sops.Engine.Expressions.Values;

namespace Sops.Engine.Expressions.Nodes;

/// <summary>Operators between integers, exact at any size that the limits allow.</summary>
internal static class IntegerArithmetic
{
    public static Value Apply(BigInteger a, string op, BigInteger b, EvaluationContext context) =>
        op switch
        {
            "+" => Make(a + b, context),
            "-" => Make(a - b, context),
            "*" => Multiply(a, b, context),
            "/" => Divide(a, b),
            "//" => Make(FloorDivide(a, b, context).Quotient, context),
            "%" => Make(FloorDivide(a, b, context).Remainder, context),
            "**" => Power(a, b, context),
            "<<" => Shift(a, b, context),
            ">>" => b.Sign < 0
                ? throw new ExpressionError("negative shift count")
                : Make(a >> (int)BigInteger.Min(b, int.MaxValue), context),
            "&" => Make(a & b, context),
            "|" => Make(a | b, context),
            "^" => Make(a ^ b, context),
            _ => throw new ExpressionError($"unsupported operator {op}"),
        };

    public static Value PowerModulo(BigInteger a, BigInteger b, BigInteger modulus, EvaluationContext context)
    {
        if (modulus.IsZero || b.Sign < 0)
            throw new ExpressionError("pow() 3rd argument cannot be 0, nor the 2nd negative");
        var words = modulus.GetBitLength() / 32 + 1;
        context.Spend(b.GetBitLength() * words * words / 64 + 1);
        var result = BigInteger.ModPow(a, b, modulus);
        return new IntValue(result.IsZero || result.Sign == modulus.Sign ? result : result + modulus);
    }

    private static IntValue Make(BigInteger number, EvaluationContext context)
    {
        Check(number.GetBitLength(), context);
        return new IntValue(number);
    }

    private static void Check(double bits, EvaluationContext context)
    {
        if (bits > context.Limits.MaxIntegerBits)
            throw new EvaluationException($"an integer has more than {context.Limits.MaxIntegerBits} bits");
        context.Spend((long)bits / 4096);
    }

    private static IntValue Multiply(BigInteger a, BigInteger b, EvaluationContext context)
    {
        Check(a.GetBitLength() + b.GetBitLength() - 1, context);
        context.Spend(a.GetBitLength() * b.GetBitLength() / 65536);
        return Make(a * b, context);
    }

    private static FloatValue Divide(BigInteger a, BigInteger b)
    {
        if (b.IsZero)
            throw new ExpressionError("division by zero");
        const long exact = 1L << 53;
        if (BigInteger.Abs(a) <= exact && BigInteger.Abs(b) <= exact)
            return new FloatValue((double)a / (double)b);
        return new FloatValue(ExactDivision.Divide(a, b));
    }

    private static (BigInteger Quotient, BigInteger Remainder) FloorDivide(
        BigInteger a,
        BigInteger b,
        EvaluationContext context
    )
    {
        if (b.IsZero)
            throw new ExpressionError("integer division or modulo by zero");
        context.Spend(a.GetBitLength() * b.GetBitLength() / 65536);
        return FloorDivide(a, b);
    }

    /// <summary>The largest whole quotient that is not above the exact one, and what is left; b is not 0.</summary>
    public static (BigInteger Quotient, BigInteger Remainder) FloorDivide(BigInteger a, BigInteger b)
    {
        var quotient = BigInteger.DivRem(a, b, out var remainder);
        return !remainder.IsZero && remainder.Sign != b.Sign ? (quotient - 1, remainder + b) : (quotient, remainder);
    }

    private static Value Power(BigInteger a, BigInteger b, EvaluationContext context)
    {
        if (b.Sign < 0)
            return a.IsZero
                ? throw new ExpressionError("0.0 cannot be raised to a negative power")
                : FloatArithmetic.Apply(Numbers.ToFloat(a), "**", Numbers.ToFloat(b));
        if (a.IsZero || a.IsOne || a == BigInteger.MinusOne)
            return new IntValue(
                b.IsEven && !b.IsZero ? a * a
                : b.IsZero ? BigInteger.One
                : a
            );
        var bits = (double)(a.GetBitLength() - 1) * (double)b;
        Check(bits, context);
        context.Spend((long)(bits * bits / 65536));
        return Make(BigInteger.Pow(a, (int)b), context);
    }

    private static IntValue Shift(BigInteger a, BigInteger b, EvaluationContext context)
    {
        if (b.Sign < 0)
            throw new ExpressionError("negative shift count");
        if (a.IsZero)
            return new IntValue(a);
        Check((double)b + a.GetBitLength(), context);
        return Make(a << (int)b, context);
    }
}
