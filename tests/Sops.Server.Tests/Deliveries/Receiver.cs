using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Sops.Server.Tests.App;

namespace Sops.Server.Tests.Deliveries;

/// <summary>Somebody outside who is told of things: a real server on loopback that answers as the test wants it.</summary>
internal sealed class Receiver : IAsyncDisposable
{
    private readonly ConcurrentQueue<Received> _received = new();
    private readonly int _port;
    private WebApplication _app;

    private Receiver(WebApplication app, int port) => (_app, _port) = (app, port);

    /// <summary>What is answered; by default 200. It runs once the request is among <see cref="All"/>.</summary>
    public Func<HttpContext, Received, Task> Answer { get; set; } = (_, _) => Task.CompletedTask;

    public string Url => $"http://127.0.0.1:{_port}/hook";

    /// <summary>In the order in which they came.</summary>
    public IReadOnlyList<Received> All => [.. _received];

    public static async Task<Receiver> BeginAsync()
    {
        Receiver? receiver = null;
        var app = await ListenAsync(0, context => receiver!.TakeAsync(context));
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
        return receiver = new Receiver(app, new Uri(address.Single()).Port);
    }

    /// <summary>Nobody listens at that address any more.</summary>
    public async Task GoDownAsync() => await _app.DisposeAsync();

    /// <summary>At the same address.</summary>
    public async Task ComeUpAsync() => _app = await ListenAsync(_port, TakeAsync);

    public async Task<IReadOnlyList<Received>> UntilAsync(int count)
    {
        await Eventually.IsAsync(() => _received.Count >= count, $"{count} requests at the receiver");
        return All;
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private static async Task<WebApplication> ListenAsync(int port, RequestDelegate take)
    {
        // Empty: the settings of the service lie beside this assembly.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(k => k.Listen(IPAddress.Loopback, port));
        var app = builder.Build();
        app.Run(take);
        await app.StartAsync();
        return app;
    }

    private async Task TakeAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var received = new Received(
            context.Request.Path,
            context.Request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase),
            await reader.ReadToEndAsync()
        );
        _received.Enqueue(received);
        await Answer(context, received);
    }
}

/// <summary>One request that came.</summary>
internal sealed record Received(string Path, IReadOnlyDictionary<string, string> Headers, string Body)
{
    public string Header(string name) => Headers[name];

    public JsonElement Json => JsonElement.Parse(Body);

    /// <summary>Of a CloudEvent.</summary>
    public string Kind => Json.GetProperty("type").GetString()!;
    public string Id => Json.GetProperty("id").GetString()!;
    public JsonElement Data => Json.GetProperty("data");
    public long TaskId => Data.GetProperty("task_id").GetInt64();
    public long Revision => Data.GetProperty("revision").GetInt64();

    public IEnumerable<string> Signatures => Header("webhook-signature").Split(' ');

    /// <summary>The signature as a receiver works it out from what came.</summary>
    public string Expected(string secret)
    {
        Assert.StartsWith("whsec_", secret, StringComparison.Ordinal);
        using var hmac = new HMACSHA256(Convert.FromBase64String(secret["whsec_".Length..]));
        var signed = $"{Header("webhook-id")}.{Header("webhook-timestamp")}.{Body}";
        return "v1," + Convert.ToBase64String(hmac.ComputeHash(Encoding.UTF8.GetBytes(signed)));
    }
}
