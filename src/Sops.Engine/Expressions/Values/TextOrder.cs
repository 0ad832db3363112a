namespace Sops.Engine.Expressions.Values;

/// <summary>Orders texts by code point, as Python does; UTF-16 order differs where surrogates meet U+E000 and above.</summary>
internal static class TextOrder
{
    public static int Compare(string left, string right)
    {
        var common = left.AsSpan().CommonPrefixLength(right);
        if (common == left.Length || common == right.Length)
            return left.Length.CompareTo(right.Length);
        return Rank(left[common]).CompareTo(Rank(right[common]));
    }

    private static int Rank(char c) => char.IsSurrogate(c) ? c + 0x10000 : c;
}
