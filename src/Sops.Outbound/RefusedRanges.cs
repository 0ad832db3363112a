using System.Net;
using System.Net.Sockets;

namespace Sops.Outbound;

/// <summary>The addresses that are not those of some server on the public internet, by what the registries of IANA say of them.</summary>
internal static class RefusedRanges
{
    private static readonly (IPNetwork Network, string Of)[] V4 =
    [
        Range("0.0.0.0/8", "this host"),
        Range("10.0.0.0/8", "private"),
        Range("100.64.0.0/10", "carrier-grade NAT"),
        Range("127.0.0.0/8", "loopback"),
        // Azure's platform answers any virtual machine here, credentials included, although the address is a public one.
        Range("168.63.129.16/32", "metadata"),
        Range("169.254.0.0/16", "link-local and metadata"),
        Range("172.16.0.0/12", "private"),
        Range("192.0.0.0/24", "protocol assignments"),
        Range("192.0.2.0/24", "documentation"),
        Range("192.88.99.0/24", "6to4 relays"),
        Range("192.168.0.0/16", "private"),
        Range("198.18.0.0/15", "benchmarking"),
        Range("198.51.100.0/24", "documentation"),
        Range("203.0.113.0/24", "documentation"),
        Range("224.0.0.0/4", "multicast"),
        Range("240.0.0.0/4", "reserved and broadcast"),
    ];

    /// <summary>The first that contains an address names it, so narrow ones come before wide ones.</summary>
    private static readonly (IPNetwork Network, string Of)[] V6 =
    [
        Range("::1/128", "loopback"),
        Range("::/128", "this host"),
        Range("::/96", "IPv4-compatible"),
        Range("64:ff9b:1::/48", "local NAT64"),
        Range("2001::/32", "Teredo"),
        Range("2001::/23", "protocol assignments"),
        Range("2001:db8::/32", "documentation"),
        Range("2002::/16", "6to4"),
        Range("3fff::/20", "documentation"),
        Range("fc00::/7", "unique local"),
        Range("fe80::/10", "link-local"),
        Range("fec0::/10", "site-local"),
        Range("ff00::/8", "multicast"),
    ];

    /// <summary>All that has been given to anybody so far; what comes to be used outside of it is not public before this says so.</summary>
    private static readonly IPNetwork Global = IPNetwork.Parse("2000::/3");

    /// <summary>The public prefix of NAT64 (RFC 6052). What a resolver of an IPv6-only network makes of public IPv4 addresses has to work.</summary>
    private static readonly IPNetwork Nat64 = IPNetwork.Parse("64:ff9b::/96");

    /// <param name="address">No mapped one.</param>
    /// <returns>The range and what it is for, or null for a public address.</returns>
    public static string? Of(IPAddress address)
    {
        if (address.AddressFamily == AddressFamily.InterNetwork)
        {
            return Find(V4, address);
        }
        if (Nat64.Contains(address))
        {
            return Find(V4, new IPAddress(address.GetAddressBytes().AsSpan(12)));
        }
        return Find(V6, address) ?? (Global.Contains(address) ? null : "not within 2000::/3, the public ones");
    }

    private static string? Find((IPNetwork Network, string Of)[] ranges, IPAddress address)
    {
        foreach (var (network, of) in ranges)
        {
            if (network.Contains(address))
            {
                return $"{network}, {of}";
            }
        }
        return null;
    }

    private static (IPNetwork Network, string Of) Range(string network, string of) => (IPNetwork.Parse(network), of);
}
