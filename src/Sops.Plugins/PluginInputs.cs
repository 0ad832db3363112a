using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;

namespace Sops.Plugins;

/// <summary>
/// Rendered inputs, read as what a plugin needs: a form may send a number as text and text as a number. A value that
/// can't be meant gives a problem that names the input. Missing, null and, except for text, blank mean the fallback.
/// </summary>
internal readonly record struct PluginInputs(JsonElement Json)
{
    public JsonElement? Find(string key) =>
        Json.ValueKind == JsonValueKind.Object
        && Json.TryGetProperty(key, out var value)
        && value.ValueKind != JsonValueKind.Null
            ? value
            : null;

    public bool TryText(string key, string fallback, out string text, [NotNullWhen(false)] out string? problem)
    {
        problem = null;
        text = fallback;
        if (Find(key) is not { } value)
        {
            return true;
        }
        if (value.ValueKind is JsonValueKind.Object or JsonValueKind.Array)
        {
            problem = $"{key} must be text, not {(value.ValueKind == JsonValueKind.Object ? "an object" : "a list")}";
            return false;
        }
        try
        {
            text = value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();
            return true;
        }
        catch (InvalidOperationException)
        {
            // An escape such as \ud800 passes as JSON but stands for half a character.
            problem = $"{key} is not valid text";
            return false;
        }
    }

    public bool TryNumber(string key, decimal fallback, out decimal number, [NotNullWhen(false)] out string? problem)
    {
        number = fallback;
        if (!TryText(key, "", out var text, out problem))
        {
            problem = $"{key} must be a number";
            return false;
        }
        if (string.IsNullOrWhiteSpace(text))
        {
            return true;
        }
        if (!decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number))
        {
            problem = $"{key} must be a number of at most 28 digits";
            return false;
        }
        return true;
    }

    public bool TryBool(string key, bool fallback, out bool flag, [NotNullWhen(false)] out string? problem)
    {
        flag = fallback;
        if (!TryText(key, "", out var text, out problem))
        {
            problem = $"{key} must be true or false";
            return false;
        }
        switch (text.Trim().ToLowerInvariant())
        {
            case "":
                return true;
            case "true" or "1":
                flag = true;
                return true;
            case "false" or "0":
                flag = false;
                return true;
            default:
                problem = $"{key} must be true or false";
                return false;
        }
    }
}
