using System.Numerics;

namespace Sops.Engine.Expressions.Nodes;

/// <summary>Divides integers too large for a float into the float nearest to the true quotient.</summary>
internal static class ExactDivision
{
    public static double Divide(BigInteger a, BigInteger b)
    {
        var isNegative = a.Sign * b.Sign < 0;
        (a, b) = (BigInteger.Abs(a), BigInteger.Abs(b));
        // Enough bits that the conversion alone rounds; what the division drops is kept as one sticky bit.
        var shift = 66 - (int)(a.GetBitLength() - b.GetBitLength());
        var quotient = BigInteger.DivRem(shift > 0 ? a << shift : a, shift < 0 ? b << -shift : b, out var remainder);
        quotient = (quotient << 1) | (remainder.IsZero ? BigInteger.Zero : BigInteger.One);
        var drop = (int)quotient.GetBitLength() - 55;
        var sticky = (quotient & ((BigInteger.One << drop) - 1)).IsZero ? 0 : 1;
        var head = (long)(quotient >> drop);
        var number = Math.ScaleB(RoundToEven((head << 1) | (long)sticky), drop - shift - 2);
        if (double.IsInfinity(number))
            throw new Expressions.ExpressionError("integer division result too large for a float");
        return isNegative ? -number : number;
    }

    /// <summary>56 bits, the last three of them guard, round and sticky, to 53 that a double holds.</summary>
    private static double RoundToEven(long bits)
    {
        var rest = bits & 7;
        var kept = bits >> 3;
        if (rest > 4 || (rest == 4 && (kept & 1) == 1))
            kept++;
        return kept * 8.0;
    }
}
