using System.Text;

namespace Sops.Server.Hosting;

/// <summary>Cuts what is told back to a caller, who may have sent it at any length.</summary>
internal static class ShortText
{
    private const string Rest = "...";

    /// <summary>At most so many bytes of UTF-8.</summary>
    public static string OfBytes(string text, int most) => Cut(text, most, rune => rune.Utf8SequenceLength);

    /// <summary>At most so many bytes as the header grpc-message, where all but printable ASCII takes three for one.</summary>
    public static string OfEncoded(string text, int most) => Cut(text, most, EncodedLength);

    /// <summary>At most so many UTF-16 units.</summary>
    public static string OfLength(string text, int most) => Cut(text, most, rune => rune.Utf16SequenceLength);

    /// <summary>Bytes of the text as the header grpc-message.</summary>
    public static int Encoded(string text) => text.EnumerateRunes().Sum(EncodedLength);

    private static int EncodedLength(Rune rune) =>
        rune.Value is >= ' ' and <= '~' and not '%' ? 1 : 3 * rune.Utf8SequenceLength;

    private static string Cut(string text, int most, Func<Rune, int> size)
    {
        var (taken, kept, whole) = (0, 0, 0);
        foreach (var rune in text.EnumerateRunes())
        {
            taken += size(rune);
            if (taken > most)
            {
                return text[..kept] + Rest;
            }
            whole += rune.Utf16SequenceLength;
            kept = taken <= most - Rest.Length ? whole : kept;
        }
        return text;
    }
}
