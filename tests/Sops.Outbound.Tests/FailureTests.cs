using System.Net;
using System.Net.Sockets;

namespace Sops.Outbound.Tests;

/// <summary>What goes wrong on the way is told from what is refused: the one may be tried again, the other not.</summary>
public sealed class FailureTests
{
    private static readonly OutboundPolicy Policy = Given.Policy("127.0.0.0/8");

    [Fact]
    public async Task Nobody_Listening_IsAFailureToConnect()
    {
        int port;
        await using (var gone = new Receiver())
        {
            port = gone.Port;
        }
        using var http = OutboundHttp.Create(Policy, Given.Names("127.0.0.1 127.0.0.2").ResolveAsync);

        var failed = await FailureAsync(http, $"http://hook.example:{port}/");

        Assert.Equal(HttpRequestError.ConnectionError, failed.HttpRequestError);
    }

    [Fact]
    public async Task Name_WithoutAddress_IsAFailureToResolve()
    {
        using var http = OutboundHttp.Create(Policy, (_, _) => Task.FromResult<IPAddress[]>([]));

        var failed = await FailureAsync(http, "http://nowhere.example/");

        Assert.Equal(HttpRequestError.NameResolutionError, failed.HttpRequestError);
    }

    [Fact]
    public async Task Resolver_ThatFails_IsAFailureToResolve()
    {
        using var http = OutboundHttp.Create(
            Policy,
            (_, _) => throw new SocketException((int)SocketError.HostNotFound)
        );

        var failed = await FailureAsync(http, "http://nowhere.example/");

        Assert.Equal(HttpRequestError.NameResolutionError, failed.HttpRequestError);
    }

    [Fact]
    public async Task Resolver_ThatIsSilent_EndsWithTheTimeToConnect()
    {
        using var http = OutboundHttp.Create(Policy, SilentAsync, TimeSpan.FromMilliseconds(50));

        var thrown = await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            http.GetAsync("http://silent.example/")
        );

        Assert.IsType<TimeoutException>(thrown.InnerException);
    }

    [Fact]
    public async Task Caller_WhoGivesUp_IsNotKept()
    {
        using var stop = new CancellationTokenSource();
        using var http = OutboundHttp.Create(Policy, SilentAsync, Timeout.InfiniteTimeSpan);
        using var request = new HttpRequestMessage(HttpMethod.Get, "http://silent.example/");
        var sending = http.SendAsync(request, stop.Token);

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending);
    }

    private static async Task<HttpRequestException> FailureAsync(HttpMessageInvoker http, string url) =>
        await Assert.ThrowsAsync<HttpRequestException>(() => http.GetAsync(url));

    private static async Task<IPAddress[]> SilentAsync(string name, CancellationToken cancellation)
    {
        await Task.Delay(Timeout.Infinite, cancellation);
        return [];
    }
}
