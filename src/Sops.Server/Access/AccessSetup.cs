using Grpc.AspNetCore.Server;

namespace Sops.Server.Access;

/// <summary>What Program.cs calls so that every rpc knows who calls it, and nobody calls who may not.</summary>
public static class AccessSetup
{
    public static IServiceCollection AddAccess(this IServiceCollection services)
    {
        // Behind what turns failures into statuses.
        services.Configure<GrpcServiceOptions>(options => options.Interceptors.Add<CallInterceptor>());
        // Its lines about requests show the query, where a caller may have put its secret.
        services.AddCors();
        services.AddLogging(log => log.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.Warning));
        return services
            .AddSingleton(s => new Apps(AppSettings.Read(s.GetRequiredService<IConfiguration>())))
            .AddSingleton(s => CallRates.Read(s.GetRequiredService<IConfiguration>()))
            .AddSingleton<Callers>()
            .AddSingleton<Admission>()
            .AddSingleton<Strangers>()
            .AddSingleton<Requests>();
    }
}
