using Sops.Engine.Expressions.Nodes;
using Sops.Engine.Expressions.Values;

namespace Sops.Engine.Expressions.Syntax;

/// <summary>A text cut into literal parts and expressions.</summary>
internal sealed class TemplateText
{
    // Each place where an expression might begin costs a scan; a text with more of them is not written by hand.
    private const int MaxAttempts = 10_000;

    private static readonly BoundedCache<TemplateText> Cache = new(2048);

    /// <summary>Either a literal text or a fragment.</summary>
    private readonly List<(string Text, Fragment? Fragment)> _parts = [];

    private TemplateText(string text)
    {
        var literal = 0;
        var attempts = 0;
        for (var at = 0; (at = text.IndexOf("${", at, StringComparison.Ordinal)) >= 0; )
        {
            if (++attempts > MaxAttempts || Fragment.TryParse(text, at) is not { } fragment)
            {
                at += 2;
                continue;
            }
            if (at > literal)
                _parts.Add((text[literal..at], null));
            _parts.Add(("", fragment));
            at = literal = at + fragment.Source.Length;
        }
        if (literal < text.Length || text.Length == 0)
            _parts.Add((text[literal..], null));
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (_, fragment) in _parts)
            fragment?.Body.CollectNames(names);
        References = names;
        HasFragments = _parts.Exists(part => part.Fragment is not null);
        if (_parts is [(_, { Body: NameReference { Name: var name } } only)] && only.Source.Length == name.Length + 3)
            SingleName = name;
    }

    public bool HasFragments { get; }

    /// <summary>The variable, where the text is nothing but a reference to one.</summary>
    public string? SingleName { get; }

    public IReadOnlySet<string> References { get; }

    public static TemplateText Parse(string text) => Cache.Get(text, static key => new TemplateText(key));

    public string Render(EvaluationContext context)
    {
        var result = new BoundedText(context);
        foreach (var (text, _) in Evaluate(context, null))
            result.Write(text);
        return result.ToString();
    }

    /// <summary>The text in parts, each with the value that it came from, if any.</summary>
    /// <param name="convert">Changes each variable's value before it is used.</param>
    public IEnumerable<(string Text, Value? Source)> Evaluate(EvaluationContext context, Func<Value, Value>? convert)
    {
        foreach (var (text, fragment) in _parts)
        {
            if (fragment is null)
                yield return (text, null);
            else if (fragment.Evaluate(context, convert) is { } result)
                yield return result;
            else
                foreach (var part in fragment.Literal(context, convert))
                    yield return part;
        }
    }
}
