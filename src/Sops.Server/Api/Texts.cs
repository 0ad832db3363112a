namespace Sops.Server.Api;

/// <summary>What callers wrote, where a message says it again.</summary>
internal static class Texts
{
    private const int Most = 64;

    public static string Shortened(string text) =>
        Characters.Count(text) <= Most ? text : Characters.First(text, Most) + "…";
}
