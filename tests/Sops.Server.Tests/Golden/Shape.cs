using System.Globalization;
using System.Text.Json;

namespace Sops.Server.Tests.Golden;

/// <summary>
/// Tells how a JSON value departs from a shape. A shape is JSON with words in place of values: a word names what may stand
/// there ("text|null"), "=word" is that very text, "@name" another shape. An object has exactly the fields of its shape,
/// those with "?" if it likes; {"*": s} is a map of one or more, {"*?": s} of any number; [s] and ["?", s] likewise a list.
/// </summary>
internal static class Shape
{
    private static readonly Dictionary<string, Func<JsonElement, bool>> Words = new()
    {
        ["any"] = _ => true,
        ["null"] = v => v.ValueKind == JsonValueKind.Null,
        ["boolean"] = v => v.ValueKind is JsonValueKind.True or JsonValueKind.False,
        ["integer"] = v => v.ValueKind == JsonValueKind.Number && v.TryGetInt64(out _),
        ["object"] = v => v.ValueKind == JsonValueKind.Object,
        ["list"] = v => v.ValueKind == JsonValueKind.Array,
        ["text"] = v => v.ValueKind == JsonValueKind.String,
        ["filled"] = v => IsText(v, t => t.Length > 0),
        ["empty"] = v => IsText(v, t => t.Length == 0),
        ["time"] = v => IsText(v, t => IsTime(t, "yyyy-MM-dd HH:mm:ss zzz", t.Length - 2)),
        ["bkflow_time"] = v => IsText(v, t => IsTime(t, "yyyy-MM-dd HH:mm:sszzz", t.Length - 2)),
        ["iso_time"] = v => IsText(v, t => t.EndsWith('Z') && IsTime(t, "yyyy-MM-dd'T'HH:mm:ss.fff'Z'", 0)),
    };

    /// <summary>Each as "path: what is there, not what should be"; all members of a map or list go by "*".</summary>
    public static IReadOnlyList<string> Differences(string shape, JsonElement value)
    {
        var found = new List<string>();
        Compare(JsonElement.Parse(shape), value, "", found);
        return [.. found.Distinct()];
    }

    private static void Compare(JsonElement shape, JsonElement value, string path, List<string> found)
    {
        switch (shape.ValueKind)
        {
            case JsonValueKind.Object when value.ValueKind == JsonValueKind.Object:
                CompareObjects(shape, value, path, found);
                break;
            case JsonValueKind.Array when value.ValueKind == JsonValueKind.Array:
                CompareLists(shape, value, path, found);
                break;
            case JsonValueKind.String when shape.GetString() is ['@', ..] name:
                Compare(JsonElement.Parse(SharedShapes.Of(name[1..])), value, path, found);
                break;
            case JsonValueKind.String:
                if (!shape.GetString()!.Split('|').Any(word => Fits(word, value)))
                {
                    found.Add($"{path}: {Kind(value)}, not {shape.GetString()}");
                }
                break;
            default:
                found.Add($"{path}: {Kind(value)}, not {Kind(shape)}");
                break;
        }
    }

    private static void CompareObjects(JsonElement shape, JsonElement value, string path, List<string> found)
    {
        if (shape.TryGetProperty("*", out var each) || shape.TryGetProperty("*?", out each))
        {
            if (!value.EnumerateObject().Any() && shape.TryGetProperty("*", out _))
            {
                found.Add($"{path}: no entry");
            }
            foreach (var entry in value.EnumerateObject())
            {
                Compare(each, entry.Value, Join(path, "*"), found);
            }
            return;
        }
        var known = shape.EnumerateObject().ToDictionary(f => f.Name.TrimEnd('?'), f => f);
        foreach (var (name, field) in known)
        {
            if (value.TryGetProperty(name, out var actual))
            {
                Compare(field.Value, actual, Join(path, name), found);
            }
            else if (!field.Name.EndsWith('?'))
            {
                found.Add($"{Join(path, name)}: absent");
            }
        }
        foreach (var field in value.EnumerateObject().Where(f => !known.ContainsKey(f.Name)))
        {
            found.Add($"{Join(path, field.Name)}: not expected");
        }
    }

    private static void CompareLists(JsonElement shape, JsonElement value, string path, List<string> found)
    {
        var items = shape.EnumerateArray().ToList();
        if (items.Count == 1 && value.GetArrayLength() == 0)
        {
            found.Add($"{path}: no item");
        }
        foreach (var item in value.EnumerateArray())
        {
            Compare(items[^1], item, Join(path, "*"), found);
        }
    }

    private static bool Fits(string word, JsonElement value) =>
        word is ['=', ..] ? IsText(value, t => t == word[1..]) : Words[word](value);

    private static bool IsText(JsonElement value, Func<string, bool> holds) =>
        value.ValueKind == JsonValueKind.String && holds(value.GetString()!);

    /// <summary>Offsets are written without the colon that .NET wants.</summary>
    private static bool IsTime(string text, string format, int colon) =>
        text.Length > 5
        && DateTimeOffset.TryParseExact(
            colon == 0 ? text : text.Insert(colon, ":"),
            format,
            CultureInfo.InvariantCulture,
            DateTimeStyles.None,
            out _
        );

    private static string Kind(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.String when value.GetString()!.Length == 0 => "empty",
            JsonValueKind.String => "text",
            JsonValueKind.Number => "number",
            JsonValueKind.True or JsonValueKind.False => "boolean",
            JsonValueKind.Array => "list",
            _ => value.ValueKind.ToString().ToLowerInvariant(),
        };

    private static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";
}
