using System.Net;

namespace Sops.Outbound;

/// <summary>Makes the client that every outgoing HTTP request of the service goes through.</summary>
public static class OutboundHttp
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Its requests fail with <see cref="OutboundRefusedException"/> where the policy says so. It follows no redirect, keeps no
    /// cookie, asks no proxy, unpacks nothing, and speaks HTTP/1.1.
    /// </summary>
    /// <param name="resolve">The addresses of a name; by default what the system says.</param>
    /// <param name="connectTimeout">For resolving and connecting together; 5 s by default.</param>
    public static HttpMessageInvoker Create(
        OutboundPolicy policy,
        Func<string, CancellationToken, Task<IPAddress[]>>? resolve = null,
        TimeSpan? connectTimeout = null
    )
    {
        var connections = new CheckedConnections(policy, resolve ?? Dns.GetHostAddressesAsync);
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            // An environment variable could name one, and then it would be the proxy that resolves and connects.
            UseProxy = false,
            AutomaticDecompression = DecompressionMethods.None,
            // Identifiers of our traces are nobody else's business.
            ActivityHeadersPropagator = null,
            ConnectTimeout = connectTimeout ?? ConnectTimeout,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            ConnectCallback = connections.ConnectAsync,
        };
        return new HttpMessageInvoker(new CheckedRequests(policy, handler));
    }
}
