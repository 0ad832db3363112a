using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.Configuration;
using Sops.Server.Hosting;

namespace Sops.Server.Tests.Hosting;

public class CrossSiteTests
{
    [Theory]
    [InlineData("127.0.0.1:8080", null, HttpStatusCode.OK)]
    [InlineData("localhost:8080", "http://localhost:8080", HttpStatusCode.OK)]
    [InlineData("[::1]:8080", "http://[::1]:8080", HttpStatusCode.OK)]
    [InlineData("127.0.0.1:8080", "http://evil.example", HttpStatusCode.Forbidden)]
    [InlineData("127.0.0.1:8080", "http://127.0.0.1:9999", HttpStatusCode.Forbidden)]
    [InlineData("127.0.0.1:8080", "null", HttpStatusCode.Forbidden)]
    [InlineData("evil.example", null, HttpStatusCode.Forbidden)]
    [InlineData("evil.example", "http://evil.example", HttpStatusCode.Forbidden)]
    public async Task Request_FromHostAndOrigin_IsTakenOnlyFromHere(
        string host,
        string? origin,
        HttpStatusCode expected
    ) => Assert.Equal(expected, await StatusAsync(host, origin, allowOpen: false));

    [Theory]
    [InlineData("sops.example", "http://sops.example", HttpStatusCode.OK)]
    [InlineData("sops.example", "http://evil.example", HttpStatusCode.Forbidden)]
    public async Task OpenToOthers_AnyHostIsOurs_ButNoOtherOrigin(
        string host,
        string? origin,
        HttpStatusCode expected
    ) => Assert.Equal(expected, await StatusAsync(host, origin, allowOpen: true));

    private static async Task<HttpStatusCode> StatusAsync(string host, string? origin, bool allowOpen)
    {
        var builder = WebApplication.CreateBuilder();
        builder.WebHost.UseTestServer();
        builder.Configuration.AddInMemoryCollection([new("Sops:Auth:AllowOpen", allowOpen.ToString())]);
        await using var app = builder.Build();
        app.UseMiddleware<CrossSiteGuard>();
        app.Run(http => http.Response.WriteAsync("served"));
        await app.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/apigw/start_task/1/2/");
        request.Headers.Host = host;
        if (origin is not null)
        {
            request.Headers.Add("Origin", origin);
        }
        using var response = await app.GetTestClient().SendAsync(request);
        return response.StatusCode;
    }
}
