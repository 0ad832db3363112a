namespace Sops.Server;

/// <summary>Counts what people would: a character beyond the basic plane is one.</summary>
internal static class Characters
{
    public static int Count(string text) => text.EnumerateRunes().Count();
}
