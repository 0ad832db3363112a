using System.Globalization;

namespace Sops.Server.Hosting;

/// <summary>Reads settings that restrict something, where one that is not understood must stop the start.</summary>
internal static class StrictSettings
{
    /// <summary>A list, or one text with commas, which is handier in an environment variable.</summary>
    public static IEnumerable<string> Items(this IConfigurationSection section) =>
        section
            .GetChildren()
            .Select(c => c.Value ?? "")
            .Append(section.Value ?? "")
            .SelectMany(text =>
                text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            );

    /// <exception cref="StartRefusedException">Something else is there, or one text in place of all.</exception>
    public static void RequireKnown(this IConfigurationSection section, params string[] keys)
    {
        if (!string.IsNullOrEmpty(section.Value))
        {
            throw section.Refused($"must have {string.Join(", ", keys)}");
        }
        section.RequireNoOther(keys);
    }

    /// <exception cref="StartRefusedException">Something else is there.</exception>
    public static void RequireNoOther(this IConfigurationSection section, params string[] keys)
    {
        var known = keys.ToHashSet(StringComparer.OrdinalIgnoreCase);
        if (section.GetChildren().FirstOrDefault(c => !known.Contains(c.Key)) is { } unknown)
        {
            throw unknown.Refused($"is no setting; here are {string.Join(", ", keys)}");
        }
    }

    /// <summary>Null where the setting is not there.</summary>
    /// <exception cref="StartRefusedException">It is no number, or out of its range.</exception>
    public static int? Number(this IConfigurationSection section, string key, int least, int most) =>
        section[key] is not { Length: > 0 } text ? null
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        && number >= least
        && number <= most
            ? number
        : throw section.GetSection(key).Refused($"a number from {least} to {most}");

    public static StartRefusedException Refused(this IConfigurationSection section, string why) =>
        new($"{section.Path}: {why}.");
}
