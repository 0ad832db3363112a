using System.Globalization;
using System.Text;
using Sops.Engine.Expressions.Values;

namespace Sops.Engine.Expressions.Builtins;

/// <summary>Upper and lower case, and what a text is made of.</summary>
internal static class TextShapes
{
    // Letters that have no upper case of their own, and what they become.
    private const string Expanding = "ßŉﬀﬁﬂﬃﬄﬅﬆ";
    private static readonly string[] Expanded = ["SS", "ʼN", "FF", "FI", "FL", "FFI", "FFL", "ST", "ST"];

    public static readonly IReadOnlyDictionary<string, Func<string, bool>> Tests = new Dictionary<
        string,
        Func<string, bool>
    >
    {
        ["isalnum"] = text => IsAll(text, c => Rune.IsLetter(c) || Rune.GetNumericValue(c) >= 0),
        ["isalpha"] = text => IsAll(text, Rune.IsLetter),
        ["isascii"] = text => text.All(char.IsAscii),
        ["isdecimal"] = text => IsAll(text, Rune.IsDigit),
        ["isdigit"] = text => IsAll(text, c => CharUnicodeInfo.GetDigitValue(c.ToString(), 0) >= 0),
        ["isnumeric"] = text => IsAll(text, c => Rune.GetNumericValue(c) >= 0),
        ["isspace"] = text => text.Length > 0 && text.All(IsSpace),
        ["islower"] = text => text.Any(char.IsLower) && !text.Any(char.IsUpper),
        ["isupper"] = text => text.Any(char.IsUpper) && !text.Any(char.IsLower),
        ["istitle"] = text => text.Any(char.IsLetter) && text == Title(text),
        ["isidentifier"] = text =>
            IsAll(text, c => Rune.IsLetterOrDigit(c) || c.Value == '_') && !char.IsDigit(text[0]),
        ["isprintable"] = text => text.EnumerateRunes().All(IsPrintable),
    };

    /// <summary>White space as Python has it: the separators of ASCII count too.</summary>
    public static bool IsSpace(char c) => char.IsWhiteSpace(c) || c is >= '\x1c' and <= '\x1f';

    /// <summary>The text as numbers are read from it: any digit as 0 to 9, any white space as a blank.</summary>
    public static string Plain(string text) =>
        Ascii.IsValid(text) && text.AsSpan().IndexOfAnyInRange('\x1c', '\x1f') < 0
            ? text
            : string.Concat(
                text.Select(c =>
                    IsSpace(c) ? ' '
                    : char.IsDigit(c) ? (char)('0' + CharUnicodeInfo.GetDecimalDigitValue(c))
                    : c
                )
            );

    public static string Upper(string text)
    {
        var upper = text.ToUpperInvariant();
        return Ascii.IsValid(upper)
            ? upper
            : string.Concat(
                upper.Select(c =>
                    Expanding.IndexOf(c, StringComparison.Ordinal) is var i and >= 0 ? Expanded[i] : c.ToString()
                )
            );
    }

    public static string Capitalize(string text) =>
        text.Length == 0 ? text : Titled(text[0]) + text[1..].ToLowerInvariant();

    public static string Title(string text)
    {
        var result = new StringBuilder(text.Length);
        var isInside = false;
        foreach (var c in text)
        {
            result.Append(isInside ? char.ToLowerInvariant(c).ToString() : Titled(c));
            isInside = char.IsLetter(c);
        }
        return result.ToString();
    }

    public static string SwapCase(string text) =>
        string.Concat(text.Select(c => char.IsUpper(c) ? char.ToLowerInvariant(c).ToString() : Upper(c.ToString())));

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
            column =
                c is '\n' or '\r' ? 0
                : char.IsLowSurrogate(c) ? column
                : column + width;
        }
        return result.ToString();
    }

    private static bool IsAll(string text, Func<Rune, bool> test) => text.Length > 0 && text.EnumerateRunes().All(test);

    private static bool IsPrintable(Rune c) =>
        c.Value == ' '
        || Rune.GetUnicodeCategory(c)
            is not (
                UnicodeCategory.Control
                or UnicodeCategory.Format
                or UnicodeCategory.Surrogate
                or UnicodeCategory.PrivateUse
                or UnicodeCategory.OtherNotAssigned
                or UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator
                or UnicodeCategory.SpaceSeparator
            );

    private static string Titled(char c) =>
        Upper(c.ToString()) is [var first, .. var rest] ? first + rest.ToLowerInvariant() : "";
}
