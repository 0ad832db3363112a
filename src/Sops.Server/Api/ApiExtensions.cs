namespace Sops.Server.Api;

/// <summary>The gRPC services; REST and grpc-web reach the same ones.</summary>
public static class ApiExtensions
{
    public static IServiceCollection AddApi(this IServiceCollection services) =>
        services
            .AddSingleton<Times>()
            .AddSingleton<BusinessNames>()
            .AddSingleton<TemplateViews>()
            .AddSingleton<PeriodicTaskViews>()
            .AddSingleton<TaskUrls>()
            .AddSingleton<StatusNodes>()
            .AddSingleton<NodeDetails>()
            .AddSingleton<TaskContents>();

    public static WebApplication MapApi(this WebApplication app)
    {
        // Names that cannot be read stop the start, not the first call that shows one.
        app.Services.GetRequiredService<BusinessNames>();
        app.MapGrpcService<TemplateApi>();
        app.MapGrpcService<TaskApi>();
        app.MapGrpcService<SpaceTaskApi>();
        app.MapGrpcService<PeriodicTaskApi>();
        app.MapGrpcService<ClockedTaskApi>();
        app.MapGrpcService<CallbackApi>();
        app.MapGrpcService<WebhookApi>();
        return app;
    }
}
