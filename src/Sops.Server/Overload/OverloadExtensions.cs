namespace Sops.Server.Overload;

/// <summary>What Program.cs calls so that no more is taken on than can be done.</summary>
public static class OverloadExtensions
{
    public static IServiceCollection AddOverload(this IServiceCollection services) =>
        services.AddSingleton<LoadLimits>().AddSingleton<CallGate>().AddSingleton<RefusalPace>();

    /// <summary>Goes behind UseRouting, for it asks which method a path leads to, and before all that reads a request.</summary>
    public static IApplicationBuilder UseOverload(this IApplicationBuilder app) => app.UseMiddleware<GateMiddleware>();
}
