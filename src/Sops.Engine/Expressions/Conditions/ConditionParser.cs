using System.Globalization;
using System.Numerics;
using Sops.Engine.Expressions.Values;

namespace Sops.Engine.Expressions.Conditions;

/// <summary>
/// Reads the grammar of gateway conditions. Whatever came from a value is read only where an operand may stand, and has to
/// be used up by that operand.
/// </summary>
internal sealed class ConditionParser(ConditionText text, EvaluationContext context)
{
    // Longer ones first: "<" would hide "<=".
    private static readonly string[] Operators =
    [
        "==",
        "!=",
        "<=",
        ">=",
        "<",
        ">",
        "notissuperset",
        "issuperset",
        "notin",
        "in",
    ];

    private int _at;

    public ConditionNode Parse()
    {
        if (text.Length > context.Limits.MaxTextLength)
            throw Unexpected();
        var chain = ParseChain();
        SkipSpace(text.Length);
        return _at == text.Length ? chain : throw Unexpected();
    }

    private ConditionChain ParseChain()
    {
        context.Enter();
        try
        {
            var first = ParseCondition();
            var rest = new List<(bool, ConditionNode)>();
            while (TryKeyword("and") is var isAnd && (isAnd || TryKeyword("or")))
                rest.Add((isAnd, ParseCondition()));
            return new ConditionChain(first, rest);
        }
        finally
        {
            context.Leave();
        }
    }

    private ConditionNode ParseCondition()
    {
        context.Spend(1);
        SkipSpace(text.Length);
        var start = _at;
        if (TryOperand() is { } left && TryOperator() is { } op)
        {
            SkipSpace(text.Length);
            if (TryOperand() is { } right)
                return new Comparison(left, op, right, context);
        }
        _at = start;
        if (!TryAuthored('('))
            throw Unexpected();
        var group = ParseChain();
        return TryAuthored(')') ? group : throw Unexpected();
    }

    private bool TryKeyword(string word)
    {
        SkipSpace(text.Length);
        if (!text.Matches(_at, word) || IsWord(text[_at + word.Length]) || !IsAuthored(_at, word.Length))
            return false;
        if (_at > 0 && IsWord(text[_at - 1]))
            return false;
        _at += word.Length;
        return true;
    }

    private string? TryOperator()
    {
        SkipSpace(text.Length);
        foreach (var op in Operators)
            if (text.Matches(_at, op) && IsAuthored(_at, op.Length))
            {
                _at += op.Length;
                return op;
            }
        return null;
    }

    private bool TryAuthored(char c)
    {
        SkipSpace(text.Length);
        if (text[_at] != c || !IsAuthored(_at, 1))
            return false;
        _at++;
        return true;
    }

    /// <summary>An operand, together with the whole of each value that it touches.</summary>
    private Value? TryOperand()
    {
        var value = text[_at] == '(' ? TryList() : TrySimple(text.Length);
        return value is not null && TryLeaveValue() ? value : null;
    }

    private ListValue? TryList()
    {
        var whole = text.ValueAt(_at);
        var end = whole?.End ?? text.Length;
        var items = new List<Value>();
        _at++;
        SkipSpace(end);
        while (_at < end && text[_at] != ')')
        {
            if (TrySimple(end) is not { } item || (whole is null && !TryLeaveValue()))
                return null;
            items.Add(item);
            SkipSpace(end);
            if (_at < end && text[_at] == ',' && text.ValueAt(_at) == whole)
            {
                _at++;
                SkipSpace(end);
                if (text[_at] == ')')
                    return null;
            }
            else if (text[_at] != ')')
                return null;
        }
        if (_at >= end || text.ValueAt(_at) != whole)
            return null;
        _at++;
        return new ListValue(items);
    }

    private Value? TrySimple(int end)
    {
        SkipSpace(end);
        if (_at >= end)
            return null;
        if (text[_at] is '"' or '\'')
            return TryQuoted();
        return TryNumber(end) ?? TryWord(end);
    }

    private TextValue? TryQuoted()
    {
        var quote = text[_at];
        var value = text.ValueAt(_at);
        for (var i = _at + 1; i < (value?.End ?? text.Length); i++)
        {
            if (text.ValueAt(i) != value)
                continue;
            if (text[i] is '\n' or '\r')
                return null;
            if (text[i] == quote)
            {
                var content = text.Slice(_at + 1, i);
                _at = i + 1;
                return new TextValue(Unescape(content));
            }
        }
        return null;
    }

    private Value? TryNumber(int end)
    {
        var i = _at;
        if (text[i] is '+' or '-')
            i++;
        var whole = Digits(ref i, end);
        var fraction = 0;
        var isReal = i < end && text[i] == '.';
        if (isReal)
        {
            i++;
            fraction = Digits(ref i, end);
        }
        if (whole + fraction == 0)
            return null;
        var exponent = i;
        if (exponent < end && text[exponent] is 'e' or 'E')
        {
            exponent++;
            if (exponent < end && (text[exponent] == '+' || (isReal && text[exponent] == '-')))
                exponent++;
            if (Digits(ref exponent, end) > 0)
                i = exponent;
        }
        var number = text.Slice(_at, i);
        _at = i;
        if (isReal)
            return new FloatValue(double.Parse(number, CultureInfo.InvariantCulture));
        if (!Numbers.TryParseInteger(number, out var integer))
            throw new ConditionException($"invalid literal for int() with base 10: '{number}'");
        return new IntValue(integer);
    }

    private Value? TryWord(int end)
    {
        foreach (var (word, value) in new[] { ("true", BoolValue.True), ("false", BoolValue.False) })
            if (end - _at >= word.Length && text.Matches(_at, word))
            {
                _at += word.Length;
                return value;
            }
        var i = _at;
        if (!TryName(ref i, end))
            return null;
        while (i < end && text[i] == '.')
        {
            var next = i + 1;
            if (!TryName(ref next, end))
                break;
            i = next;
        }
        var path = text.Slice(_at, i);
        _at = i;
        return new TextValue(path);
    }

    private bool TryName(ref int at, int end)
    {
        var i = at;
        if (i + 1 < end && text[i] == '$' && text[i + 1] == '{')
            i += 2;
        if (i < end && text[i] == '_')
            i++;
        if (i >= end || !char.IsAsciiLetter(text[i]))
            return false;
        while (i < end && IsName(text[i]))
            i++;
        if (i < end && text[i] == '}')
            i++;
        at = i;
        return true;
    }

    private int Digits(ref int at, int end)
    {
        var start = at;
        while (at < end && char.IsAsciiDigit(text[at]))
            at++;
        return at - start;
    }

    private bool TryLeaveValue()
    {
        // Only the character before can tell: at the seam of two values a new one begins here.
        if (_at == 0 || text.ValueAt(_at - 1) is not { } value)
            return text.ValueAt(_at) is not { } next || next.Start == _at;
        SkipSpace(value.End);
        return _at >= value.End;
    }

    private bool IsAuthored(int start, int length)
    {
        for (var i = start; i < start + length; i++)
            if (text.ValueAt(i) is not null)
                return false;
        return true;
    }

    private void SkipSpace(int end)
    {
        while (_at < end && text[_at] is ' ' or '\t' or '\n' or '\r')
            _at++;
    }

    private ConditionException Unexpected() =>
        new($"Expected a condition, found '{text.Slice(_at, Math.Min(_at + 80, text.Length))}' (at char {_at})");

    /// <summary>The quoted texts of this grammar know these escapes and no others.</summary>
    private static string Unescape(string content) =>
        content.Contains('\\', StringComparison.Ordinal)
            ? content
                .Replace("\\t", "\t", StringComparison.Ordinal)
                .Replace("\\n", "\n", StringComparison.Ordinal)
                .Replace("\\f", "\f", StringComparison.Ordinal)
                .Replace("\\r", "\r", StringComparison.Ordinal)
            : content;

    private static bool IsName(char c) => char.IsAsciiLetterOrDigit(c) || c == '_';

    // The keywords of pyparsing end where none of its word characters follows, and those include "$".
    private static bool IsWord(char c) => IsName(c) || c == '$';
}
