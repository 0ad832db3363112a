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
        var value = arguments.Refuse(2, "ndigits").Get(0, "number");
        var digits = arguments.Find(1, "ndigits") is { } given and not NoneValue ? Arguments.AsInt(given) : (int?)null;
        if (Numbers.TryInteger(value, out var integer))
            return new IntValue(digits is < 0 and var places ? RoundInteger(integer, -places) : integer);
        var number = Arguments.AsNumber(value);
        if (digits is { } count)
            return new FloatValue(double.IsFinite(number) ? ExactDecimal.Round(number, count) : number);
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
        var digits = text.Trim().Replace("_", "", StringComparison.Ordinal).ToLowerInvariant();
        if (radix is not (0 or (>= 2 and <= 36)) || digits.Length is 0 or > 4300)
            throw new ExpressionError("invalid literal for int()");
        var isNegative = digits[0] == '-';
        digits = digits.TrimStart('+', '-');
        var prefix = digits.Length > 2 ? digits[..2] : "";
        var named = prefix switch
        {
            "0x" => 16,
            "0o" => 8,
            "0b" => 2,
            _ => 0,
        };
        if (named != 0 && radix is 0 || named == radix && named != 0)
        {
            radix = named;
            digits = digits[2..];
        }
        radix = radix == 0 ? 10 : radix;
        var number = BigInteger.Zero;
        foreach (var c in digits)
        {
            var digit =
                char.IsAsciiDigit(c) ? c - '0'
                : char.IsAsciiLetter(c) ? c - 'a' + 10
                : int.MaxValue;
            if (digit >= radix)
                throw new ExpressionError(
                    string.Create(CultureInfo.InvariantCulture, $"invalid literal for int() with base {radix}")
                );
            number = number * radix + digit;
        }
        return isNegative ? -number : number;
    }
}
