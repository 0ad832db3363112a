using System.Buffers;
using Sops.Engine.Expressions.Values;

namespace Sops.Engine.Expressions.Builtins;

/// <summary>Cuts texts into parts.</summary>
internal static class TextSplitting
{
    private static readonly SearchValues<char> LineEnds = SearchValues.Create("\n\r\v\f\x1c\x1d\x1e\u0085\u2028\u2029");

    public static ListValue Split(string text, Arguments arguments, bool fromEnd)
    {
        var limit = arguments.Int(1, "maxsplit", -1);
        limit = limit < 0 ? int.MaxValue : limit;
        var separator = arguments.TextOrNull(0, "sep");
        if (separator is { Length: 0 })
            throw new ExpressionError("empty separator");
        TextSearch.Spend(text, separator ?? " ", arguments.Context);
        var parts = separator is null
            ? Words(text, limit, fromEnd, arguments.Context)
            : Parts(text, separator, limit, fromEnd, arguments.Context);
        if (fromEnd)
            parts.Reverse();
        return new ListValue(parts);
    }

    public static ListValue Lines(string text, Arguments arguments)
    {
        arguments.Context.SpendText(text.Length);
        var keepsEnds = arguments.Flag(0, "keepends", false);
        var lines = new List<Value>();
        for (var start = 0; start < text.Length; )
        {
            var end = text.AsSpan(start).IndexOfAny(LineEnds);
            end = end < 0 ? text.Length : start + end;
            var next = Math.Min(end + (text.AsSpan(end).StartsWith("\r\n") ? 2 : 1), text.Length);
            arguments.Context.Grow(lines.Count);
            lines.Add(new TextValue(text[start..(keepsEnds ? next : end)]));
            start = next;
        }
        return new ListValue(lines);
    }

    public static TupleValue Partition(string text, Arguments arguments, bool fromEnd)
    {
        var separator = arguments.Text(0);
        if (separator.Length == 0)
            throw new ExpressionError("empty separator");
        TextSearch.Spend(text, separator, arguments.Context);
        var at = fromEnd
            ? text.LastIndexOf(separator, StringComparison.Ordinal)
            : text.IndexOf(separator, StringComparison.Ordinal);
        Value whole = new TextValue(text);
        if (at < 0)
            return new TupleValue(
                fromEnd ? [TextValue.Empty, TextValue.Empty, whole] : [whole, TextValue.Empty, TextValue.Empty]
            );
        return new TupleValue([
            new TextValue(text[..at]),
            new TextValue(separator),
            new TextValue(text[(at + separator.Length)..]),
        ]);
    }

    private static List<Value> Parts(string text, string separator, int limit, bool fromEnd, EvaluationContext context)
    {
        var parts = new List<Value>();
        var (start, end) = (0, text.Length);
        while (parts.Count < limit)
        {
            context.Grow(parts.Count);
            var at = fromEnd
                ? text.AsSpan(0, end).LastIndexOf(separator)
                : text.IndexOf(separator, start, StringComparison.Ordinal);
            if (at < 0)
                break;
            parts.Add(new TextValue(fromEnd ? text[(at + separator.Length)..end] : text[start..at]));
            if (fromEnd)
                end = at;
            else
                start = at + separator.Length;
        }
        parts.Add(new TextValue(text[start..end]));
        return parts;
    }

    private static List<Value> Words(string text, int limit, bool fromEnd, EvaluationContext context)
    {
        var words = new List<Value>();
        var step = fromEnd ? -1 : 1;
        var at = fromEnd ? text.Length - 1 : 0;
        while (true)
        {
            at = Skip(text, at, step, true);
            if (at < 0 || at >= text.Length)
                return words;
            context.Grow(words.Count);
            // What the limit leaves over keeps the white space at its far end.
            var end =
                words.Count < limit ? Skip(text, at, step, false)
                : fromEnd ? -1
                : text.Length;
            words.Add(new TextValue(fromEnd ? text[(end + 1)..(at + 1)] : text[at..end]));
            at = end;
        }
    }

    private static int Skip(string text, int at, int step, bool isSpace)
    {
        while (at >= 0 && at < text.Length && TextShapes.IsSpace(text[at]) == isSpace)
            at += step;
        return at;
    }
}
