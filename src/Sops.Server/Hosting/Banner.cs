using System.Reflection;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Sops.Server.Hosting;

/// <summary>Tells whoever started the process where to go next.</summary>
public sealed class Banner(IServer server, IConfiguration configuration, IWebHostEnvironment environment)
{
    /// <summary>Where REST, grpc-web and the page are, once the server listens.</summary>
    public string Http => Find("Http");

    /// <summary>Where native gRPC is, once the server listens.</summary>
    public string Grpc => Find("Grpc");

    public string Text()
    {
        var version = Assembly.GetExecutingAssembly().GetName().Version?.ToString(3);
        return $"""
            Sops.Grpc {version}
              REST  {Http}
              gRPC  {Grpc}
              Page  {(PageExtensions.HasPage(environment) ? Http : "not built in")}
              Docs  {Http}/docs/
              Try   curl {Http}/apigw/get_template_list/2/
            """;
    }

    string Find(string name) => Endpoints().TryGetValue(name, out var address) ? address : "not configured";

    /// <summary>Bound addresses by endpoint name: Kestrel binds in the order of the configuration, and a port of 0 is known only now.</summary>
    Dictionary<string, string> Endpoints()
    {
        var names = configuration.GetSection("Kestrel:Endpoints").GetChildren().Select(e => e.Key);
        var bound = server.Features.Get<IServerAddressesFeature>()?.Addresses ?? [];
        return names.Zip(bound).ToDictionary(e => e.First, e => e.Second);
    }
}
