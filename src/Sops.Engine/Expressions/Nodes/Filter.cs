using System.Text;
using Sops.Engine.Expressions.Values;

namespace Sops.Engine.Expressions.Nodes;

/// <summary>Changes the text of an expression: <c>${name | trim}</c>.</summary>
internal sealed class Filter(Expression operand, Func<string, string> apply) : Expression
{
    protected override IEnumerable<Expression> Parts => [operand];

    public static Filter? Create(string name, Expression operand)
    {
        Func<string, string>? apply = name switch
        {
            "n" or "str" or "unicode" => text => text,
            "trim" => text => text.Trim(),
            "h" or "x" => EscapeMarkup,
            "u" => QuoteForUrl,
            _ => null,
        };
        return apply is null ? null : new Filter(operand, apply);
    }

    public override Value Evaluate(Scope scope)
    {
        var text = operand.Evaluate(scope).ToText(scope.Context);
        scope.Context.SpendText(text.Length * 5L);
        return new TextValue(apply(text));
    }

    private static string EscapeMarkup(string text) =>
        text.Replace("&", "&amp;", StringComparison.Ordinal)
            .Replace(">", "&gt;", StringComparison.Ordinal)
            .Replace("<", "&lt;", StringComparison.Ordinal)
            .Replace("'", "&#39;", StringComparison.Ordinal)
            .Replace("\"", "&#34;", StringComparison.Ordinal);

    private static string QuoteForUrl(string text)
    {
        var quoted = new StringBuilder();
        foreach (var octet in Encoding.UTF8.GetBytes(text))
        {
            if (char.IsAsciiLetterOrDigit((char)octet) || octet is (byte)'_' or (byte)'.' or (byte)'-' or (byte)'~')
                quoted.Append((char)octet);
            else if (octet == ' ')
                quoted.Append('+');
            else
                quoted.Append('%').Append(octet.ToString("X2", System.Globalization.CultureInfo.InvariantCulture));
        }
        return quoted.ToString();
    }
}
