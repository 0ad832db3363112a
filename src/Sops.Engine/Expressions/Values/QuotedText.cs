using System.Globalization;

namespace Sops.Engine.Expressions.Values;

/// <summary>Writes texts and bytes as Python literals.</summary>
internal static class QuotedText
{
    public static void Write(string text, BoundedText writer)
    {
        var quote = text.Contains('\'') && !text.Contains('"') ? '"' : '\'';
        writer.Write(quote);
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                writer.Write(text[i]).Write(text[++i]);
                continue;
            }
            WriteCharacter(text[i], quote, writer);
        }
        writer.Write(quote);
    }

    public static void Write(byte[] bytes, BoundedText writer)
    {
        var quote = bytes.Contains((byte)'\'') && !bytes.Contains((byte)'"') ? '"' : '\'';
        writer.Write('b').Write(quote);
        foreach (var value in bytes)
        {
            if (value < 0x7F)
                WriteCharacter((char)value, quote, writer);
            else
                writer.Write("\\x").Write(value.ToString("x2", CultureInfo.InvariantCulture));
        }
        writer.Write(quote);
    }

    private static void WriteCharacter(char c, char quote, BoundedText writer)
    {
        if (c == quote || c == '\\')
            writer.Write('\\').Write(c);
        else if (c == '\n')
            writer.Write("\\n");
        else if (c == '\r')
            writer.Write("\\r");
        else if (c == '\t')
            writer.Write("\\t");
        else if (IsPrintable(c))
            writer.Write(c);
        else if (c <= 0xFF)
            writer.Write("\\x").Write(((int)c).ToString("x2", CultureInfo.InvariantCulture));
        else
            writer.Write("\\u").Write(((int)c).ToString("x4", CultureInfo.InvariantCulture));
    }

    private static bool IsPrintable(char c) =>
        c == ' '
        || CharUnicodeInfo.GetUnicodeCategory(c)
            is not (
                UnicodeCategory.Control
                or UnicodeCategory.Format
                or UnicodeCategory.Surrogate
                or UnicodeCategory.PrivateUse
                or UnicodeCategory.OtherNotAssigned
                or UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator
                or UnicodeCategory.SpaceSeparator
            );
}
