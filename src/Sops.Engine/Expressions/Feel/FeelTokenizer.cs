using Sops.Engine.Expressions.Syntax;
using Sops.Engine.Expressions.Values;

namespace Sops.Engine.Expressions.Feel;

/// <summary>
/// Cuts a condition into tokens. A value is a token of its own, or part of the quoted text around it, whatever characters
/// it has; so it cannot change what the author wrote.
/// </summary>
internal sealed class FeelTokenizer(EvaluationContext context)
{
    // Longer ones first: "*" would hide "**".
    private static readonly string[] Symbols =
    [
        "**",
        "!=",
        "<=",
        ">=",
        "..",
        .. "=<>+-*/()[]{},.:".Select(c => c.ToString()),
    ];

    private readonly List<FeelToken> _tokens = [];

    /// <summary>The quoted text that is not closed yet.</summary>
    private BoundedText? _quoted;

    public List<FeelToken> Read(TemplateText expression)
    {
        var at = 0;
        foreach (var (part, source) in expression.Evaluate(context, null))
        {
            if (source is null)
                ReadAuthored(part, at);
            else if (_quoted is not null)
                _quoted.Write(part);
            else
                Add(FeelKind.Bound, part, at, BoundValue.Of(source, part, context));
            at += part.Length;
        }
        if (_quoted is not null)
            throw new ConditionException("a quoted text is not closed");
        Add(FeelKind.End, "the end", at, NoneValue.Instance);
        return _tokens;
    }

    private void ReadAuthored(string text, int offset)
    {
        for (var i = 0; i < text.Length; )
        {
            var start = i;
            var c = text[i];
            if (_quoted is not null)
                ReadQuoted(text, ref i, offset);
            else if (c is ' ' or '\t' or '\r' or '\n')
                i++;
            else if (c == '"')
            {
                _quoted = new BoundedText(context);
                i++;
            }
            else if (char.IsAsciiDigit(c) || (c == '.' && i + 1 < text.Length && char.IsAsciiDigit(text[i + 1])))
                ReadNumber(text, ref i, offset);
            else if (IsWord(c))
            {
                while (i < text.Length && IsWord(text[i]))
                    i++;
                Add(FeelKind.Word, text[start..i], offset + start, new TextValue(text[start..i]));
            }
            else
            {
                var symbol =
                    Array.Find(Symbols, s => text.AsSpan(start).StartsWith(s))
                    ?? throw new ConditionException($"'{c}' (at char {offset + start}) has no meaning in FEEL");
                i += symbol.Length;
                Add(FeelKind.Symbol, symbol, offset + start, NoneValue.Instance);
            }
        }
    }

    /// <summary>Patterns are written with bare backslashes, so few escapes are read.</summary>
    private void ReadQuoted(string text, ref int i, int offset)
    {
        var c = text[i++];
        if (c == '"')
        {
            Add(FeelKind.Text, "a text", offset + i - 1, new TextValue(_quoted!.ToString()));
            _quoted = null;
            return;
        }
        if (c != '\\' || i == text.Length)
        {
            _quoted!.Write(c);
            return;
        }
        _ = text[i++] switch
        {
            '"' => _quoted!.Write('"'),
            'n' => _quoted!.Write('\n'),
            'r' => _quoted!.Write('\r'),
            't' => _quoted!.Write('\t'),
            var other => _quoted!.Write('\\').Write(other),
        };
    }

    private void ReadNumber(string text, ref int i, int offset)
    {
        var start = i;
        for (
            var hasPoint = false;
            i < text.Length && (char.IsAsciiDigit(text[i]) || (!hasPoint && IsPoint(text, i)));
            i++
        )
            hasPoint |= text[i] == '.';
        var number = text[start..i];
        Add(
            FeelKind.Number,
            number,
            offset + start,
            BoundValue.Number(number) ?? throw new ConditionException($"'{number[..20]}…' is too long for a number")
        );
    }

    /// <summary>In 1..3 the points are those of a range.</summary>
    private static bool IsPoint(string text, int i) =>
        text[i] == '.' && i + 1 < text.Length && char.IsAsciiDigit(text[i + 1]);

    private static bool IsWord(char c) => char.IsAsciiLetterOrDigit(c) || c == '_';

    private void Add(FeelKind kind, string text, int at, Value value)
    {
        context.Spend(1);
        _tokens.Add(new FeelToken(kind, text, at, value));
    }
}
