using System.Text;
using Sops.Engine.Expressions.Values;

namespace Sops.Engine.Expressions.Builtins;

/// <summary>Methods of bytes, and how texts become bytes.</summary>
internal static class BytesMethods
{
    public static readonly Methods<BytesValue> Table = new()
    {
        ["decode"] = (self, a) =>
        {
            var encoding = Find(a.Refuse(2, "encoding", "errors").Text(0, "encoding", "utf-8"), a, 1);
            a.Context.SpendText(self.Bytes.Length);
            try
            {
                return new TextValue(encoding.GetString(self.Bytes));
            }
            catch (DecoderFallbackException)
            {
                throw new ExpressionError("the bytes are no text in that encoding");
            }
        },
        ["hex"] = (self, a) =>
        {
            a.Refuse(0).Context.SpendText(self.Bytes.Length * 2L);
            return new TextValue(Convert.ToHexStringLower(self.Bytes));
        },
    };

    public static BytesValue Encode(TextValue text, Arguments arguments)
    {
        var encoding = Find(arguments.Refuse(2, "encoding", "errors").Text(0, "encoding", "utf-8"), arguments, 1);
        arguments.Context.SpendText(text.Text.Length * 3L);
        try
        {
            // What stands for a character stands for it once, whether it is one unit or two.
            return new BytesValue(
                CodePoints.IsPlain(text.Text) || encoding is UTF8Encoding
                    ? encoding.GetBytes(text.Text)
                    : [.. CodePoints.Of(text.Text).SelectMany(c => encoding.GetBytes(c).Take(1))]
            );
        }
        catch (EncoderFallbackException)
        {
            throw new ExpressionError("the text has characters that the encoding has not");
        }
    }

    private static Encoding Find(string name, Arguments arguments, int errors)
    {
        var codec = name.ToLowerInvariant().Replace('_', '-') switch
        {
            "utf-8" or "utf8" => "utf-8",
            "ascii" or "us-ascii" => "us-ascii",
            "latin-1" or "latin1" or "iso-8859-1" => "iso-8859-1",
            _ => throw new ExpressionError($"unknown encoding: {name}"),
        };
        return arguments.Text(errors, "errors", "strict") switch
        {
            "strict" => Encoding.GetEncoding(
                codec,
                EncoderFallback.ExceptionFallback,
                DecoderFallback.ExceptionFallback
            ),
            "ignore" => Encoding.GetEncoding(
                codec,
                new EncoderReplacementFallback(""),
                new DecoderReplacementFallback("")
            ),
            "replace" => Encoding.GetEncoding(
                codec,
                new EncoderReplacementFallback("?"),
                new DecoderReplacementFallback("\uFFFD")
            ),
            var other => throw new ExpressionError($"unknown error handler name '{other}'"),
        };
    }
}
