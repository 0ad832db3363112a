using System.Net;
using System.Net.Sockets;

namespace Sops.Outbound;

/// <summary>The host of a URL as it will be called: an address, a name, or something that is neither.</summary>
internal static class OutboundHost
{
    /// <summary>Uri has already turned 127.1, 0x7f.1, 0177.0.0.1 and 2130706433 into the address that they mean.</summary>
    public static IPAddress? Address(Uri url) =>
        url.HostNameType is UriHostNameType.IPv4 or UriHostNameType.IPv6
        && IPAddress.TryParse(url.IdnHost, out var address)
            ? address
            : null;

    /// <summary>A zone chooses an interface of this machine. It has no meaning in a URL, and parsing may lose it.</summary>
    public static bool HasZone(Uri url) => url.IdnHost.Contains('%', StringComparison.Ordinal);

    /// <summary>
    /// Neither is a name that ends in a number, which some resolvers read as an address (127.0.0.1., 256.1), nor one outside
    /// of ASCII, which may become another name or an address on its way (１２７.０.０.１, ⓛocalhost).
    /// </summary>
    public static bool IsName(Uri url)
    {
        var host = url.Host;
        if (url.HostNameType != UriHostNameType.Dns || !System.Text.Ascii.IsValid(host))
        {
            return false;
        }
        var trimmed = host.AsSpan().TrimEnd('.');
        return !IsNumber(trimmed[(trimmed.LastIndexOf('.') + 1)..]);
    }

    /// <summary>Names that mean loopback whatever a resolver answers (RFC 6761).</summary>
    public static bool IsLocalhost(Uri url)
    {
        var name = url.Host.TrimEnd('.');
        return name.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            || name.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase);
    }

    private static bool IsNumber(ReadOnlySpan<char> label) =>
        label.StartsWith("0x", StringComparison.OrdinalIgnoreCase)
            ? !label[2..].ContainsAnyExcept(System.Buffers.SearchValues.Create("0123456789abcdefABCDEF"))
            : !label.ContainsAnyExceptInRange('0', '9');
}
