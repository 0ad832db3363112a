using System.Text.Json;

namespace Sops.Engine.Pipelines;

/// <summary>Finds which variables a value names, without judging whether its expressions are right.</summary>
internal static class References
{
    /// <summary>Keys ("${k}") of everything that looks like a variable inside "${...}", at any depth of the value.</summary>
    public static HashSet<string> In(JsonElement value)
    {
        var keys = new HashSet<string>(StringComparer.Ordinal);
        Collect(value, text => Collect(text, keys, plainOnly: false));
        return keys;
    }

    public static HashSet<string> In(string text)
    {
        var keys = new HashSet<string>(StringComparer.Ordinal);
        Collect(text, keys, plainOnly: false);
        return keys;
    }

    /// <summary>Keys of the variables that stand alone, as in "${k}": there the name can be nothing but a variable.</summary>
    public static HashSet<string> Plain(JsonElement value)
    {
        var keys = new HashSet<string>(StringComparer.Ordinal);
        Collect(value, text => Collect(text, keys, plainOnly: true));
        return keys;
    }

    public static HashSet<string> Plain(string text)
    {
        var keys = new HashSet<string>(StringComparer.Ordinal);
        Collect(text, keys, plainOnly: true);
        return keys;
    }

    // Depth is that of the document, which TreeText has bounded.
    private static void Collect(JsonElement value, Action<string> read)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.String:
                read(value.GetString()!);
                break;
            case JsonValueKind.Array:
                foreach (var item in value.EnumerateArray())
                    Collect(item, read);
                break;
            case JsonValueKind.Object:
                foreach (var member in value.EnumerateObject())
                    Collect(member.Value, read);
                break;
        }
    }

    private static void Collect(string text, HashSet<string> keys, bool plainOnly)
    {
        var at = text.IndexOf("${", StringComparison.Ordinal);
        while (at >= 0 && EndOf(text, at + 2) is var end && end > 0)
        {
            var expression = text.AsSpan(at + 2, end - at - 2);
            if (!plainOnly)
                Names(expression, keys);
            else if (expression.Length > 0 && !expression.ContainsAnyExcept(ConstantKey.NameChars))
                keys.Add($"${{{expression}}}");
            at = text.IndexOf("${", end, StringComparison.Ordinal);
        }
    }

    // Index of the closing brace, or -1: then no later "${" is closed either, and the scan may stop.
    private static int EndOf(string text, int at)
    {
        var depth = 1;
        var quote = '\0';
        for (; at < text.Length; at++)
        {
            var c = text[at];
            if (quote != '\0' && c == '\\')
                at++;
            else if (quote != '\0')
                quote = c == quote ? '\0' : quote;
            else if (c is '"' or '\'')
                quote = c;
            else if (c == '{')
                depth++;
            else if (c == '}' && --depth == 0)
                return at;
        }
        return -1;
    }

    private static void Names(ReadOnlySpan<char> expression, HashSet<string> keys)
    {
        var quote = '\0';
        for (var at = 0; at < expression.Length; at++)
        {
            var c = expression[at];
            if (quote != '\0')
            {
                if (c == '\\')
                    at++;
                else if (c == quote)
                    quote = '\0';
            }
            else if (c is '"' or '\'')
                quote = c;
            else if (IsNamePart(c))
            {
                var from = at;
                while (at + 1 < expression.Length && IsNamePart(expression[at + 1]))
                    at++;
                if (from == 0 || expression[from - 1] != '.')
                    keys.Add($"${{{expression[from..(at + 1)]}}}");
            }
        }
    }

    private static bool IsNamePart(char c) => char.IsAsciiLetterOrDigit(c) || c == '_';
}
