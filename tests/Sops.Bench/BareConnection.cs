using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Google.Protobuf;
using Grpc.Core;

namespace Sops.Bench;

/// <summary>
/// Makes one unary call again and again over HTTP/2 frames of its own. A client that offers ten times what a server can do
/// shares the machine with it, and any other would take most of it: this one writes bytes that were made before, and looks
/// for nothing in an answer but its status.
/// </summary>
internal sealed class BareConnection : IDisposable
{
    private const int Head = 9;
    private const int LargestWindow = int.MaxValue;
    private const int FirstWindow = 65_535;
    private static readonly byte[] StatusName = "grpc-status"u8.ToArray();
    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly ConcurrentDictionary<int, TaskCompletionSource<StatusCode>> _calls = new();
    private readonly byte[] _call;
    private readonly int _data;
    private readonly Lock _lock = new();
    private readonly SemaphoreSlim _written = new(0);
    private MemoryStream _output = new();
    private int _lastStream = -1;
    private long _received;

    private BareConnection(string authority, string method, IMessage request)
    {
        var headers = Headers(
            (":method", "POST"),
            (":scheme", "http"),
            (":path", $"/sops.v1.{method}"),
            (":authority", authority),
            ("content-type", "application/grpc"),
            ("te", "trailers")
        );
        var message = request.ToByteArray();
        var data = new byte[5 + message.Length];
        BinaryPrimitives.WriteInt32BigEndian(data.AsSpan(1), message.Length);
        message.CopyTo(data, 5);
        _call = [.. Frame(FrameType.Headers, Flags.EndHeaders, headers), .. Frame(FrameType.Data, Flags.End, data)];
        _data = Head + headers.Length;
    }

    public static async Task<BareConnection> OpenAsync(Uri server, string method, IMessage request)
    {
        var connection = new BareConnection(server.Authority, method, request);
        await connection._socket.ConnectAsync(IPAddress.Parse(server.Host), server.Port);
        // Without a table every header of an answer is there in plain text.
        byte[] noTable = [0, 1, 0, 0, 0, 0];
        connection.Write([
            .. "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8,
            .. Frame(FrameType.Settings, 0, noTable),
            .. Frame(FrameType.Window, 0, Number(LargestWindow - FirstWindow)),
        ]);
        _ = connection.SendAsync();
        _ = connection.ReceiveAsync();
        return connection;
    }

    public Task<StatusCode> CallAsync()
    {
        // Whoever waits goes on at once, on the thread that reads: what it does is little.
        var call = new TaskCompletionSource<StatusCode>();
        lock (_lock)
        {
            var stream = _lastStream += 2;
            _calls[stream] = call;
            BinaryPrimitives.WriteInt32BigEndian(_call.AsSpan(5), stream);
            BinaryPrimitives.WriteInt32BigEndian(_call.AsSpan(_data + 5), stream);
            Write(_call);
        }
        return call.Task;
    }

    public void Dispose() => _socket.Dispose();

    private void Write(ReadOnlySpan<byte> bytes)
    {
        lock (_lock)
        {
            _output.Write(bytes);
            if (_written.CurrentCount == 0)
            {
                _written.Release();
            }
        }
    }

    private async Task SendAsync()
    {
        var full = new MemoryStream();
        while (true)
        {
            await _written.WaitAsync();
            lock (_lock)
            {
                (full, _output) = (_output, full);
            }
            await _socket.SendAsync(full.GetBuffer().AsMemory(0, (int)full.Length));
            full.SetLength(0);
        }
    }

    private async Task ReceiveAsync()
    {
        var (buffer, filled) = (new byte[256 * 1024], 0);
        try
        {
            while (await _socket.ReceiveAsync(buffer.AsMemory(filled)) is > 0 and var read)
            {
                var taken = Take(buffer.AsSpan(0, filled += read));
                buffer.AsSpan(taken, filled -= taken).CopyTo(buffer);
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or InvalidDataException)
        {
            foreach (var call in _calls.Values)
            {
                call.TrySetException(e);
            }
        }
    }

    /// <summary>Bytes of whole frames.</summary>
    private int Take(ReadOnlySpan<byte> bytes)
    {
        var taken = 0;
        while (bytes.Length - taken >= Head)
        {
            var frame = bytes[taken..];
            var length = BinaryPrimitives.ReadInt32BigEndian(frame) >> 8;
            if (frame.Length < Head + length)
            {
                break;
            }
            var stream = BinaryPrimitives.ReadInt32BigEndian(frame[5..]);
            Take((FrameType)frame[3], (Flags)frame[4], stream, frame.Slice(Head, length));
            taken += Head + length;
        }
        return taken;
    }

    private void Take(FrameType type, Flags flags, int stream, ReadOnlySpan<byte> payload)
    {
        switch (type)
        {
            case FrameType.Data:
                Received(payload.Length);
                break;
            case FrameType.Headers when flags.HasFlag(Flags.End):
                if (_calls.TryRemove(stream, out var call))
                {
                    call.SetResult(StatusOf(payload));
                }
                break;
            case FrameType.Reset when _calls.ContainsKey(stream):
            case FrameType.GoAway:
                throw new InvalidDataException($"the server sent {type}");
            case FrameType.Settings when !flags.HasFlag(Flags.End):
                Write(Frame(FrameType.Settings, Flags.End, []));
                break;
            case FrameType.Ping when !flags.HasFlag(Flags.End):
                Write(Frame(FrameType.Ping, Flags.End, payload));
                break;
        }
    }

    /// <summary>Lets the server send as much again.</summary>
    private void Received(int bytes)
    {
        _received += bytes;
        if (_received > LargestWindow / 2)
        {
            Write(Frame(FrameType.Window, 0, Number((int)_received)));
            _received = 0;
        }
    }

    private static StatusCode StatusOf(ReadOnlySpan<byte> headers)
    {
        var value = headers.IndexOf(StatusName) + StatusName.Length;
        return (StatusCode)int.Parse(headers.Slice(value + 1, headers[value]), null);
    }

    /// <summary>As literals, which neither side has to remember.</summary>
    private static byte[] Headers(params (string Name, string Value)[] headers) =>
        [.. headers.SelectMany(h => (byte[])[0, .. Text(h.Name), .. Text(h.Value)])];

    private static byte[] Text(string text) => [(byte)text.Length, .. Encoding.ASCII.GetBytes(text)];

    private static byte[] Number(int number)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, number);
        return bytes;
    }

    private static byte[] Frame(FrameType type, Flags flags, ReadOnlySpan<byte> payload)
    {
        var frame = new byte[Head + payload.Length];
        BinaryPrimitives.WriteInt32BigEndian(frame, payload.Length << 8);
        (frame[3], frame[4]) = ((byte)type, (byte)flags);
        payload.CopyTo(frame.AsSpan(Head));
        return frame;
    }

    private enum FrameType : byte
    {
        Data = 0,
        Headers = 1,
        Reset = 3,
        Settings = 4,
        Ping = 6,
        GoAway = 7,
        Window = 8,
    }

    [Flags]
    private enum Flags : byte
    {
        /// <summary>The stream's end; of settings and pings: that they were taken note of.</summary>
        End = 1,
        EndHeaders = 4,
    }
}
