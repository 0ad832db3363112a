using System.Text;
using System.Text.Json;

namespace Sops.Engine.Pipelines;

/// <summary>Turns the text of a tree into a document that is safe to walk: bounded, free of repeated keys and broken text.</summary>
internal static class TreeText
{
    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    /// <summary>Null where a problem was found.</summary>
    public static JsonDocument? Read(string json, PipelineLimits limits, Findings findings)
    {
        if (Encode(json, limits, findings) is not { } utf8 || !IsSound(utf8, limits, findings))
            return null;
        var document = JsonDocument.Parse(utf8, new JsonDocumentOptions { MaxDepth = limits.JsonDepth });
        if (document.RootElement.ValueKind == JsonValueKind.Object)
            return document;
        findings.Problem("WRONG_TYPE", "", TreePath.Root, "The tree must be a JSON object.");
        document.Dispose();
        return null;
    }

    private static byte[]? Encode(string json, PipelineLimits limits, Findings findings)
    {
        try
        {
            var size = Strict.GetByteCount(json);
            if (size <= limits.TreeBytes)
                return Strict.GetBytes(json);
            findings.Problem(
                "TREE_TOO_LARGE",
                "",
                TreePath.Root,
                $"The tree's text has {size} bytes; the limit TreeBytes is {limits.TreeBytes}."
            );
        }
        catch (EncoderFallbackException)
        {
            findings.Problem("TEXT_INVALID", "", TreePath.Root, "The tree's text holds half a surrogate pair.");
        }
        return null;
    }

    // A repeated key would let readers of the same text see different trees, and half a surrogate pair makes every
    // later read of that text throw: both are refused here, so nobody after this has to think of them.
    private static bool IsSound(byte[] utf8, PipelineLimits limits, Findings findings)
    {
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = limits.JsonDepth });
        var open = new Stack<(HashSet<string>? Keys, TreePath Path)>();
        var spare = new Stack<HashSet<string>>();
        var path = TreePath.Root;
        var sound = true;
        try
        {
            while (reader.Read())
            {
                switch (reader.TokenType)
                {
                    case JsonTokenType.StartObject:
                        open.Push(
                            (spare.TryPop(out var used) ? used : new HashSet<string>(StringComparer.Ordinal), path)
                        );
                        break;
                    case JsonTokenType.StartArray:
                        open.Push((null, path));
                        break;
                    case JsonTokenType.EndObject or JsonTokenType.EndArray:
                        (var keys, path) = open.Pop();
                        if (keys is not null)
                        {
                            keys.Clear();
                            spare.Push(keys);
                        }
                        break;
                    case JsonTokenType.PropertyName:
                        path = open.Peek().Path;
                        if (TextOf(ref reader) is not { } key)
                            sound = Broken(findings, path);
                        else
                        {
                            path = path[key];
                            if (!open.Peek().Keys!.Add(key))
                                sound = Repeated(findings, key, path);
                        }
                        break;
                    case JsonTokenType.String when TextOf(ref reader) is null:
                        sound = Broken(findings, path);
                        break;
                }
            }
            return sound;
        }
        catch (JsonException e)
        {
            // What the last token opened is not counted yet.
            var opens = reader.TokenType is JsonTokenType.StartArray or JsonTokenType.StartObject ? 1 : 0;
            var deep = reader.CurrentDepth + opens >= limits.JsonDepth;
            findings.Problem(
                deep ? "JSON_TOO_DEEP" : "JSON_MALFORMED",
                "",
                path,
                deep
                    ? $"The tree's JSON is nested deeper than the limit JsonDepth of {limits.JsonDepth}."
                    : $"The tree's text is no valid JSON at line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}."
            );
            return false;
        }
    }

    private static string? TextOf(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.String && !reader.ValueIsEscaped)
            return "";
        try
        {
            return reader.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static bool Broken(Findings findings, TreePath path)
    {
        findings.Problem("TEXT_INVALID", "", path, "This text holds half a surrogate pair.");
        return false;
    }

    private static bool Repeated(Findings findings, string key, TreePath path)
    {
        findings.Problem("DUPLICATE_KEY", key, path, $"The key \"{key}\" stands here more than once.");
        return false;
    }
}
