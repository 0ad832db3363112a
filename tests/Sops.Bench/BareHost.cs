using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Sops.Bench;

/// <summary>
/// A gRPC service of the same libraries that tells its health alone: what a start and an idle process cost at least where
/// nothing is compiled ahead.
/// </summary>
internal static class BareHost
{
    /// <summary>With which the bench starts itself as one.</summary>
    public const string Argument = "bare-host";

    /// <summary>Ends when it is killed.</summary>
    public static Task RunAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Services.AddGrpc();
        builder.Services.AddGrpcHealthChecks();
        var app = builder.Build();
        app.MapHealthChecks("/readyz");
        app.MapGrpcHealthChecksService();
        return app.RunAsync();
    }
}
