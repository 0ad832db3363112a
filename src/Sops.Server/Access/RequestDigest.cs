using System.Collections;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Sops.Server.Hosting;
using Sops.V1;

namespace Sops.Server.Access;

/// <summary>Tells whether two requests ask for the same. Clients write maps in any order, so bytes would not do.</summary>
internal static class RequestDigest
{
    public static string Of(IMessage request)
    {
        var text = new StringBuilder();
        Write(request, text);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }

    /// <summary>JSON that was sent again by another program may have other blanks; all else is as it came.</summary>
    private static string Compact(string json)
    {
        if (json.AsSpan().IndexOfAny(" \t\r\n") < 0)
        {
            return json;
        }
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = Limits.JsonDepth });
            using var compact = new MemoryStream(json.Length);
            using (var writer = new Utf8JsonWriter(compact, new JsonWriterOptions { MaxDepth = Limits.JsonDepth }))
            {
                document.WriteTo(writer);
            }
            return Encoding.UTF8.GetString(compact.GetBuffer(), 0, (int)compact.Length);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // No JSON, which is refused further in.
            return json;
        }
    }

    private static void Write(object? value, StringBuilder text)
    {
        switch (value)
        {
            case null:
                break;
            case JsonValue json:
                text.Append('j');
                Write(Compact(json.Json), text);
                break;
            case IMessage message:
                text.Append('{');
                foreach (var field in message.Descriptor.Fields.InFieldNumberOrder())
                {
                    if (!field.HasPresence || field.Accessor.HasValue(message))
                    {
                        text.Append(field.FieldNumber).Append('=');
                        Write(field.Accessor.GetValue(message), text);
                    }
                }
                text.Append('}');
                break;
            case IDictionary map:
                foreach (var key in map.Keys.Cast<object>().OrderBy(k => k.ToString(), StringComparer.Ordinal))
                {
                    Write(key, text);
                    Write(map[key], text);
                }
                break;
            case IList list:
                foreach (var item in list)
                {
                    Write(item, text);
                }
                text.Append(']');
                break;
            default:
                // The length keeps "ab" + "c" apart from "a" + "bc".
                var plain = Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture)!;
                text.Append(plain.Length).Append(':').Append(plain);
                break;
        }
    }
}
