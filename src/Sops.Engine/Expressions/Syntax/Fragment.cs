using Sops.Engine.Expressions.Nodes;
using Sops.Engine.Expressions.Values;

namespace Sops.Engine.Expressions.Syntax;

/// <summary>One "${…}" of a template.</summary>
/// <param name="Source">The author's text, "${" and "}" included.</param>
internal sealed record Fragment(string Source, Expression Body)
{
    private readonly TemplateText? _inner =
        Source.LastIndexOf("${", StringComparison.Ordinal) > 0 ? TemplateText.Parse(Source[2..]) : null;

    /// <summary>The fragment that begins at that index; null where what follows is no expression.</summary>
    public static Fragment? TryParse(string text, int start)
    {
        if (new Tokenizer(text, start + 2).Read() is not { } found)
            return null;
        var source = text[start..(found.End + 1)];
        return new Parser(found.Tokens).Parse() is { } body ? new Fragment(source, body) : null;
    }

    /// <summary>Its value, as text too; null where it has none.</summary>
    public (string Text, Value? Source)? Evaluate(EvaluationContext context, Func<Value, Value>? convert)
    {
        if (Source.Length > context.Limits.MaxExpressionLength)
            throw new EvaluationException(
                $"an expression is longer than {context.Limits.MaxExpressionLength} characters: {Source[..Math.Min(40, Source.Length)]}…"
            );
        try
        {
            var value = Body.Evaluate(new Scope(context, convert));
            return (value.ToText(context), value);
        }
        // A number that no .NET type holds is Python's OverflowError: an expression without a value.
        catch (Exception e) when (e is ExpressionError or OverflowException)
        {
            return null;
        }
        catch (InsufficientExecutionStackException)
        {
            throw new EvaluationException("an expression or its value nests too deep");
        }
    }

    /// <summary>What stands there where it has no value: its own text, with the fragments inside put in.</summary>
    public IEnumerable<(string Text, Value? Source)> Literal(EvaluationContext context, Func<Value, Value>? convert) =>
        _inner is { HasFragments: true } ? _inner.Evaluate(context, convert).Prepend(("${", null)) : [(Source, null)];
}
