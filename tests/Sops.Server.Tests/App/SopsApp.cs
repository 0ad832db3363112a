using System.Net;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Sops.Engine.Plugins;

namespace Sops.Server.Tests.App;

/// <summary>
/// The real Program on free ports of this process, with a database of its own. At its end it holds every task that a test
/// left behind against its history.
/// </summary>
public class SopsApp : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("sops-");
    private Factory _factory = null!;

    /// <summary>Replaces the clock where a test moves time itself.</summary>
    protected virtual TimeProvider? Clock => null;

    protected virtual IEnumerable<(string Key, string Value)> Settings => [];

    /// <summary>Stands in for the components where a test has its own.</summary>
    protected virtual IPluginCatalog? Plugins => null;

    /// <summary>Adds what a test watches the server with.</summary>
    protected virtual void Watch(IServiceCollection services) { }

    public SopsClient Client { get; private set; } = null!;
    public IServiceProvider Services => _factory.Services;
    protected string ConnectionString => $"Data Source={_folder.FullName}/sops.db";

    public ValueTask InitializeAsync()
    {
        _factory = new Factory(
            Clock,
            Plugins,
            Watch,
            [
                ("Kestrel:Endpoints:Http:Url", "http://127.0.0.1:0"),
                ("Kestrel:Endpoints:Grpc:Url", "http://127.0.0.1:0"),
                ("ConnectionStrings:Sops", ConnectionString),
                ("Sops:Plugins:Conformance", "true"),
                ("Sops:TimeZone", "Asia/Shanghai"),
                .. Settings,
            ]
        );
        _factory.UseKestrel();
        _factory.StartServer();
        var server = _factory.Services.GetRequiredService<IServer>();
        // Endpoints are bound in the order of their names: Grpc, Http.
        var addresses = server.Features.Get<IServerAddressesFeature>()!.Addresses;
        Client = new SopsClient(addresses.Last(), addresses.First());
        return ValueTask.CompletedTask;
    }

    /// <summary>Asks the process to end, as SIGTERM does; returns when it has.</summary>
    public Task StopAsync() => _factory.Services.GetRequiredService<Microsoft.Extensions.Hosting.IHost>().StopAsync();

    public virtual async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _factory.DisposeAsync();
        await Histories.RequireEqualToRowsAsync(ConnectionString);
        _folder.Delete(recursive: true);
        GC.SuppressFinalize(this);
    }

    private sealed class Factory(
        TimeProvider? clock,
        IPluginCatalog? plugins,
        Action<IServiceCollection> watch,
        (string Key, string Value)[] settings
    ) : WebApplicationFactory<Program>
    {
        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            foreach (var (key, value) in settings)
            {
                builder.UseSetting(key, value);
            }
            builder.ConfigureLogging(log => log.ClearProviders());
            builder.ConfigureTestServices(watch);
            if (plugins is not null)
            {
                builder.ConfigureTestServices(services => services.AddSingleton(plugins));
            }
            if (clock is not null)
            {
                builder.ConfigureTestServices(services => services.AddSingleton(clock));
            }
        }
    }
}
