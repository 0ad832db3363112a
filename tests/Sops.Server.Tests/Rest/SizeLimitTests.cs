using System.Net;
using Sops.Server.Hosting;
using Sops.V1;

namespace Sops.Server.Tests.Rest;

/// <summary>The limit of a body, on a real port: only there it is enforced.</summary>
public sealed class SizeLimitTests : IAsyncLifetime
{
    EdgeHost host = null!;

    public async ValueTask InitializeAsync() => host = await EdgeHost.OnPortsAsync();

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Body_UpToTheLimit_IsTaken(bool chunked)
    {
        var answer = await PostAsync(Limits.RequestBytes, chunked);

        Assert.True(answer.Result, answer.Text);
        Assert.Equal(Limits.RequestBytes - 13, host.Tasks.Seen.As<OperateTaskRequest>().Action.Length);
    }

    [Theory]
    [InlineData(false, 1)]
    [InlineData(true, 1)]
    [InlineData(false, 4 * 1024 * 1024)]
    [InlineData(true, 4 * 1024 * 1024)]
    public async Task Body_OverTheLimit_Is413(bool chunked, int over)
    {
        var answer = await PostAsync(Limits.RequestBytes + over, chunked);

        Assert.Equal((413, 3545000), (answer.Status, answer.Code));
        Assert.Equal("request body is over 8388608 bytes", answer.Message);
        Assert.Null(host.Tasks.Seen.Request);
    }

    [Fact]
    public async Task Body_OverTheLimit_IsNotSentByAClientThatAsksFirst()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/apigw/operate_task/10/2/")
        {
            Content = EdgeHost.Content(new string(' ', Limits.RequestBytes + 1)),
        };
        request.Headers.ExpectContinue = true;

        using var response = await host.Http.SendAsync(request);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
    }

    [Theory]
    [InlineData("Transfer-Encoding: chunked", "zz\r\n")]
    // Nothing more comes: Kestrel waits some seconds for it.
    [InlineData("Content-Length: 100", "{")]
    public async Task Body_ThatIsBroken_IsTheCallersFault(string header, string body)
    {
        using var tcp = new System.Net.Sockets.TcpClient();
        await tcp.ConnectAsync(IPAddress.Loopback, host.Http.BaseAddress!.Port);
        var stream = tcp.GetStream();
        var head =
            $"POST /apigw/operate_task/10/2/ HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n{header}\r\n\r\n";
        await stream.WriteAsync(System.Text.Encoding.ASCII.GetBytes(head + body));

        using var answer = new StreamReader(stream);
        var text = await answer.ReadToEndAsync();

        Assert.Contains("\"code\":3540000", text, StringComparison.Ordinal);
        Assert.Null(host.Tasks.Seen.Request);
    }

    Task<RestAnswer> PostAsync(int bytes, bool chunked)
    {
        var content = EdgeHost.Content($$"""{"action":"{{new string('x', bytes - 13)}}"}""");
        return host.SendAsync(
            HttpMethod.Post,
            "/apigw/operate_task/10/2/",
            content,
            chunked ? [("Transfer-Encoding", "chunked")] : []
        );
    }
}
