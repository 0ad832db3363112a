using System.Text;
using Sops.Engine.Expressions.Syntax;
using Sops.Engine.Expressions.Values;

namespace Sops.Engine.Expressions.Conditions;

/// <summary>A condition with its values put in, which remembers where each character came from.</summary>
internal sealed class ConditionText
{
    private readonly string _text;

    /// <summary>Start and end of what came from values, in order.</summary>
    private readonly List<(int Start, int End)> _values = [];

    private ConditionText(string text, List<(int, int)> values)
    {
        _text = text;
        _values = values;
    }

    public int Length => _text.Length;

    public char this[int index] => index < _text.Length ? _text[index] : '\0';

    public static ConditionText Of(TemplateText expression, EvaluationContext context)
    {
        var text = new StringBuilder();
        var values = new List<(int, int)>();
        foreach (var (part, source) in expression.Evaluate(context, Escape))
        {
            context.SpendText(text.Length + part.Length);
            if (source is not null && part.Length > 0)
                values.Add((text.Length, text.Length + part.Length));
            text.Append(part);
        }
        return new ConditionText(text.ToString(), values);
    }

    public string Slice(int start, int end) => _text[start..end];

    public bool Matches(int index, string word) =>
        string.Compare(_text, index, word, 0, word.Length, StringComparison.OrdinalIgnoreCase) == 0;

    /// <summary>The value that a character came from, or null where the author wrote it.</summary>
    public (int Start, int End)? ValueAt(int index)
    {
        var (low, high) = (0, _values.Count - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            if (index < _values[middle].Start)
                high = middle - 1;
            else if (index >= _values[middle].End)
                low = middle + 1;
            else
                return _values[middle];
        }
        return null;
    }

    /// <summary>Quoted texts cannot span lines, so the peer writes breaks and tabs of variables as escapes.</summary>
    private static Value Escape(Value value)
    {
        if (value is not TextValue { Text: var text } || text.AsSpan().IndexOfAny("\n\r\t") < 0)
            return value;
        foreach (var escape in (ReadOnlySpan<string>)["\\n", "\\r", "\\t"])
            if (text.Contains(escape, StringComparison.Ordinal))
                return value;
        return new TextValue(
            text.Replace("\n", "\\n", StringComparison.Ordinal)
                .Replace("\r", "\\r", StringComparison.Ordinal)
                .Replace("\t", "\\t", StringComparison.Ordinal)
        );
    }
}
