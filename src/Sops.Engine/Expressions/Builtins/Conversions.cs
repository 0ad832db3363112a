using System.Globalization;
using System.Numerics;
using Sops.Engine.Expressions.Values;

namespace Sops.Engine.Expressions.Builtins;

/// <summary>int(), float(), str() and round().</summary>
internal static class Conversions
{
    public static Value ToInteger(Arguments arguments)
    {
        var value = arguments.Refuse(2, "base").Find(0) ?? new IntValue(0);
        if (arguments.Find(1, "base") is not null)
            return new IntValue(ParseBased(Arguments.AsText(value), arguments.Int(1, "base")));
        switch (value)
        {
            case FloatValue { Number: var number }:
                return double.IsFinite(number)
                    ? new IntValue(new BigInteger(number))
                    : throw new ExpressionError("cannot convert float infinity or NaN to integer");
            case TextValue { Text: var text }:
                arguments.Context.Spend(text.Length);
                return Numbers.TryParseInteger(text, out var parsed)
                    ? new IntValue(parsed)
                    : throw new ExpressionError("invalid literal for int()");
            default:
                return Numbers.TryInteger(value, out var integer)
                    ? new IntValue(integer)
                    : throw new ExpressionError($"int() argument must be a number, not '{value.TypeName}'");
        }
    }

    public static Value ToFloat(Arguments arguments)
    {
        var value = arguments.Refuse(1).Find(0) ?? new IntValue(0);
        if (value is not TextValue { Text: var text })
            return new FloatValue(Arguments.AsNumber(value));
        arguments.Context.Spend(text.Length / 8);
        return Numbers.TryParseFloat(text, out var number)
            ? new FloatValue(number)
            : throw new ExpressionError("could not convert string to float");
    }

    public static Value ToText(Arguments arguments)
    {
        if (arguments.Refuse(3, "encoding", "errors").Find(0) is not { } value)
            return TextValue.Empty;
        if (arguments.Values.Count == 1 && arguments.Named.Count == 0)
            return new TextValue(value.ToText(arguments.Context));
        return value is BytesValue bytes
            ? BytesMethods.Table["decode"](
                bytes,
                new Arguments(arguments.Context, arguments.Values[1..], arguments.Named)
            )
            : throw new ExpressionError("decoding to str needs bytes");
    }

    public static Value Round(Arguments arguments)
    {
        var value = arguments.Refuse(2, "number", "ndigits").Get(0, "number");
        var digits = arguments.Find(1, "ndigits") is { } given and not NoneValue ? Arguments.AsInt(given) : (int?)null;
        if (Numbers.TryInteger(value, out var integer))
            return new IntValue(digits is < 0 and var places ? RoundInteger(integer, -places) : integer);
        var number = Arguments.AsNumber(value);
        if (digits is { } count)
        {
            var rounded = double.IsFinite(number) ? ExactDecimal.Round(number, count) : number;
            return double.IsInfinity(rounded) && double.IsFinite(number)
                ? throw new ExpressionError("rounded value too large to represent")
                : new FloatValue(rounded);
        }
        return double.IsFinite(number)
            ? new IntValue(new BigInteger(Math.Round(number, MidpointRounding.ToEven)))
            : throw new ExpressionError("cannot convert float infinity or NaN to integer");
    }

    private static BigInteger RoundInteger(BigInteger integer, int zeros)
    {
        if (zeros > 10_000)
            return BigInteger.Zero;
        var unit = BigInteger.Pow(10, zeros);
        return ExactDecimal.DivideToEven(integer, unit) * unit;
    }

    private static BigInteger ParseBased(string text, int radix)
    {
        var digits = TextShapes.Plain(text).Trim().ToLowerInvariant();
        if (radix is not (0 or (>= 2 and <= 36)) || digits.Length is 0 or > 4300)
            throw Invalid(radix);
        var isNegative = digits[0] == '-';
        digits = digits[0] is '+' or '-' ? digits[1..] : digits;
        var named = digits.Length < 3 ? 0 : Radix(digits[..2]);
        if (named != 0 && (radix == 0 || radix == named))
        {
            radix = named;
            // One underscore may follow the prefix.
            digits = digits[(digits[2] == '_' ? 3 : 2)..];
        }
        // As in a program, 010 is no number.
        else if (radix == 0 && digits.StartsWith('0') && digits.Trim('0', '_').Length > 0)
            throw Invalid(radix);
        radix = radix == 0 ? 10 : radix;
        var number = BigInteger.Zero;
        for (var i = 0; i < digits.Length; i++)
        {
            if (digits[i] == '_' && i > 0 && i + 1 < digits.Length && digits[i - 1] != '_')
                continue;
            var digit =
                char.IsAsciiDigit(digits[i]) ? digits[i] - '0'
                : char.IsAsciiLetter(digits[i]) ? digits[i] - 'a' + 10
                : int.MaxValue;
            number = digit < radix ? number * radix + digit : throw Invalid(radix);
        }
        return digits.Length == 0 ? throw Invalid(radix)
            : isNegative ? -number
            : number;
    }

    private static int Radix(string prefix) =>
        prefix switch
        {
            "0x" => 16,
            "0o" => 8,
            "0b" => 2,
            _ => 0,
        };

    private static ExpressionError Invalid(int radix) =>
        new(string.Create(CultureInfo.InvariantCulture, $"invalid literal for int() with base {radix}"));
}
