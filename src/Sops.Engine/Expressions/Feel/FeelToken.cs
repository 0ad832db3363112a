using Sops.Engine.Expressions.Values;

namespace Sops.Engine.Expressions.Feel;

internal enum FeelKind
{
    Symbol,
    Word,
    Number,
    Text,

    /// <summary>A ${…} that stands for itself.</summary>
    Bound,
    End,
}

/// <param name="Value">What it stands for, unless it is a symbol or a word.</param>
internal readonly record struct FeelToken(FeelKind Kind, string Text, int At, Value Value)
{
    public bool Is(string text) => Kind is FeelKind.Symbol or FeelKind.Word && Text == text;
}
