namespace Sops.Engine.Expressions.Values;

/// <summary>Finds texts in texts at a price that covers the worst case.</summary>
internal static class TextSearch
{
    public static int IndexOf(string text, string part, EvaluationContext context)
    {
        Spend(text, part, context);
        return text.IndexOf(part, StringComparison.Ordinal);
    }

    /// <summary>A part that repeats itself makes a search look at nearly every pair of characters.</summary>
    public static void Spend(string text, string part, EvaluationContext context) =>
        context.Spend(text.Length / 32 + (long)text.Length * part.Length / 512);
}
