using System.Globalization;
using System.Numerics;

namespace Sops.Engine.Expressions.Values;

/// <summary>What bool, int and float have in common.</summary>
internal static class Numbers
{
    /// <summary>An int, or a bool, which counts as one.</summary>
    public static bool TryInteger(Value value, out BigInteger integer)
    {
        integer = value switch
        {
            IntValue number => number.Number,
            BoolValue { IsTrue: true } => BigInteger.One,
            _ => BigInteger.Zero,
        };
        return value is IntValue or BoolValue;
    }

    /// <summary>Their order, exact however large they are; null where one is no number or not a number.</summary>
    public static int? TryCompare(Value left, Value right)
    {
        if (TryInteger(left, out var a))
        {
            if (TryInteger(right, out var b))
                return a.CompareTo(b);
            return right is FloatValue f ? -Compare(f.Number, a) : null;
        }
        if (left is not FloatValue x)
            return null;
        if (TryInteger(right, out var c))
            return Compare(x.Number, c);
        return right is FloatValue y && !double.IsNaN(x.Number) && !double.IsNaN(y.Number)
            ? x.Number.CompareTo(y.Number)
            : null;
    }

    /// <summary>Reads an int as Python's int() does: white space around, a sign, single underscores between digits.</summary>
    public static bool TryParseInteger(string text, out BigInteger integer)
    {
        integer = default;
        var digits = Builtins.TextShapes.Plain(text).Trim();
        if (digits.Length is 0 or > 4300)
            return false;
        var start = digits[0] is '+' or '-' ? 1 : 0;
        for (var i = start; i < digits.Length; i++)
            if (!char.IsAsciiDigit(digits[i]) && !(digits[i] == '_' && IsBetweenDigits(digits, i)))
                return false;
        return digits.Length > start
            && BigInteger.TryParse(
                digits.Replace("_", "", StringComparison.Ordinal),
                NumberStyles.AllowLeadingSign,
                CultureInfo.InvariantCulture,
                out integer
            );
    }

    /// <summary>Reads a float as Python's float() does.</summary>
    public static bool TryParseFloat(string text, out double number)
    {
        var trimmed = Builtins.TextShapes.Plain(text).Trim();
        switch (trimmed.TrimStart('+', '-').ToLowerInvariant())
        {
            case "inf" or "infinity":
                number = trimmed[0] == '-' ? double.NegativeInfinity : double.PositiveInfinity;
                return trimmed.Length - trimmed.TrimStart('+', '-').Length <= 1;
            case "nan":
                number = double.NaN;
                return true;
        }
        const NumberStyles styles =
            NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        number = 0;
        for (var i = 0; i < trimmed.Length; i++)
            if (trimmed[i] == '_' && !IsBetweenDigits(trimmed, i))
                return false;
        return trimmed.Any(char.IsAsciiDigit)
            && double.TryParse(
                trimmed.Replace("_", "", StringComparison.Ordinal),
                styles,
                CultureInfo.InvariantCulture,
                out number
            );
    }

    public static double ToFloat(BigInteger integer)
    {
        // .NET cuts what does not fit, where Python rounds.
        var number = BigInteger.Abs(integer) <= 1L << 53 ? (double)integer : Nodes.ExactDivision.Divide(integer, 1);
        return double.IsFinite(number) ? number : throw new ExpressionError("int too large to convert to float");
    }

    private static int? Compare(double a, BigInteger b)
    {
        if (double.IsNaN(a))
            return null;
        if (double.IsInfinity(a))
            return a > 0 ? 1 : -1;
        var floor = Math.Floor(a);
        var order = new BigInteger(floor).CompareTo(b);
        return order != 0 || a == floor ? order : 1;
    }

    private static bool IsBetweenDigits(string text, int i) =>
        i > 0 && i + 1 < text.Length && char.IsAsciiDigit(text[i - 1]) && char.IsAsciiDigit(text[i + 1]);
}
