using System.Diagnostics;
using System.Net;

namespace Sops.Outbound.Tests;

/// <summary>What the client does not do of its own accord, however it is asked or answered.</summary>
public sealed class TransportTests
{
    private static readonly OutboundPolicy Policy = Given.Policy("127.0.0.1/32");

    [Theory]
    [InlineData(301, "http://169.254.169.254/latest/meta-data/")]
    [InlineData(302, "http://169.254.169.254/latest/meta-data/")]
    [InlineData(303, "/elsewhere")]
    [InlineData(307, "/elsewhere")]
    [InlineData(308, "https://example.com/")]
    public async Task Redirect_IsTheAnswer(int status, string location)
    {
        await using var receiver = new Receiver(
            $"HTTP/1.1 {status} Moved\r\nLocation: {location}\r\nContent-Length: 0\r\n\r\n"
        );
        using var http = OutboundHttp.Create(Policy);

        using var answer = await http.GetAsync($"http://127.0.0.1:{receiver.Port}/");

        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal(location, answer.Headers.Location?.OriginalString);
        Assert.Single(receiver.Requests);
    }

    [Fact]
    public async Task Proxy_OfTheEnvironment_IsNotAsked()
    {
        await using var receiver = new Receiver();
        await using var proxy = new Receiver();
        var before = HttpClient.DefaultProxy;
        HttpClient.DefaultProxy = new WebProxy($"http://127.0.0.1:{proxy.Port}") { BypassProxyOnLocal = false };
        try
        {
            using var http = OutboundHttp.Create(Policy, Given.Names("127.0.0.1").ResolveAsync);
            (await http.GetAsync($"http://hook.example:{receiver.Port}/")).Dispose();
        }
        finally
        {
            HttpClient.DefaultProxy = before;
        }
        Assert.Single(receiver.Requests);
        Assert.Equal(0, proxy.Connections);
    }

    [Fact]
    public async Task Cookie_OfAnAnswer_IsNotSentBack()
    {
        await using var receiver = new Receiver(
            "HTTP/1.1 200 OK\r\nSet-Cookie: a=b; Path=/\r\nContent-Length: 0\r\n\r\n"
        );
        using var http = OutboundHttp.Create(Policy);

        (await http.GetAsync($"http://127.0.0.1:{receiver.Port}/")).Dispose();
        (await http.GetAsync($"http://127.0.0.1:{receiver.Port}/")).Dispose();

        Assert.DoesNotContain("Cookie", receiver.Requests[1], StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Trace_OfTheService_IsNotTold()
    {
        await using var receiver = new Receiver();
        using var activity = new Activity("turn").Start();
        using var http = OutboundHttp.Create(Policy);

        (await http.GetAsync($"http://127.0.0.1:{receiver.Port}/")).Dispose();

        Assert.DoesNotContain("traceparent", Assert.Single(receiver.Requests), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Body_ThatIsPacked_StaysSo()
    {
        await using var receiver = new Receiver(
            "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\nbomb"
        );
        using var http = OutboundHttp.Create(Policy);

        using var answer = await http.GetAsync($"http://127.0.0.1:{receiver.Port}/");

        Assert.Equal("bomb", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.DoesNotContain("Accept-Encoding", receiver.Requests[0], StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Version_ThatACallerAsksFor_IsNotTaken(int major)
    {
        await using var receiver = new Receiver();
        using var http = OutboundHttp.Create(Policy);
        using var request = new HttpRequestMessage(HttpMethod.Get, $"http://127.0.0.1:{receiver.Port}/");
        (request.Version, request.VersionPolicy) = (new(major, 0), HttpVersionPolicy.RequestVersionExact);

        (await http.SendAsync(request, TestContext.Current.CancellationToken)).Dispose();

        Assert.StartsWith("GET / HTTP/1.1\r\n", Assert.Single(receiver.Requests), StringComparison.Ordinal);
    }

    [Fact]
    public void Send_Synchronously_IsNoWayOut()
    {
        using var http = OutboundHttp.Create(Policy);
        using var request = new HttpRequestMessage(HttpMethod.Get, "http://127.0.0.1/");
        Assert.Throws<NotSupportedException>(() => http.Send(request, TestContext.Current.CancellationToken));
    }
}
