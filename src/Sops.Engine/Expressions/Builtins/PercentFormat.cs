using System.Globalization;
using Sops.Engine.Expressions.Values;

namespace Sops.Engine.Expressions.Builtins;

/// <summary>'…%s…' % values.</summary>
internal sealed class PercentFormat(string format, Value values, EvaluationContext context)
{
    private readonly List<Value> _values = values is TupleValue tuple ? tuple.Items : [values];
    private int _next;
    private int _at;

    public static string Apply(string format, Value values, EvaluationContext context) =>
        new PercentFormat(format, values, context).Run();

    private string Run()
    {
        var text = new BoundedText(context);
        while (_at < format.Length)
        {
            if (format[_at] != '%')
                text.Write(format[_at++]);
            else if (_at + 1 < format.Length && format[_at + 1] == '%')
            {
                text.Write('%');
                _at += 2;
            }
            else
                text.Write(Directive());
        }
        if (_next < _values.Count && values is not (DictValue or ListValue))
            throw new ExpressionError("not all arguments converted during string formatting");
        return text.ToString();
    }

    private string Directive()
    {
        _at++;
        Value? named = null;
        if (Current == '(')
        {
            var end = format.IndexOf(')', _at);
            if (end < 0 || values is not DictValue dict)
                throw new ExpressionError("format requires a mapping");
            if (!dict.Entries.TryGetValue(new TextValue(format[(_at + 1)..end]), out named))
                throw new ExpressionError("the dict has no such key");
            _at = end + 1;
            _next = _values.Count;
        }
        var flags = "";
        while (Current is '-' or '+' or ' ' or '0' or '#')
            flags += format[_at++];
        var width = Number() ?? 0;
        int? precision = null;
        if (Current == '.')
        {
            _at++;
            precision = Math.Max(Number() ?? 0, 0);
        }
        if (Current is 'h' or 'l' or 'L')
            _at++;
        var type = Current;
        _at++;
        return Lay(named ?? Next(), type, flags, width, precision);
    }

    private string Lay(Value value, char type, string flags, int width, int? precision)
    {
        var isLeft = flags.Contains('-', StringComparison.Ordinal) || width < 0;
        var isZero = flags.Contains('0', StringComparison.Ordinal) && !isLeft && type is not ('s' or 'r' or 'c');
        var spec = new FormatSpec
        {
            Align =
                isLeft ? '<'
                : isZero ? '='
                : '>',
            Fill = isZero ? '0' : ' ',
            Sign =
                flags.Contains('+', StringComparison.Ordinal) ? '+'
                : flags.Contains(' ', StringComparison.Ordinal) ? ' '
                : '-',
            IsAlternate = flags.Contains('#', StringComparison.Ordinal),
            Width = Math.Abs(width),
            Precision = precision,
        };
        switch (type)
        {
            case 's':
                context.SpendText(spec.Width);
                return spec.Text(value.ToText(context));
            case 'r':
                context.SpendText(spec.Width);
                return spec.Text(value.ToRepr(context));
            case 'd' or 'i' or 'u':
                var number = value is FloatValue ? Conversions.ToInteger(new Arguments(context, [value])) : value;
                return (spec with { Type = 'd', Precision = null, Digits = precision ?? 0 }).Apply(
                    RequireNumber(number),
                    context
                );
            case 'x' or 'X' or 'o' when Numbers.TryInteger(value, out _):
                return (spec with { Type = type, Precision = null, Digits = precision ?? 0 }).Apply(value, context);
            case 'e' or 'E' or 'f' or 'F' or 'g' or 'G':
                return (spec with { Type = type }).Apply(RequireNumber(value), context);
            case 'c' when value is TextValue { Text.Length: 1 or 2 } text && CodePoints.Count(text.Text) == 1:
                context.SpendText(spec.Width);
                return (spec with { Precision = null }).Text(text.Text);
            case 'c' when Numbers.TryInteger(value, out _):
                return (spec with { Type = 'c', Precision = null }).Apply(value, context);
            default:
                throw new ExpressionError($"unsupported format character '{type}' for '{value.TypeName}'");
        }
    }

    private static Value RequireNumber(Value value) =>
        value is FloatValue || Numbers.TryInteger(value, out _)
            ? value
            : throw new ExpressionError($"a number is required, not '{value.TypeName}'");

    private char Current => _at < format.Length ? format[_at] : throw new ExpressionError("incomplete format");

    private Value Next() =>
        _next < _values.Count ? _values[_next++] : throw new ExpressionError("not enough arguments for format string");

    private int? Number()
    {
        if (Current == '*')
        {
            _at++;
            return Arguments.AsInt(Next());
        }
        var start = _at;
        while (char.IsAsciiDigit(Current))
            _at++;
        if (_at == start)
            return null;
        return int.TryParse(format.AsSpan(start, _at - start), CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new ExpressionError("width too big");
    }
}
