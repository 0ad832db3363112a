using System.IO.Compression;
using Grpc.AspNetCore.Server;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Sops.Server.Hosting;

/// <summary>What Program.cs calls to have a host: ports and limits, gRPC with one way to fail, health, the page.</summary>
public static class HostingExtensions
{
    public static WebApplicationBuilder AddHosting(this WebApplicationBuilder builder)
    {
        builder.AddWorkingDirectorySettings();
        // Of what the slim host leaves out, the one thing that users may ask for.
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = Limits.ConnectionBytes;
            kestrel.Limits.Http2.MaxStreamsPerConnection = Limits.StreamsPerConnection;
            // A watcher whose machine is gone is noticed though nothing is sent to it.
            kestrel.Limits.Http2.KeepAlivePingDelay = TimeSpan.FromSeconds(30);
        });
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = Limits.StopTime);
        builder.Services.AddSingleton<Stopping>();
        builder.Services.AddSingleton<Banner>();
        builder.Services.AddHostedService<QuietCollection>();
        return builder;
    }

    public static IGrpcServerBuilder AddSopsGrpc(this IServiceCollection services)
    {
        services.AddGrpcReflection();
        services.AddGrpcHealthChecks();
        services.AddHealthChecks().AddCheck<StoppingCheck>("stopping");
        // Innermost: what a caller sends is looked at once it may call.
        services.PostConfigure<GrpcServiceOptions>(options => options.Interceptors.Add<JsonValueInterceptor>());
        return services.AddGrpc(options =>
        {
            options.MaxReceiveMessageSize = Limits.RequestBytes;
            options.ResponseCompressionAlgorithm = "gzip";
            options.ResponseCompressionLevel = CompressionLevel.Fastest;
            options.Interceptors.Add<FailureInterceptor>();
            options.Interceptors.Add<CompressionInterceptor>();
        });
    }

    /// <summary>/healthz says that the process lives, /readyz and grpc.health.v1 that it can take work.</summary>
    public static WebApplication MapHealth(this WebApplication app)
    {
        app.MapHealthChecks("/healthz", new() { Predicate = _ => false });
        app.MapHealthChecks("/readyz");
        app.MapGrpcHealthChecksService();
        if (app.Environment.IsDevelopment())
            app.MapGrpcReflectionService();
        return app;
    }

    sealed class StoppingCheck(Stopping stopping) : IHealthCheck
    {
        public Task<HealthCheckResult> CheckHealthAsync(
            HealthCheckContext context,
            CancellationToken cancellationToken = default
        ) =>
            Task.FromResult(
                stopping.Token.IsCancellationRequested
                    ? HealthCheckResult.Unhealthy("the server is stopping")
                    : HealthCheckResult.Healthy()
            );
    }
}
