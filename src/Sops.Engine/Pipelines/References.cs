using System.Text.Json;
using Sops.Engine.Expressions;

namespace Sops.Engine.Pipelines;

/// <summary>Finds which constants a value or a condition names.</summary>
internal static class References
{
    /// <summary>Keys ("${k}") of everything that its expressions take from outside.</summary>
    public static HashSet<string> In(JsonElement value) => Keys(Template.References(value));

    public static HashSet<string> In(string condition) => Keys(Condition.References(condition));

    /// <summary>Keys of the variables that stand alone, as in "${k}": there the name can be nothing but a variable.</summary>
    public static HashSet<string> Plain(JsonElement value)
    {
        var keys = new HashSet<string>(StringComparer.Ordinal);
        Collect(value, keys);
        return keys;
    }

    public static HashSet<string> Plain(string condition)
    {
        var keys = new HashSet<string>(StringComparer.Ordinal);
        Collect(condition, keys);
        return keys;
    }

    private static HashSet<string> Keys(IReadOnlySet<string> names) =>
        names.Select(name => $"${{{name}}}").ToHashSet(StringComparer.Ordinal);

    // Depth is that of the document, which TreeText has bounded.
    private static void Collect(JsonElement value, HashSet<string> keys)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.String:
                Collect(value.GetString()!, keys);
                break;
            case JsonValueKind.Array:
                foreach (var item in value.EnumerateArray())
                    Collect(item, keys);
                break;
            case JsonValueKind.Object:
                foreach (var member in value.EnumerateObject())
                    Collect(member.Value, keys);
                break;
        }
    }

    private static void Collect(string text, HashSet<string> keys)
    {
        var from = 0;
        while ((from = text.IndexOf("${", from, StringComparison.Ordinal)) >= 0)
        {
            from += 2;
            var name = text.AsSpan(from);
            var length = name.IndexOfAnyExcept(ConstantKey.NameChars);
            if (length > 0 && name[length] == '}')
                keys.Add($"${{{name[..length]}}}");
        }
    }
}
