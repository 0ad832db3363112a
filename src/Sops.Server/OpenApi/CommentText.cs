using System.Text;
using System.Text.RegularExpressions;

namespace Sops.Server.OpenApi;

/// <summary>
/// Turns a proto comment into Markdown. In the protos a line that is indented is an item of a list (an error, an action),
/// one that is indented further goes on with it, and "Repeat:" and "Errors:" begin a paragraph.
/// </summary>
static partial class CommentText
{
    static readonly string[] Headings = ["Repeat:", "Errors:"];

    public static string ToMarkdown(string comment)
    {
        var text = new StringBuilder();
        var inList = false;
        foreach (var line in comment.TrimEnd().Split('\n'))
        {
            // Each line of a comment starts with the blank behind its slashes.
            var indent = line.Length - line.TrimStart().Length - 1;
            var words = line.Trim();
            if (words.Length == 0)
                text.Append('\n');
            else if (indent == 2)
                text.Append(inList ? "" : "\n").Append("* ").Append(Item(words)).Append('\n');
            else if (indent > 2)
                text.Append("  ").Append(words).Append('\n');
            else
                text.Append(inList || Headings.Any(words.StartsWith) ? "\n" : "").Append(words).Append('\n');
            inList = words.Length > 0 && indent >= 2;
        }
        return Unwrap(text.ToString().Trim());
    }

    /// <summary>One line for each paragraph and item: where a source is wrapped means nothing to whoever reads the page.</summary>
    public static string Unwrap(string markdown) => WrappedLine().Replace(markdown, " ");

    /// <summary>Up to the first full stop.</summary>
    public static string FirstSentence(string markdown)
    {
        var line = markdown.Split('\n')[0];
        var end = line.IndexOf(". ", StringComparison.Ordinal);
        return (end < 0 ? line : line[..end]).TrimEnd('.');
    }

    /// <summary>"NOT_FOUND: no such task" has its code in a code's letters.</summary>
    static string Item(string words)
    {
        var colon = words.IndexOf(':', StringComparison.Ordinal);
        return colon > 0 && words[..colon].All(c => char.IsAsciiLetter(c) || c is '_')
            ? $"`{words[..colon]}`{words[colon..]}"
            : words;
    }

    [GeneratedRegex(@"(?<!\n)\n *(?![\n*])")]
    private static partial Regex WrappedLine();
}
