using System.Globalization;
using Sops.Engine.Expressions.Values;

namespace Sops.Engine.Expressions.Builtins;

/// <summary>The presentations e, f, g and % of a float that is not negative.</summary>
internal static class FloatFormat
{
    public static string Apply(double number, char type, int? precision, bool isAlternate)
    {
        if (!double.IsFinite(number))
            return char.IsAsciiLetterUpper(type) ? FloatText.Of(number).ToUpperInvariant() : FloatText.Of(number);
        var text = type switch
        {
            'f' or 'F' => ExactDecimal.Fixed(number, precision ?? 6),
            'e' => Scientific(number, precision ?? 6),
            'E' => Scientific(number, precision ?? 6).ToUpperInvariant(),
            'g' or 'n' => General(number, precision ?? 6, isAlternate),
            'G' => General(number, precision ?? 6, isAlternate).ToUpperInvariant(),
            '%' => ExactDecimal.Fixed(number * 100, precision ?? 6) + "%",
            '\0' when precision is null => FloatText.Of(number),
            '\0' => WithFraction(General(number, precision.Value, isAlternate)),
            _ => throw new ExpressionError($"Unknown format code '{type}' for object of type 'float'"),
        };
        if (!isAlternate || text.Contains('.', StringComparison.Ordinal))
            return text;
        var end = text.AsSpan().IndexOfAny("eE%");
        return text.Insert(end < 0 ? text.Length : end, ".");
    }

    private static string Scientific(double number, int places)
    {
        var (digits, exponent) = ExactDecimal.Scientific(number, places);
        return (places == 0 ? digits : $"{digits[0]}.{digits[1..]}") + Exponent(exponent);
    }

    private static string General(double number, int precision, bool keepsZeros)
    {
        precision = Math.Max(precision, 1);
        var (digits, exponent) = ExactDecimal.Scientific(number, precision - 1);
        var isScientific = exponent < -4 || exponent >= precision;
        var text = isScientific
            ? (precision == 1 ? digits : $"{digits[0]}.{digits[1..]}")
            : ExactDecimal.Fixed(number, precision - 1 - exponent);
        if (!keepsZeros && text.Contains('.', StringComparison.Ordinal))
            text = text.TrimEnd('0').TrimEnd('.');
        return isScientific ? text + Exponent(exponent) : text;
    }

    private static string Exponent(int exponent) =>
        (exponent < 0 ? "e-" : "e+") + Math.Abs(exponent).ToString("00", CultureInfo.InvariantCulture);

    private static string WithFraction(string text) => text.AsSpan().IndexOfAny(".e") >= 0 ? text : text + ".0";
}
