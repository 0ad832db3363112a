using System.Text;

namespace Sops.Engine.Expressions.Values;

/// <summary>Texts counted in code points, as Python does, where .NET counts UTF-16 units.</summary>
internal static class CodePoints
{
    public static bool IsPlain(string text) => text.AsSpan().IndexOfAnyInRange('\uD800', '\uDFFF') < 0;

    public static int Count(string text, EvaluationContext context)
    {
        context.Spend(text.Length / 256);
        return Count(text);
    }

    public static int Count(string text)
    {
        if (IsPlain(text))
            return text.Length;
        var count = 0;
        for (var i = 0; i < text.Length; i += Width(text, i))
            count++;
        return count;
    }

    /// <summary>Each code point as a text of its own; a lone surrogate is one too.</summary>
    public static IEnumerable<string> Of(string text)
    {
        for (var i = 0; i < text.Length; )
        {
            var width = Width(text, i);
            yield return text.Substring(i, width);
            i += width;
        }
    }

    /// <summary>The code point index of a UTF-16 index.</summary>
    public static int FromUtf16(string text, int index) => index <= 0 ? index : Count(text[..index]);

    public static string Pick(string text, int start, int stop, int step)
    {
        if (step == 1 && IsPlain(text))
            return start < stop ? text[start..stop] : "";
        var points = Of(text).ToList();
        var picked = new StringBuilder();
        for (long i = start; step > 0 ? i < stop : i > stop; i += step)
            picked.Append(points[(int)i]);
        return picked.ToString();
    }

    public static int Width(string text, int index) =>
        char.IsHighSurrogate(text[index]) && index + 1 < text.Length && char.IsLowSurrogate(text[index + 1]) ? 2 : 1;
}
