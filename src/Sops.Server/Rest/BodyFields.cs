using System.Text.Json;
using System.Text.Unicode;
using Google.Protobuf.Reflection;
using Sops.Server.Access;
using Sops.Server.Hosting;

namespace Sops.Server.Rest;

/// <summary>
/// One pass over a JSON body before it is bound: proves that it is JSON, names every field whose value cannot be meant,
/// and picks out who calls, which is no field of the request.
/// </summary>
static class BodyFields
{
    static readonly JsonReaderOptions Options = new() { MaxDepth = Limits.JsonDepth };

    public static void Check(ReadOnlySpan<byte> body, MessageDescriptor input, ClaimSource claims)
    {
        if (!Utf8.IsValid(body))
            throw Invalid("request body is not UTF-8");
        if (JsonText.HasLoneSurrogate(body))
            throw Invalid("request body is not valid JSON, or has half of a surrogate pair in a text");
        List<FieldViolation> bad = [];
        var reader = new Utf8JsonReader(body, Options);
        try
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
                throw Invalid("request body must be a JSON object");
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var name = reader.GetString()!;
                reader.Read();
                if (ClaimSource.IsName(name))
                    claims.Add(name, reader.TokenType == JsonTokenType.String ? reader.GetString() : null);
                if (input.FindFieldByName(name) is { } field && FieldKind.Reject(field, ref reader) is { } problem)
                    bad.Add(new(name, problem));
                else
                    reader.Skip();
            }
            // Reads on to prove that nothing follows the object.
            reader.Read();
        }
        catch (JsonException e)
        {
            throw Invalid(Explain(reader, e));
        }
        if (bad.Count > 0)
            throw Sops.Server.Invalid.Fields(bad);
    }

    /// <summary>The texts, numbers and booleans of a JSON object; nothing when the body is none.</summary>
    public static Dictionary<string, string> ReadTexts(ReadOnlyMemory<byte> body)
    {
        Dictionary<string, string> texts = [];
        // A GET's body has no meaning of its own, so a broken one has none either.
        if (!Utf8.IsValid(body.Span) || JsonText.HasLoneSurrogate(body.Span))
            return texts;
        try
        {
            using var document = JsonDocument.Parse(body, new() { MaxDepth = Limits.JsonDepth });
            if (document.RootElement.ValueKind != JsonValueKind.Object)
                return texts;
            foreach (var member in document.RootElement.EnumerateObject())
            {
                if (member.Value.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array or JsonValueKind.Null))
                    texts[member.Name] = member.Value.ToString();
            }
        }
        catch (JsonException) { }
        return texts;
    }

    static string Explain(in Utf8JsonReader reader, JsonException e)
    {
        // A token that opens a level counts as outside of it.
        var opens = reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray;
        return reader.CurrentDepth + (opens ? 1 : 0) >= Limits.JsonDepth
            ? $"request body nests deeper than {Limits.JsonDepth} levels"
            : $"request body is not valid JSON at line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}";
    }

    static SopsException Invalid(string message) => SopsException.Invalid(FailureReasons.RequestInvalid, message);
}
