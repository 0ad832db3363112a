using System.Net;
using System.Net.Sockets;

namespace Sops.Outbound;

/// <summary>Connects to the very addresses that it has checked: a name is resolved once, so no second answer can differ.</summary>
internal sealed class CheckedConnections(
    OutboundPolicy policy,
    Func<string, CancellationToken, Task<IPAddress[]>> resolve
)
{
    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellation)
    {
        var (host, port) = (context.DnsEndPoint.Host, context.DnsEndPoint.Port);
        IPAddress[] addresses = IPAddress.TryParse(host, out var literal)
            ? [literal]
            : [.. await resolve(host, cancellation).ConfigureAwait(false)];
        // One bad address refuses the name: a name with public and private addresses is an attack or a mistake.
        foreach (var address in addresses)
        {
            if (policy.RefusalOf(address) is { } refusal)
            {
                throw new OutboundRefusedException($"the URL {refusal}");
            }
        }
        var failure = new SocketException((int)SocketError.HostNotFound);
        foreach (var address in addresses)
        {
            try
            {
                return await ConnectAsync(address, port, cancellation).ConfigureAwait(false);
            }
            catch (SocketException e)
            {
                failure = e;
            }
        }
        throw failure;
    }

    private static async Task<Stream> ConnectAsync(IPAddress address, int port, CancellationToken cancellation)
    {
        var target = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        var socket = new Socket(target.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(target, port, cancellation).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
