using System.Globalization;
using System.Text.RegularExpressions;
using Sops.Engine.Expressions.Values;

namespace Sops.Engine.Expressions.Modules;

/// <summary>A compiled pattern.</summary>
/// <param name="weight">What a character costs, for its many states.</param>
internal sealed class PatternValue(Regex regex, string source, IReadOnlyDictionary<string, int> names, long weight)
    : Value,
        IObjectValue
{
    /// <summary>Functions of re that are also methods of a pattern.</summary>
    public static readonly IReadOnlyList<string> Searches =
    [
        "search",
        "match",
        "fullmatch",
        "findall",
        "finditer",
        "split",
        "sub",
    ];

    // The automaton is linear in the text; finding all matches may still look at the text once for each.
    private static readonly TimeSpan Timeout = TimeSpan.FromMilliseconds(500);

    public override string TypeName => "re.Pattern";

    public static PatternValue Compile(string source, int flags, EvaluationContext context)
    {
        var (pattern, names, repeats) = PatternSyntax.Translate(source);
        // Building an automaton is dear.
        context.Spend(5000 + pattern.Length * 100 + repeats * 50);
        var options = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant;
        options |= (flags & 2) != 0 ? RegexOptions.IgnoreCase : 0;
        options |= (flags & 8) != 0 ? RegexOptions.Multiline : 0;
        options |= (flags & 16) != 0 ? RegexOptions.Singleline : 0;
        try
        {
            return new PatternValue(new Regex(pattern, options, Timeout), source, names, 1 + repeats / 16);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            throw new ExpressionError("the pattern is wrong, or needs backtracking");
        }
    }

    public Value? Find(string name)
    {
        if (name == "pattern")
            return new TextValue(source);
        return Searches.Contains(name) ? new FunctionValue(name, a => Run(name, a, 0)) : null;
    }

    /// <param name="first">Position of the first argument that is not the pattern.</param>
    public Value Run(string name, Arguments arguments, int first)
    {
        try
        {
            return RunUntimed(name, arguments, first);
        }
        catch (RegexMatchTimeoutException)
        {
            throw new EvaluationException("a pattern takes too long");
        }
    }

    public override void WriteRepr(BoundedText text)
    {
        text.Write("re.compile(");
        new TextValue(source).WriteRepr(text);
        text.Write(')');
    }

    private Value RunUntimed(string name, Arguments arguments, int first)
    {
        var context = arguments.Context;
        var at = name == "sub" ? first + 1 : first;
        var text = arguments.Text(at, "string");
        context.Spend((100 + text.Length / 2) * weight);
        switch (name)
        {
            case "search":
                return Wrap(regex.Match(text), text);
            case "match":
                return Wrap(regex.Match(text) is { Success: true, Index: 0 } match ? match : Match.Empty, text);
            case "fullmatch":
                return Wrap(new Regex($"^(?:{regex})\\z", regex.Options, Timeout).Match(text), text);
            case "findall":
                return new ListValue(Matches(text, context).ConvertAll(Found));
            case "finditer":
                return new IteratorValue(Matches(text, context).ConvertAll(match => Wrap(match, text)));
            case "split":
                return Split(text, arguments.Int(at + 1, "maxsplit", 0), context);
            default:
                return Substitute(text, arguments.Get(first, "repl"), arguments.Int(at + 1, "count", 0), context);
        }
    }

    private Value Wrap(Match match, string text) =>
        match.Success ? new MatchValue(Whole(match, text), text, names) : NoneValue.Instance;

    /// <summary>.NET matches UTF-16 units: a match that ends inside of a character is none that Python would find.</summary>
    private static Match Whole(Match match, string text)
    {
        bool IsInside(int at) => at > 0 && at < text.Length && char.IsSurrogatePair(text[at - 1], text[at]);
        return match.Groups.Values.Any(group =>
            group.Success && (IsInside(group.Index) || IsInside(group.Index + group.Length))
        )
            ? throw new ExpressionError("the pattern matches a part of a character")
            : match;
    }

    private List<Match> Matches(string text, EvaluationContext context)
    {
        var matches = new List<Match>();
        for (var match = regex.Match(text); match.Success; match = match.NextMatch())
        {
            context.Grow(matches.Count);
            context.Spend((text.Length - match.Index) / 4096 * weight);
            matches.Add(Whole(match, text));
        }
        return matches;
    }

    private static Value Found(Match match) =>
        match.Groups.Count switch
        {
            1 => new TextValue(match.Value),
            2 => new TextValue(match.Groups[1].Value),
            _ => new TupleValue([.. match.Groups.Values.Skip(1).Select(group => new TextValue(group.Value))]),
        };

    private ListValue Split(string text, int limit, EvaluationContext context)
    {
        var parts = new List<Value>();
        var at = 0;
        foreach (var match in Matches(text, context).Take(limit <= 0 ? int.MaxValue : limit))
        {
            parts.Add(new TextValue(text[at..match.Index]));
            foreach (var group in match.Groups.Values.Skip(1))
                parts.Add(group.Success ? new TextValue(group.Value) : NoneValue.Instance);
            at = match.Index + match.Length;
        }
        parts.Add(new TextValue(text[at..]));
        return new ListValue(parts);
    }

    private TextValue Substitute(string text, Value put, int limit, EvaluationContext context)
    {
        var result = new BoundedText(context);
        var at = 0;
        foreach (var match in Matches(text, context).Take(limit <= 0 ? int.MaxValue : limit))
        {
            result.Write(text[at..match.Index]);
            if (put is FunctionValue function)
                result.Write(Arguments.AsText(function.Call(new Arguments(context, [Wrap(match, text)]))));
            else
                WriteTemplate(Arguments.AsText(put), match, result);
            at = match.Index + match.Length;
        }
        return new TextValue(result.Write(text[at..]).ToString());
    }

    private void WriteTemplate(string template, Match match, BoundedText result)
    {
        for (var i = 0; i < template.Length; i++)
        {
            if (template[i] == '\\' && i + 1 == template.Length)
                throw new ExpressionError("bad escape at the end of the template");
            if (template[i] != '\\')
            {
                result.Write(template[i]);
                continue;
            }
            var next = template[++i];
            if (char.IsAsciiDigit(next))
                WriteNumbered(template, ref i, match, result);
            else if (next == 'g' && i + 1 < template.Length && template[i + 1] == '<')
            {
                var end = template.IndexOf('>', i);
                var name = end < 0 ? "" : template[(i + 2)..end];
                result.Write(GroupText(match, names.TryGetValue(name, out var number) ? number : ParseNumber(name)));
                i = end;
            }
            else if ("abfnrtv\\".IndexOf(next, StringComparison.Ordinal) is >= 0 and var escape)
                result.Write("\a\b\f\n\r\t\v\\"[escape]);
            else if (char.IsAsciiLetter(next))
                throw new ExpressionError($"bad escape \\{next}");
            else
                result.Write('\\').Write(next);
        }
    }

    /// <summary>After a backslash: the character of an octal number, or the group of a number of one or two digits.</summary>
    private static void WriteNumbered(string template, ref int i, Match match, BoundedText result)
    {
        var digits = template.AsSpan(i);
        digits = digits[..Math.Min(3, digits.Length)];
        var count = digits.IndexOfAnyExceptInRange('0', '7') is var other and >= 0 ? other : digits.Length;
        if (digits[0] == '0' || count == 3)
        {
            count = digits[0] == '0' ? Math.Min(count, 3) : 3;
            var code = 0;
            foreach (var digit in digits[..count])
                code = code * 8 + (digit - '0');
            result.Write(
                code <= 0xFF ? ((char)code).ToString() : throw new ExpressionError("octal escape out of range")
            );
        }
        else
        {
            count = digits.Length > 1 && char.IsAsciiDigit(digits[1]) ? 2 : 1;
            result.Write(GroupText(match, int.Parse(digits[..count], CultureInfo.InvariantCulture)));
        }
        i += count - 1;
    }

    private static int ParseNumber(string name) =>
        Numbers.TryParseInteger(name, out var number) && number >= 0 && number < 100
            ? (int)number
            : throw new ExpressionError($"unknown group name '{name}'");

    private static string GroupText(Match match, int number) =>
        number < match.Groups.Count
            ? match.Groups[number].Value
            : throw new ExpressionError($"invalid group reference {number}");
}
