using System.Globalization;
using System.Text.Json;

namespace Sops.Conformance;

/// <summary>
/// Whether two JSON values are the same: objects whatever their order, numbers by value (1 is 1.0), never across types.
/// </summary>
public static class JsonComparer
{
    public static bool Same(JsonElement a, JsonElement b)
    {
        if (a.ValueKind != b.ValueKind)
        {
            return false;
        }
        return a.ValueKind switch
        {
            JsonValueKind.Object => a.GetPropertyCount() == b.GetPropertyCount()
                && a.EnumerateObject().All(p => b.TryGetProperty(p.Name, out var other) && Same(p.Value, other)),
            JsonValueKind.Array => a.GetArrayLength() == b.GetArrayLength()
                && a.EnumerateArray().Zip(b.EnumerateArray()).All(p => Same(p.First, p.Second)),
            JsonValueKind.Number => SameNumber(a.GetRawText(), b.GetRawText()),
            JsonValueKind.String => a.ValueEquals(b.GetString()),
            _ => true,
        };
    }

    private static bool SameNumber(string a, string b) =>
        a == b
        || (
            (a.AsSpan().ContainsAny(".eE") || b.AsSpan().ContainsAny(".eE"))
            && double.Parse(a, CultureInfo.InvariantCulture) == double.Parse(b, CultureInfo.InvariantCulture)
        );
}
