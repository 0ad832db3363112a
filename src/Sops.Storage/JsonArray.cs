using System.Globalization;
using System.Text.Json;

namespace Sops.Storage;

/// <summary>A list as one parameter, since a parameter list of varying length would be a new statement each time.</summary>
internal static class JsonArray
{
    /// <summary>Null for no list, which a query takes as any.</summary>
    public static string? Of(IEnumerable<long>? numbers) =>
        numbers is null ? null : $"[{string.Join(',', numbers.Select(n => n.ToString(CultureInfo.InvariantCulture)))}]";

    public static string Of(IEnumerable<string> texts) => JsonSerializer.Serialize(texts);
}
