namespace Sops.Engine.Pipelines;

/// <summary>Tells whether a condition has "and" and "or" side by side, not told apart by parentheses.</summary>
internal static class MixedLogic
{
    [Flags]
    private enum Words
    {
        None = 0,
        And = 1,
        Or = 2,
        Both = And | Or,
    }

    public static bool Found(string condition)
    {
        var seen = new Stack<Words>([Words.None]);
        for (var at = 0; at < condition.Length; at++)
        {
            switch (condition[at])
            {
                case '"' or '\'':
                    at = condition.IndexOf(condition[at], at + 1);
                    if (at < 0)
                        return false;
                    break;
                case '(' or '{' or '[':
                    seen.Push(Words.None);
                    break;
                case ')' or '}' or ']' when seen.Count > 1:
                    seen.Pop();
                    break;
                case var c when char.IsAsciiLetter(c):
                    var from = at;
                    while (
                        at + 1 < condition.Length
                        && (char.IsAsciiLetterOrDigit(condition[at + 1]) || condition[at + 1] == '_')
                    )
                        at++;
                    var words = seen.Pop() | WordOf(condition.AsSpan(from, at + 1 - from));
                    if (words == Words.Both)
                        return true;
                    seen.Push(words);
                    break;
            }
        }
        return false;
    }

    private static Words WordOf(ReadOnlySpan<char> text) =>
        text.Equals("and", StringComparison.OrdinalIgnoreCase) ? Words.And
        : text.Equals("or", StringComparison.OrdinalIgnoreCase) ? Words.Or
        : Words.None;
}
