using Grpc.AspNetCore.Server;

namespace Sops.Server.Access;

/// <summary>What Program.cs calls so that every rpc knows who calls it.</summary>
public static class AccessSetup
{
    public static IServiceCollection AddAccess(this IServiceCollection services)
    {
        Contract.RequirePermissions();
        // Behind what turns failures into statuses.
        services.Configure<GrpcServiceOptions>(options => options.Interceptors.Add<CallInterceptor>());
        return services.AddSingleton<Requests>();
    }
}
