using System.Globalization;

namespace Sops.Server.Api;

/// <summary>Ids that come as a text.</summary>
internal static class Ids
{
    public static long One(string field, string text) => Parse(text) ?? throw Invalid.Field(field, "must be an id");

    public static IReadOnlyList<long> Many(string field, string list) =>
        [
            .. list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                .Select(text => Parse(text) ?? throw Invalid.Field(field, "must be ids, separated by commas")),
        ];

    private static long? Parse(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;
}
