using System.Globalization;
using System.Text.Json;

namespace Sops.Engine.Pipelines;

/// <summary>Reads the members of one JSON object; what has the wrong type is reported and read as if it were absent.</summary>
internal readonly struct Fields(JsonElement element, TreePath path, string subject, Findings findings)
{
    public TreePath Path => path;

    public JsonElement Element => element;

    /// <summary>The member, unless it is absent or null.</summary>
    public JsonElement? Find(string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    public string? Text(string name)
    {
        if (Find(name) is not { } value)
            return null;
        if (value.ValueKind == JsonValueKind.String)
            return value.GetString();
        Mistyped(name, "a string");
        return null;
    }

    public string RequiredText(string name)
    {
        if (Find(name) is null)
            Missing(name);
        return Text(name) ?? "";
    }

    public bool Flag(string name, bool fallback)
    {
        if (Find(name) is not { } value)
            return fallback;
        if (value.ValueKind is JsonValueKind.True or JsonValueKind.False)
            return value.GetBoolean();
        Mistyped(name, "true or false");
        return fallback;
    }

    /// <summary>A whole number, also one written as a string; null for anything else.</summary>
    public int? Integer(string name) =>
        Find(name) switch
        {
            { ValueKind: JsonValueKind.Number } number
                when number.TryGetDouble(out var d) && double.IsInteger(d) && Math.Abs(d) <= int.MaxValue => (int)d,
            { ValueKind: JsonValueKind.String } text
                when int.TryParse(
                    text.GetString(),
                    NumberStyles.AllowLeadingSign,
                    CultureInfo.InvariantCulture,
                    out var i
                ) => i,
            _ => null,
        };

    /// <summary>The object under that name; an absent one is null.</summary>
    public Fields? Object(string name)
    {
        if (Find(name) is not { } value)
            return null;
        if (value.ValueKind == JsonValueKind.Object)
            return new Fields(value, path[name], subject, findings);
        Mistyped(name, "an object");
        return null;
    }

    /// <summary>A member that is known to be an object; reading by name would search the whole map again.</summary>
    public Fields Of(JsonProperty member) => new(member.Value, path[member.Name], subject, findings);

    public Fields? RequiredObject(string name)
    {
        if (Find(name) is null)
            Missing(name);
        return Object(name);
    }

    /// <summary>The list of strings under that name; one string stands for a list of one, and "" for none.</summary>
    public IReadOnlyList<string> Texts(string name)
    {
        var self = this;
        return Find(name) is { } value ? Texts(value, () => self.Mistyped(name, "a string or a list of strings")) : [];
    }

    public static IReadOnlyList<string> Texts(JsonElement value, Action mistyped)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.String:
                return value.GetString() is { Length: > 0 } text ? [text] : [];
            case JsonValueKind.Array when value.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String):
                return [.. value.EnumerateArray().Select(item => item.GetString()!).Where(item => item.Length > 0)];
            case JsonValueKind.Null:
                return [];
            default:
                mistyped();
                return [];
        }
    }

    public void Missing(string name) => Report("MISSING_FIELD", name, $"\"{name}\" is required.");

    public void Mistyped(string name, string wanted) => Report("WRONG_TYPE", name, $"\"{name}\" must be {wanted}.");

    public void Report(string code, string name, string message) =>
        findings.Problem(code, subject, path[name], message);

    public void Warn(string code, string name, string message) => findings.Warning(code, subject, path[name], message);
}
