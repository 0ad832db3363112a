using System.Globalization;
using System.Numerics;
using Sops.Engine.Expressions.Values;

namespace Sops.Engine.Expressions.Builtins;

/// <summary>How one value is laid out: the part after ":" in a format field, or a "%" directive.</summary>
internal sealed record FormatSpec
{
    public char Fill { get; init; } = ' ';

    /// <summary>One of &lt; &gt; = ^, or '\0' where the value's type decides.</summary>
    public char Align { get; init; }

    /// <summary>Where no side is named, numbers are filled between their sign and their digits.</summary>
    public bool HasZero { get; init; }
    public char Sign { get; init; } = '-';
    public bool IsAlternate { get; init; }
    public int Width { get; init; }

    /// <summary>"," or "_" between groups of digits, or '\0'.</summary>
    public char Grouping { get; init; }
    public int? Precision { get; init; }

    /// <summary>How many digits an integer has at least.</summary>
    public int Digits { get; init; }

    /// <summary>'\0' where the value's type decides.</summary>
    public char Type { get; init; }

    public static FormatSpec Parse(string spec)
    {
        var at = 0;
        char At(int i) => i < spec.Length ? spec[i] : '\0';
        var (fill, align) = (' ', '\0');
        var hasFill = At(1) is '<' or '>' or '=' or '^';
        if (hasFill)
            (fill, align, at) = (spec[0], spec[1], 2);
        else if (At(0) is '<' or '>' or '=' or '^')
            (align, at) = (spec[0], 1);
        var sign = At(at) is '+' or '-' or ' ' ? spec[at++] : '-';
        var isAlternate = At(at) == '#' && ++at > 0;
        // A zero before the width is the fill, unless another was named; on its own it goes between a sign and its digits.
        var hasZero = At(at) == '0' && !hasFill;
        if (hasZero)
            (fill, at) = ('0', at + 1);
        var width = ReadNumber(spec, ref at) ?? 0;
        var grouping = At(at) is ',' or '_' ? spec[at++] : '\0';
        int? precision = null;
        if (At(at) == '.')
        {
            at++;
            precision = ReadNumber(spec, ref at) ?? throw new ExpressionError("Format specifier missing precision");
        }
        var type = At(at);
        if (spec.Length > at + 1)
            throw new ExpressionError("Invalid format specifier");
        return new FormatSpec
        {
            Fill = fill,
            Align = align,
            HasZero = hasZero,
            Sign = sign,
            IsAlternate = isAlternate,
            Width = width,
            Grouping = grouping,
            Precision = precision,
            Type = type,
        };
    }

    private char NumberAlign =>
        Align != '\0' ? Align
        : HasZero ? '='
        : '>';

    public string Apply(Value value, EvaluationContext context)
    {
        context.SpendText(Width);
        if (Precision > 1000 || Digits > 1000)
            throw new ExpressionError("precision too big");
        if (value is BoolValue && this == new FormatSpec())
            return value.ToText(context);
        if (Numbers.TryInteger(value, out var integer))
            return Type is '\0' or 'd' or 'n' or 'x' or 'X' or 'o' or 'b' or 'c'
                ? Integer(integer, context)
                : Float(Numbers.ToFloat(integer), context);
        return value switch
        {
            FloatValue number => Float(number.Number, context),
            TextValue text => Text(text.Text),
            _ when this == new FormatSpec() => value.ToText(context),
            _ => throw new ExpressionError($"unsupported format string passed to {value.TypeName}.__format__"),
        };
    }

    /// <summary>A text cut to the precision and padded to the width.</summary>
    public string Text(string text)
    {
        if (Type is not ('\0' or 's') || Align == '=' || Grouping != '\0')
            throw new ExpressionError($"Unknown format code '{Type}' for object of type 'str'");
        if (Precision is { } length && length < CodePoints.Count(text))
            text = CodePoints.Pick(text, 0, length, 1);
        return Pad("", text, Align == '\0' ? '<' : Align);
    }

    private string Integer(BigInteger integer, EvaluationContext context)
    {
        if (
            Precision is not null
            || (Grouping == ',' && Type is 'x' or 'X' or 'o' or 'b')
            || (Grouping != '\0' && Type is 'c' or 'n')
            || (Sign != '-' && Type == 'c')
        )
            throw new ExpressionError($"the format of an integer has no precision, nor '{Grouping}' with '{Type}'");
        if (Type == 'c')
            return Pad("", char.ConvertFromUtf32(CheckCodePoint(integer)), NumberAlign);
        var size = BigInteger.Abs(integer);
        context.Spend((long)size.GetBitLength() / 2);
        var (prefix, digits) = Type switch
        {
            'x' => ("0x", Based(size, 16)),
            'X' => ("0X", Based(size, 16).ToUpperInvariant()),
            'o' => ("0o", Based(size, 8)),
            'b' => ("0b", Based(size, 2)),
            _ => ("", new IntValue(size).ToText(context)),
        };
        var sign = SignOf(integer.Sign < 0) + (IsAlternate ? prefix : "");
        digits = Group(digits.PadLeft(Digits, '0'), prefix.Length > 0 ? 4 : 3, Width - sign.Length);
        return Pad(sign, digits, NumberAlign);
    }

    private string Float(double number, EvaluationContext context)
    {
        context.SpendText(400 + (Precision ?? 0));
        // Its digits are exact, however many are asked for.
        context.Spend(200 + (Precision ?? 0));
        var text = FloatFormat.Apply(Math.Abs(number), Type, Precision, IsAlternate);
        var point = text.AsSpan().IndexOfAny(".e%");
        point = point < 0 ? text.Length : point;
        var sign = SignOf(double.IsNegative(number) && !double.IsNaN(number));
        if (double.IsFinite(number))
            text = Group(text[..point], 3, Width - sign.Length - (text.Length - point)) + text[point..];
        return Pad(sign, text, NumberAlign);
    }

    private string SignOf(bool isNegative) =>
        isNegative ? "-"
        : Sign == '-' ? ""
        : Sign.ToString();

    /// <param name="room">How wide the digits are to be, where zeros fill them up.</param>
    private string Group(string digits, int size, int room)
    {
        if (Grouping == '\0')
            return digits;
        if (Fill == '0' && NumberAlign == '=')
            while (digits.Length + (digits.Length - 1) / size < room)
                digits = "0" + digits;
        for (var at = digits.Length - size; at > 0; at -= size)
            digits = digits.Insert(at, Grouping.ToString());
        return digits;
    }

    private string Pad(string sign, string text, char align)
    {
        var missing = Width - sign.Length - CodePoints.Count(text);
        if (missing <= 0)
            return sign + text;
        string Padding(int count) => new(Fill, count);
        return align switch
        {
            '<' => sign + text + Padding(missing),
            '=' => sign + Padding(missing) + text,
            '^' => Padding(missing / 2) + sign + text + Padding(missing - missing / 2),
            _ => Padding(missing) + sign + text,
        };
    }

    private static string Based(BigInteger size, int radix)
    {
        var bits =
            radix == 16 ? 4
            : radix == 8 ? 3
            : 1;
        var digits = new char[Math.Max(1, (size.GetBitLength() + bits - 1) / bits)];
        for (var i = digits.Length - 1; i >= 0; i--)
        {
            digits[i] = "0123456789abcdef"[(int)(size & (radix - 1))];
            size >>= bits;
        }
        return new string(digits);
    }

    private static int CheckCodePoint(BigInteger integer) =>
        integer >= 0 && integer <= 0x10FFFF && !(integer >= 0xD800 && integer <= 0xDFFF)
            ? (int)integer
            : throw new ExpressionError("%c arg not in range(0x110000)");

    private static int? ReadNumber(string spec, ref int at)
    {
        var start = at;
        while (at < spec.Length && char.IsAsciiDigit(spec[at]))
            at++;
        if (at == start)
            return null;
        return int.TryParse(spec.AsSpan(start, at - start), CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new ExpressionError("Too many decimal digits in format string");
    }
}
