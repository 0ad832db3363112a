using Sops.Engine.Expressions.Values;

namespace Sops.Engine.Expressions.Syntax;

internal enum TokenKind
{
    Name,
    Literal,
    Symbol,
    End,
}

/// <summary>A word of an expression: a name or keyword, a literal with its value, or a symbol.</summary>
internal readonly record struct Token(TokenKind Kind, string Text, Value? Value = null)
{
    public bool Is(string text) => Kind is TokenKind.Symbol or TokenKind.Name && Text == text;
}
