using System.Text;
using Sops.Engine.Expressions.Builtins;

namespace Sops.Engine.Expressions.Modules;

/// <summary>Rewrites a Python pattern for .NET, and refuses the ones that would grow large when they are built.</summary>
internal static class PatternSyntax
{
    private const int MaxLength = 500;
    private const long MaxRepeats = 1000;

    // What a letter after a backslash may be in Python; .NET knows others.
    private const string Escapes = "AbBdDsSwWZafnrtvxu";

    /// <summary>The pattern, the numbers of its named groups, which .NET would number after all others, and how often its parts
    /// are repeated at most.</summary>
    public static (string Pattern, Dictionary<string, int> Names, long Repeats) Translate(string pattern)
    {
        if (pattern.Length > MaxLength)
            throw new EvaluationException($"a pattern is longer than {MaxLength} characters");
        var result = new StringBuilder();
        var names = new Dictionary<string, int>(StringComparer.Ordinal);
        var groups = 0;
        long repeats = 1;
        var isInClass = false;
        for (var i = 0; i < pattern.Length; i++)
        {
            var c = pattern[i];
            if (c == '\\' && i + 1 < pattern.Length)
            {
                if (char.IsAsciiLetter(pattern[++i]) && !Escapes.Contains(pattern[i], StringComparison.Ordinal))
                    throw new ExpressionError($"bad escape \\{pattern[i]}");
                result.Append(pattern[i] == 'Z' ? "\\z" : "\\" + pattern[i]);
                continue;
            }
            if (isInClass)
            {
                // A bracket inside of a class is itself there, while .NET would subtract.
                result.Append(c == '[' ? "\\[" : c.ToString());
                isInClass = c != ']';
                continue;
            }
            if (c == '[')
            {
                isInClass = true;
                result.Append(c);
                if (i + 1 < pattern.Length && pattern[i + 1] == '^')
                    result.Append(pattern[++i]);
                if (i + 1 < pattern.Length && pattern[i + 1] == ']')
                    result.Append('\\').Append(pattern[++i]);
                continue;
            }
            if (c == '(')
                groups += ReadGroup(pattern, ref i, result, names, groups);
            else
                result.Append(c);
            // .NET takes {,n} for text.
            if (
                c == '{'
                && i + 2 < pattern.Length
                && pattern[i + 1] == ','
                && (char.IsAsciiDigit(pattern[i + 2]) || pattern[i + 2] == '}')
            )
                result.Append('0');
            if (c == '{')
                repeats *= Math.Max(1, Repeats(pattern, i));
            if (repeats > MaxRepeats)
                throw new EvaluationException($"a pattern repeats more than {MaxRepeats} times");
        }
        return (result.ToString(), names, repeats);
    }

    /// <summary>How many groups it adds that have a number: 0 or 1.</summary>
    private static int ReadGroup(
        string pattern,
        ref int i,
        StringBuilder result,
        Dictionary<string, int> names,
        int groups
    )
    {
        result.Append('(');
        if (i + 1 >= pattern.Length || pattern[i + 1] != '?')
            return 1;
        // What only .NET knows: other ways to name a group, and groups that have no number.
        if (
            pattern.AsSpan(i).StartsWith("(?<")
            || pattern.AsSpan(i).StartsWith("(?'")
            || pattern.AsSpan(i).StartsWith("(?n")
        )
            throw new ExpressionError("unknown extension in the pattern");
        if (!pattern.AsSpan(i).StartsWith("(?P<"))
            return 0;
        var end = pattern.IndexOf('>', i);
        var name = end < 0 ? "" : pattern[(i + 4)..end];
        if (!TextShapes.Tests["isidentifier"](name) || !names.TryAdd(name, groups + 1))
            throw new ExpressionError("bad group name in the pattern");
        i = end;
        return 1;
    }

    private static long Repeats(string pattern, int brace)
    {
        long largest = 0;
        long number = 0;
        for (var i = brace + 1; i < pattern.Length && (char.IsAsciiDigit(pattern[i]) || pattern[i] == ','); i++)
        {
            number = pattern[i] == ',' ? 0 : Math.Min(number * 10 + (pattern[i] - '0'), int.MaxValue);
            largest = Math.Max(largest, number);
        }
        return largest;
    }
}
