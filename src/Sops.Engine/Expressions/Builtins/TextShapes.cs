using System.Text;
using Sops.Engine.Expressions.Values;

namespace Sops.Engine.Expressions.Builtins;

/// <summary>Upper and lower case, and what a text is made of.</summary>
internal static class TextShapes
{
    public static readonly IReadOnlyDictionary<string, Func<string, bool>> Tests = new Dictionary<
        string,
        Func<string, bool>
    >
    {
        ["isalnum"] = text => IsAll(text, char.IsLetterOrDigit),
        ["isalpha"] = text => IsAll(text, char.IsLetter),
        ["isascii"] = text => text.All(char.IsAscii),
        ["isdecimal"] = text => IsAll(text, char.IsDigit),
        ["isdigit"] = text => IsAll(text, c => char.IsDigit(c) || c is '²' or '³' or '¹'),
        ["isnumeric"] = text => IsAll(text, char.IsNumber),
        ["isspace"] = text => IsAll(text, char.IsWhiteSpace),
        ["islower"] = text => text.Any(char.IsLower) && !text.Any(char.IsUpper),
        ["isupper"] = text => text.Any(char.IsUpper) && !text.Any(char.IsLower),
        ["istitle"] = text => text.Any(char.IsLetter) && text == Title(text),
        ["isidentifier"] = text => IsAll(text, c => char.IsLetterOrDigit(c) || c == '_') && !char.IsDigit(text[0]),
        ["isprintable"] = text => text.All(c => c == ' ' || !(char.IsControl(c) || char.IsWhiteSpace(c))),
    };

    public static string Capitalize(string text) =>
        text.Length == 0 ? text : text[..1].ToUpperInvariant() + text[1..].ToLowerInvariant();

    public static string Title(string text)
    {
        var result = new StringBuilder(text.Length);
        var isInside = false;
        foreach (var c in text)
        {
            result.Append(isInside ? char.ToLowerInvariant(c) : char.ToUpperInvariant(c));
            isInside = char.IsLetter(c);
        }
        return result.ToString();
    }

    public static string SwapCase(string text) =>
        string.Concat(text.Select(c => char.IsUpper(c) ? char.ToLowerInvariant(c) : char.ToUpperInvariant(c)));

    public static string ExpandTabs(string text, Arguments arguments)
    {
        var size = Math.Max(arguments.Int(0, "tabsize", 8), 0);
        var result = new BoundedText(arguments.Context);
        var column = 0;
        foreach (var c in text)
        {
            var width = c == '\t' && size > 0 ? size - column % size : 1;
            if (c == '\t')
            {
                arguments.Context.SpendText(width);
                result.Write(size == 0 ? "" : new string(' ', width));
            }
            else
                result.Write(c);
            column = c is '\n' or '\r' ? 0 : column + width;
        }
        return result.ToString();
    }

    private static bool IsAll(string text, Func<char, bool> test) => text.Length > 0 && text.All(test);
}
