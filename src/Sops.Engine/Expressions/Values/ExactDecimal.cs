using System.Globalization;
using System.Numerics;

namespace Sops.Engine.Expressions.Values;

/// <summary>Decimal digits of floats from their exact value, where ties go to the even digit.</summary>
internal static class ExactDecimal
{
    /// <summary>The float nearest to the number rounded to that many places, which may be negative.</summary>
    public static double Round(double number, int places)
    {
        if (number == 0 || places > 330)
            return number;
        if (places < -330)
            return Math.CopySign(0, number);
        var text = places >= 0 ? Fixed(number, places) : Scale(number, places) + new string('0', -places);
        return Math.CopySign(Math.Abs(double.Parse(text, CultureInfo.InvariantCulture)), number);
    }

    /// <summary>As '%.nf' writes it.</summary>
    public static string Fixed(double number, int places)
    {
        var digits = BigInteger.Abs(Scale(number, places)).ToString(CultureInfo.InvariantCulture);
        digits = digits.PadLeft(places + 1, '0');
        var sign = double.IsNegative(number) ? "-" : "";
        return places == 0 ? sign + digits : $"{sign}{digits[..^places]}.{digits[^places..]}";
    }

    /// <summary>As '%.ne' writes it: one digit before the point, and the power of ten.</summary>
    public static (string Digits, int Exponent) Scientific(double number, int places)
    {
        number = Math.Abs(number);
        if (number == 0)
            return (new string('0', places + 1), 0);
        var exponent = (int)Math.Floor(Math.Log10(number));
        for (; ; exponent++)
        {
            var digits = Scale(number, places - exponent).ToString(CultureInfo.InvariantCulture);
            if (digits.Length < places + 1)
                exponent -= 2;
            else if (digits.Length == places + 1)
                return (digits, exponent);
        }
    }

    public static BigInteger DivideToEven(BigInteger number, BigInteger divisor)
    {
        var quotient = BigInteger.DivRem(BigInteger.Abs(number), divisor, out var remainder);
        var half = (remainder * 2).CompareTo(divisor);
        if (half > 0 || (half == 0 && !quotient.IsEven))
            quotient++;
        return number.Sign < 0 ? -quotient : quotient;
    }

    /// <summary>number * 10^places, rounded.</summary>
    private static BigInteger Scale(double number, int places)
    {
        var bits = BitConverter.DoubleToInt64Bits(number);
        var exponent = (int)((bits >> 52) & 0x7FF);
        var fraction = bits & 0xFFFFFFFFFFFFF;
        BigInteger mantissa = exponent == 0 ? fraction : fraction | (1L << 52);
        exponent = Math.Max(exponent, 1) - 1075;
        var divisor = BigInteger.One;
        if (exponent > 0)
            mantissa <<= exponent;
        else
            divisor <<= -exponent;
        if (places > 0)
            mantissa *= BigInteger.Pow(10, places);
        else
            divisor *= BigInteger.Pow(10, -places);
        return DivideToEven(bits < 0 ? -mantissa : mantissa, divisor);
    }
}
