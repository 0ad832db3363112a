using System.Net;
using System.Net.Sockets;

namespace Sops.Outbound;

/// <summary>
/// Decides where outgoing requests may go, so that who may name a URL cannot make the service call what only the service reaches.
/// </summary>
/// <remarks>
/// Public addresses alone, unless the deployment allows more. A mapped address (::ffff:0:0/96) is the IPv4 address it maps, also
/// for allowed networks; one of 64:ff9b::/96 is judged by the IPv4 address inside, but only an IPv6 network can allow it. All
/// other forms that hold an IPv4 address (compatible, translated, 6to4, Teredo, local NAT64) are refused whatever they hold.
/// </remarks>
public sealed class OutboundPolicy
{
    /// <summary>In characters, both as given and as sent, where what has to be escaped is.</summary>
    public const int MaxUrlLength = 2048;

    private readonly string[] _schemes;
    private readonly IPNetwork[] _allowed;

    /// <exception cref="ArgumentException">An option makes no sense; the text begins with its name.</exception>
    public OutboundPolicy(OutboundOptions options)
    {
        _schemes = [.. options.Schemes.Select(Scheme)];
        if (_schemes.Length == 0)
        {
            throw new ArgumentException("Schemes: at least one of https and http is needed.");
        }
        _allowed = [.. options.AllowedNetworks.Select(AllowedNetwork.Parse)];
    }

    /// <summary>What can be said of a URL before its host is resolved; every connection is checked again.</summary>
    /// <returns>Null where it may be called, else why not, to be read after "the URL".</returns>
    public string? RefusalOf(Uri url)
    {
        if (!url.IsAbsoluteUri)
        {
            return "is not an absolute one";
        }
        if (!_schemes.Contains(url.Scheme))
        {
            return $"does not begin with {string.Join(" or ", _schemes.Select(s => s + "://"))}";
        }
        if (Math.Max(url.OriginalString.Length, url.AbsoluteUri.Length) > MaxUrlLength)
        {
            return $"is longer than {MaxUrlLength} characters";
        }
        return HasUserInfo(url) ? "carries a user name or a password" : RefusalOfHost(url);
    }

    /// <returns>Null where it may be called, else why not, to be read after "the URL". The address itself stays out of it.</returns>
    public string? RefusalOf(IPAddress address)
    {
        if (address.AddressFamily == AddressFamily.InterNetworkV6 && address.ScopeId != 0)
        {
            return "leads to an address with a zone";
        }
        var judged = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return Array.Exists(_allowed, n => n.Contains(judged)) || RefusedRanges.Of(judged) is not { } range
            ? null
            : $"leads to an address that is not public ({range})";
    }

    private string? RefusalOfHost(Uri url)
    {
        if (OutboundHost.HasZone(url))
        {
            return "leads to an address with a zone";
        }
        if (OutboundHost.Address(url) is { } address)
        {
            return RefusalOf(address);
        }
        if (!OutboundHost.IsName(url))
        {
            return "names no host: neither an address nor a name of ASCII characters (xn--… for others)";
        }
        // Resolving tells which of the two it is, where one is allowed.
        return OutboundHost.IsLocalhost(url) && RefusalOf(IPAddress.IPv6Loopback) is not null
            ? RefusalOf(IPAddress.Loopback)
            : null;
    }

    /// <summary>Uri.UserInfo is empty for http://@host as well, which nobody writes without a purpose.</summary>
    private static bool HasUserInfo(Uri url)
    {
        var rest = url.AbsoluteUri.AsSpan(url.Scheme.Length + Uri.SchemeDelimiter.Length);
        var end = rest.IndexOfAny('/', '?', '#');
        return rest[..(end < 0 ? rest.Length : end)].Contains('@');
    }

    private static string Scheme(string text) =>
        text is "https" or "http" ? text : throw new ArgumentException($"Schemes: '{text}' is not https or http.");
}
