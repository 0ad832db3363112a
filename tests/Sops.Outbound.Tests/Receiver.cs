using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Sops.Outbound.Tests;

/// <summary>A real listener on loopback that keeps what it was sent and answers every request alike.</summary>
internal sealed class Receiver : IAsyncDisposable
{
    public const string Ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
    public const string OkAndClose = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok";

    private readonly TcpListener _listener;
    private readonly string _answer;
    private readonly CancellationTokenSource _stop = new();
    private readonly List<Task> _connections = [];
    private readonly Task _accepting;

    public Receiver(string answer = Ok, string address = "127.0.0.1", int port = 0)
    {
        _answer = answer;
        _listener = new(IPAddress.Parse(address), port);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public int Connections { get; private set; }

    /// <summary>Head of each request; complete once its answer was read.</summary>
    public List<string> Requests { get; } = [];

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _accepting;
        await Task.WhenAll(_connections);
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                Connections++;
                _connections.Add(ServeAsync(client));
            }
        }
        catch (OperationCanceledException) { }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var _ = client;
        var head = new StringBuilder();
        var buffer = new byte[4096];
        try
        {
            var stream = client.GetStream();
            while (await stream.ReadAsync(buffer, _stop.Token) is > 0 and var count)
            {
                head.Append(Encoding.ASCII.GetString(buffer, 0, count));
                if (head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
                {
                    Requests.Add(head.ToString());
                    head.Clear();
                    await stream.WriteAsync(Encoding.ASCII.GetBytes(_answer), _stop.Token);
                }
            }
        }
        catch (Exception e) when (e is OperationCanceledException or IOException) { }
    }
}
