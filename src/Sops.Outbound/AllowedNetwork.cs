using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Sops.Outbound;

/// <summary>Reads one entry of the allowed networks, so strictly that nobody opens another network than the one they meant.</summary>
internal static class AllowedNetwork
{
    /// <exception cref="ArgumentException">The text names no network, or not in its usual form.</exception>
    public static IPNetwork Parse(string text)
    {
        // IPNetwork itself reads 010.0.0.0/8 as 8.0.0.0/8 and 10/8 as 0.0.0.0/8, and cuts 10.1.2.3/8 to 10.0.0.0/8.
        if (!IPNetwork.TryParse(text, out var network) || Written(network, text) is not { } address)
        {
            throw Refused($"'{text}' is no network in CIDR form, such as 10.20.0.0/16 or fd12:3456::/32");
        }
        if (address.IsIPv4MappedToIPv6)
        {
            throw Refused($"'{text}' has to be written as the IPv4 network that it stands for");
        }
        return network.BaseAddress.Equals(address)
            ? network
            : throw Refused($"'{text}' is an address within {network}, not a network");
    }

    /// <returns>The address before the slash, or null where it or the prefix is written in an unusual form.</returns>
    private static IPAddress? Written(IPNetwork network, string text)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (
            !IPAddress.TryParse(text.AsSpan(0, slash), out var address)
            || text[(slash + 1)..] != network.PrefixLength.ToString(CultureInfo.InvariantCulture)
        )
        {
            return null;
        }
        var usual =
            address.AddressFamily == AddressFamily.InterNetwork
                ? address.ToString() == text[..slash]
                : text.AsSpan(0, slash).IndexOfAny('%', '[') < 0;
        return usual ? address : null;
    }

    private static ArgumentException Refused(string why) => new($"AllowedNetworks: {why}.");
}
