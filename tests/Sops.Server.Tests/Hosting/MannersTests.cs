using System.Buffers.Binary;
using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Sops.Server.Hosting;
using Sops.Server.Runtime;
using Sops.Server.Tests.App;
using Sops.Storage;
using Sops.V1;
using static Sops.Engine.Tests.Runs.TreeBuilder;
using static Sops.Server.Tests.App.TestTrees;

namespace Sops.Server.Tests.Hosting;

/// <summary>What every rpc does alike: compression, deadlines, cancelling and limits.</summary>
public sealed class MannersTests(WatchedApp app) : IClassFixture<WatchedApp>
{
    private const string Gzip = "gzip";
    private SopsClient Client => app.Client;
    private string Grpc => $"http://{Client.Channel.Target}";

    [Theory]
    [InlineData(Limits.CompressedBytes, Gzip, true)]
    [InlineData(Limits.CompressedBytes, "identity", false)]
    [InlineData(Limits.CompressedBytes, null, false)]
    [InlineData(100, Gzip, false)]
    public async Task Answer_IsCompressed_WhereItIsLargeAndTheClientTakesIt(int size, string? accepted, bool compressed)
    {
        var id = await TemplateAsync(new string('x', size));
        var request = new GetTemplateRequest { BkBizId = 2, TemplateId = id };

        var (body, trailers) = await SendAsync(
            "TemplateService/GetTemplate",
            Frame(request.ToByteArray(), compressed: false),
            accepted is null ? [] : [("grpc-accept-encoding", accepted)]
        );

        Assert.Equal("0", trailers.GetValues("grpc-status").Single());
        Assert.Equal(compressed, body[0] == 1);
        var answer = GetTemplateResponse.Parser.ParseFrom(compressed ? Unzip(body[5..]) : body[5..]);
        Assert.Equal(size, answer.Template.Description.Length);
        Assert.Equal(compressed, body.Length < size);
    }

    [Fact]
    public async Task Stream_CompressesItsLargeMessagesOnly()
    {
        var task = await Client.StartAsync(Tree([.. Enumerable.Range(0, 150).Select(i => Echo($"n{i}"))]));
        await task.UntilAsync("FINISHED");
        var request = new WatchTaskStatusRequest { BkBizId = task.Business, TaskId = task.Id };

        var (snapshot, _) = await SendAsync(
            "TaskService/WatchTaskStatus",
            Frame(request.ToByteArray(), compressed: false),
            [("grpc-accept-encoding", Gzip)]
        );
        request.AfterRevision = 0;
        var (changes, _) = await SendAsync(
            "TaskService/WatchTaskStatus",
            Frame(request.ToByteArray(), compressed: false),
            [("grpc-accept-encoding", Gzip)]
        );

        Assert.Equal(1, snapshot[0]);
        Assert.Equal(0, changes[0]);
    }

    [Fact]
    public async Task Request_ThatIsCompressed_IsUnderstood()
    {
        var answer = await Client.Templates.CreateTemplateAsync(
            New(new string('x', 100_000)),
            new Metadata { { "grpc-internal-encoding-request", Gzip } }
        );

        var stored = await Client.Templates.GetTemplateAsync(
            new GetTemplateRequest { BkBizId = 2, TemplateId = answer.TemplateId }
        );
        Assert.Equal(100_000, stored.Template.Description.Length);
    }

    [Theory]
    [InlineData(Gzip)]
    [InlineData("identity")]
    public async Task Request_OverTheLimit_IsRefused_HoweverSmallItIsCompressed(string encoding)
    {
        var failure = await Assert.ThrowsAsync<RpcException>(async () =>
            await Client.Templates.CreateTemplateAsync(
                New(new string('x', Limits.RequestBytes)),
                new Metadata { { "grpc-internal-encoding-request", encoding } }
            )
        );

        Assert.Equal(StatusCode.ResourceExhausted, failure.StatusCode);
    }

    [Fact]
    public async Task Bomb_IsNotUnpackedBeyondTheLimit()
    {
        // A gibibyte in a mebibyte: to unpack it all would show in what the process allocates.
        var bomb = Frame(Zip(new byte[1 << 20], times: 1024), compressed: true);
        var before = GC.GetTotalAllocatedBytes();

        var (_, trailers) = await SendAsync("TemplateService/CreateTemplate", bomb, [("grpc-encoding", Gzip)]);

        Assert.Equal($"{(int)StatusCode.ResourceExhausted}", trailers.GetValues("grpc-status").Single());
        Assert.InRange(GC.GetTotalAllocatedBytes() - before, 0, 20L * Limits.RequestBytes);
    }

    [Fact]
    public async Task Encoding_ThatIsUnknown_IsUnimplemented()
    {
        var (_, trailers) = await SendAsync(
            "TemplateService/ListTemplates",
            Frame([8, 2], compressed: true),
            [("grpc-encoding", "brotli")]
        );

        Assert.Equal($"{(int)StatusCode.Unimplemented}", trailers.GetValues("grpc-status").Single());
    }

    [Fact]
    public async Task Deadline_ThatIsOverBeforeTheTurn_ChangesNothing()
    {
        var task = await Client.CreateAsync(Tree(Pause("p")));
        using var lease = app.Services.GetRequiredService<LiveRuns>().Hold(task.Id);
        await lease.Run.Gate.WaitAsync();
        RpcException failure;
        try
        {
            failure = await Assert.ThrowsAsync<RpcException>(async () =>
                await Client.Tasks.StartTaskAsync(
                    new StartTaskRequest { BkBizId = task.Business, TaskId = task.Id },
                    deadline: DateTime.UtcNow.AddMilliseconds(300)
                )
            );
            await Eventually.IsAsync(() => lease.Run.Leases == 1, "the server stops waiting as well");
        }
        finally
        {
            lease.Run.Gate.Release();
        }

        Assert.Equal(StatusCode.DeadlineExceeded, failure.StatusCode);
        Assert.Equal("CREATED", (await task.StatusAsync()).State);
    }

    [Fact]
    public async Task Deadline_ThatIsOverBeforeTheWrite_StoresNothing()
    {
        const long Business = 77;
        var database = app.Services.GetRequiredService<Database>();
        using var written = new ManualResetEventSlim();
        var blocked = database.WriteAsync(_ => written.Wait(SopsClient.Patience));
        var request = New("late");
        request.BkBizId = Business;
        RpcException failure;
        try
        {
            failure = await Assert.ThrowsAsync<RpcException>(async () =>
                await Client.Templates.CreateTemplateAsync(request, deadline: DateTime.UtcNow.AddMilliseconds(300))
            );
            await app.Calls.UntilOverAsync("/sops.v1.TemplateService/CreateTemplate");
        }
        finally
        {
            written.Set();
        }
        Assert.True(await blocked);

        Assert.Equal(StatusCode.DeadlineExceeded, failure.StatusCode);
        // Behind everything that was waiting to be written.
        await database.WriteAsync(_ => true);
        var list = await Client.Templates.ListTemplatesAsync(new ListTemplatesRequest { BkBizId = Business });
        Assert.Empty(list.Templates);
    }

    [Fact]
    public async Task Read_ThatIsCancelled_Ends()
    {
        var task = await Client.CreateAsync(Tree(Pause("p")));
        using var lease = app.Services.GetRequiredService<LiveRuns>().Hold(task.Id);
        await lease.Run.Gate.WaitAsync();
        using var patience = new CancellationTokenSource();
        using var call = Client.Tasks.GetTaskStatusAsync(
            new GetTaskStatusRequest { BkBizId = task.Business, TaskId = task.Id },
            cancellationToken: patience.Token
        );
        await Eventually.IsAsync(() => lease.Run.Leases == 2, "the read waits for the run");

        await patience.CancelAsync();

        var failure = await Assert.ThrowsAsync<RpcException>(async () => await call);
        Assert.Equal(StatusCode.Cancelled, failure.StatusCode);
        await Eventually.IsAsync(() => lease.Run.Leases == 1, "the server stops waiting as well");
        lease.Run.Gate.Release();
    }

    [Fact]
    public async Task Connection_AllowsAsManyCallsAsTheDocumentsSay()
    {
        const int Settings = 4;
        const int MaxConcurrentStreams = 3;
        var address = new Uri(Grpc);
        using var client = new TcpClient();
        await client.ConnectAsync(address.Host, address.Port);
        await using var stream = client.GetStream();
        await stream.WriteAsync("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8.ToArray());
        await stream.WriteAsync(new byte[] { 0, 0, 0, Settings, 0, 0, 0, 0, 0 });

        var head = new byte[9];
        await stream.ReadExactlyAsync(head);
        var payload = new byte[(head[0] << 16) | (head[1] << 8) | head[2]];
        await stream.ReadExactlyAsync(payload);

        Assert.Equal(Settings, head[3]);
        var settings = payload
            .Chunk(6)
            .ToDictionary(
                s => BinaryPrimitives.ReadUInt16BigEndian(s),
                s => BinaryPrimitives.ReadUInt32BigEndian(s.AsSpan(2))
            );
        Assert.Equal((uint)Limits.StreamsPerConnection, settings[MaxConcurrentStreams]);
    }

    private static CreateTemplateRequest New(string description) =>
        new()
        {
            BkBizId = 2,
            Name = "t",
            Description = description,
            PipelineTree = new JsonValue { Json = Tree(Echo("a")) },
        };

    private async Task<long> TemplateAsync(string description) =>
        (await Client.Templates.CreateTemplateAsync(New(description))).TemplateId;

    /// <summary>A call as it is on the wire: clients hide whether a message was compressed.</summary>
    private async Task<(byte[] Body, HttpHeaders Trailers)> SendAsync(
        string method,
        byte[] body,
        IEnumerable<(string Name, string Value)> headers
    )
    {
        using var http = new HttpClient { Timeout = SopsClient.Patience };
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{Grpc}/sops.v1.{method}")
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent(body),
        };
        request.Content.Headers.ContentType = new("application/grpc");
        request.Headers.TE.Add(new("trailers"));
        foreach (var (name, value) in headers)
        {
            request.Headers.Add(name, value);
        }
        using var response = await http.SendAsync(request);
        var answer = await response.Content.ReadAsByteArrayAsync();
        // A call that fails at once has its trailers in the head.
        var trailers = response.TrailingHeaders.Contains("grpc-status")
            ? response.TrailingHeaders
            : (HttpHeaders)response.Headers;
        return (answer, trailers);
    }

    private static byte[] Frame(byte[] message, bool compressed)
    {
        var frame = new byte[5 + message.Length];
        frame[0] = compressed ? (byte)1 : (byte)0;
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(1), message.Length);
        message.CopyTo(frame, 5);
        return frame;
    }

    private static byte[] Zip(byte[] part, int times)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            for (var i = 0; i < times; i++)
            {
                gzip.Write(part);
            }
        }
        return packed.ToArray();
    }

    private static byte[] Unzip(byte[] packed)
    {
        using var gzip = new GZipStream(new MemoryStream(packed), CompressionMode.Decompress);
        using var plain = new MemoryStream();
        gzip.CopyTo(plain);
        return plain.ToArray();
    }
}
