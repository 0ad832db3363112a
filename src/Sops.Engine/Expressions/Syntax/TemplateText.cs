using Sops.Engine.Expressions.Values;

namespace Sops.Engine.Expressions.Syntax;

/// <summary>A text cut into literal parts and expressions.</summary>
internal sealed class TemplateText
{
    private static readonly BoundedCache<TemplateText> Cache = new(2048);

    private readonly string _text;
    private readonly List<Part> _parts = [];

    private TemplateText(string text)
    {
        _text = text;
        var literal = 0;
        for (var at = 0; (at = text.IndexOf("${", at, StringComparison.Ordinal)) >= 0; )
        {
            var end = at + 2;
            while (end < text.Length && (char.IsAsciiLetterOrDigit(text[end]) || text[end] == '_'))
                end++;
            if (end >= text.Length || text[end] != '}' || end == at + 2 || char.IsAsciiDigit(text[at + 2]))
            {
                at += 2;
                continue;
            }
            if (at > literal)
                _parts.Add(new Part(text[literal..at], null));
            _parts.Add(new Part(text[at..(end + 1)], text[(at + 2)..end]));
            at = literal = end + 1;
        }
        if (literal < text.Length)
            _parts.Add(new Part(text[literal..], null));
        HasFragments = _parts.Any(part => part.Name is not null);
        References = _parts.Where(part => part.Name is not null).Select(part => part.Name!).ToHashSet();
        SingleName = _parts is [{ Name: { } name }] ? name : null;
    }

    public bool HasFragments { get; }
    public string? SingleName { get; }
    public IReadOnlySet<string> References { get; }

    public static TemplateText Parse(string text) => Cache.Get(text, static key => new TemplateText(key));

    public string Render(EvaluationContext context)
    {
        var result = new BoundedText(context);
        foreach (var (text, isValue) in Evaluate(context, value => value))
            result.Write(text);
        return result.ToString();
    }

    /// <summary>The text in parts, each with whether it came from a value.</summary>
    public IEnumerable<(string Text, bool IsValue)> Evaluate(EvaluationContext context, Func<Value, Value> convert)
    {
        foreach (var part in _parts)
        {
            if (part.Name is { } name && context.Variables.TryGet(name, out var value))
                yield return (convert(ValueReader.Read(value, context)).ToText(context), true);
            else
                yield return (part.Text, false);
        }
    }

    private sealed record Part(string Text, string? Name);
}
