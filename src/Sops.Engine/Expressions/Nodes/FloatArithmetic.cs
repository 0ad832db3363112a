using Sops.Engine.Expressions.Values;

namespace Sops.Engine.Expressions.Nodes;

/// <summary>Operators where at least one side is a float.</summary>
internal static class FloatArithmetic
{
    public static Value Apply(double a, string op, double b) =>
        new FloatValue(
            op switch
            {
                "+" => a + b,
                "-" => a - b,
                "*" => a * b,
                "/" => b == 0 ? throw new ExpressionError("float division by zero") : a / b,
                "//" => FloorDivide(a, b),
                "%" => Modulo(a, b),
                "**" => Power(a, b),
                _ => throw new ExpressionError($"unsupported operand type(s) for {op}: 'float'"),
            }
        );

    private static double Modulo(double a, double b)
    {
        if (b == 0)
            throw new ExpressionError("float modulo");
        var remainder = a % b;
        if (remainder != 0 && remainder < 0 != b < 0)
            remainder += b;
        return remainder == 0 ? Math.CopySign(0, b) : remainder;
    }

    private static double FloorDivide(double a, double b)
    {
        if (b == 0)
            throw new ExpressionError("float floor division by zero");
        var remainder = a % b;
        var quotient = (a - remainder) / b;
        if (remainder != 0 && remainder < 0 != b < 0)
            quotient -= 1;
        if (quotient == 0)
            return Math.CopySign(0, a / b);
        var floor = Math.Floor(quotient);
        return quotient - floor > 0.5 ? floor + 1 : floor;
    }

    private static double Power(double a, double b)
    {
        if (a == 0 && b < 0)
            throw new ExpressionError("0.0 cannot be raised to a negative power");
        if (a < 0 && double.IsFinite(a) && b != Math.Floor(b))
            throw new ExpressionError("a negative number has no real power with a fraction");
        var power = Math.Pow(a, b);
        return double.IsInfinity(power) && double.IsFinite(a) && double.IsFinite(b)
            ? throw new ExpressionError("numerical result out of range")
            : power;
    }
}
