using System.Runtime.InteropServices;
using System.Text.Json;

namespace Sops.Engine.Expressions.Syntax;

/// <summary>Finds the texts of a document that may hold expressions, without reading the ones that can't.</summary>
internal static class RawText
{
    /// <summary>False for nearly every value without an expression, at the price of one scan of its bytes.</summary>
    public static bool MayHoldFragment(JsonElement element)
    {
        if (element.ValueKind is not (JsonValueKind.String or JsonValueKind.Array or JsonValueKind.Object))
            return false;
        var raw = JsonMarshal.GetRawUtf8Value(element);
        // "$" and "{" may also be written as escapes.
        return raw.IndexOf("${"u8) >= 0 || raw.IndexOf("\\u00"u8) >= 0;
    }

    /// <summary>
    /// The text of a JSON string; null where it holds half of a surrogate pair, which JSON can write and .NET cannot read.
    /// </summary>
    public static string? Read(JsonElement text)
    {
        try
        {
            return text.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>The name of a member; null where it holds half of a surrogate pair.</summary>
    public static string? ReadName(JsonProperty member)
    {
        try
        {
            return member.Name;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>Bytes of it as JSON.</summary>
    public static int Size(JsonElement element) => JsonMarshal.GetRawUtf8Value(element).Length;

    public static bool Any(JsonElement element, Func<TemplateText, bool> matches)
    {
        if (!MayHoldFragment(element))
            return false;
        return element.ValueKind switch
        {
            JsonValueKind.String => Read(element) is { } text && matches(TemplateText.Parse(text)),
            JsonValueKind.Array => element.EnumerateArray().Any(item => Any(item, matches)),
            _ => element.EnumerateObject().Any(property => Any(property.Value, matches)),
        };
    }
}
