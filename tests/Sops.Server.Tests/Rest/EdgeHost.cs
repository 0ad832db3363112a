using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Sops.Server.Hosting;
using Sops.Server.Rest;

namespace Sops.Server.Tests.Rest;

/// <summary>The server's own edge in front of canned services, in memory or on real ports.</summary>
public sealed class EdgeHost : IAsyncDisposable
{
    readonly WebApplication app;

    EdgeHost(WebApplication app, bool inMemory)
    {
        this.app = app;
        if (inMemory)
        {
            Http = app.GetTestClient();
            Grpc = GrpcChannel.ForAddress(
                "http://localhost",
                new() { HttpHandler = app.GetTestServer().CreateHandler() }
            );
            return;
        }
        // Kestrel binds endpoints in the order of their names: Grpc, Http.
        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
        Grpc = GrpcChannel.ForAddress(addresses.First());
        Http = new() { BaseAddress = new(addresses.Last()) };
    }

    public HttpClient Http { get; }
    public GrpcChannel Grpc { get; }
    public CannedTasks Tasks => app.Services.GetRequiredService<CannedTasks>();
    public CannedTemplates Templates => app.Services.GetRequiredService<CannedTemplates>();
    public CannedCallbacks Callbacks => app.Services.GetRequiredService<CannedCallbacks>();
    public IServiceProvider Services => app.Services;

    public static Task<EdgeHost> InMemoryAsync() => StartAsync(inMemory: true);

    public static Task<EdgeHost> OnPortsAsync() => StartAsync(inMemory: false);

    static async Task<EdgeHost> StartAsync(bool inMemory)
    {
        string[] ports =
        [
            "--Kestrel:Endpoints:Http:Url=http://127.0.0.1:0",
            "--Kestrel:Endpoints:Http:Protocols=Http1",
            "--Kestrel:Endpoints:Grpc:Url=http://127.0.0.1:0",
            "--Kestrel:Endpoints:Grpc:Protocols=Http2",
        ];
        var builder = WebApplication.CreateSlimBuilder(SettingsExtensions.BesideTheAssembly(ports));
        builder.AddHosting();
        builder.Logging.ClearProviders();
        if (inMemory)
            builder.WebHost.UseTestServer();
        builder.Services.AddSopsGrpc().AddRest();
        builder.Services.AddSingleton<CannedTasks>().AddSingleton<CannedTemplates>().AddSingleton<CannedCallbacks>();
        var app = builder.Build();
        app.UseRouting();
        app.UseRest();
        app.UseGrpcWeb(new() { DefaultEnabled = true });
        app.UsePage();
        app.MapHealth();
        app.MapGrpcService<CannedTasks>();
        app.MapGrpcService<CannedTemplates>();
        app.MapGrpcService<CannedCallbacks>();
        await app.StartAsync();
        return new(app, inMemory);
    }

    public Task<RestAnswer> GetAsync(string path) => SendAsync(HttpMethod.Get, path, null);

    /// <summary>Posts a text as Python's requests does: without a content type unless one is given.</summary>
    public Task<RestAnswer> PostAsync(string path, string? body = null, string? contentType = null) =>
        SendAsync(HttpMethod.Post, path, body is null ? null : Content(body, contentType));

    public async Task<RestAnswer> SendAsync(
        HttpMethod method,
        string path,
        HttpContent? content,
        params (string Name, string Value)[] headers
    )
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        using var response = await Http.SendAsync(request);
        return new(
            (int)response.StatusCode,
            response.Content.Headers.ContentType?.ToString() ?? "",
            await response.Content.ReadAsStringAsync()
        );
    }

    public static ByteArrayContent Content(string body, string? contentType = null)
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        if (contentType is not null)
            content.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
        return content;
    }

    public Task StopAsync() => app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        Grpc.Dispose();
        await app.DisposeAsync();
    }
}

/// <summary>What came back over HTTP.</summary>
public sealed record RestAnswer(int Status, string ContentType, string Text)
{
    public JsonElement Json { get; } =
        Text.Length == 0 || Text.Contains('\n') ? default : JsonDocument.Parse(Text).RootElement;
    public bool Result => Json.GetProperty("result").GetBoolean();
    public int Code => Json.GetProperty("code").GetInt32();
    public string Message => Json.GetProperty("message").GetString()!;
    public JsonElement Data => Json.GetProperty("data");

    /// <summary>The bytes of data as they stand in the answer.</summary>
    public string RawData => Data.GetRawText();
}
