namespace Sops.Server;

/// <summary>Counts what people would: a character beyond the basic plane is one.</summary>
internal static class Characters
{
    public static int Count(string text) => text.EnumerateRunes().Count();

    /// <summary>The first so many.</summary>
    public static string First(string text, int most) =>
        text.Length <= most ? text : string.Concat(text.EnumerateRunes().Take(most));
}
