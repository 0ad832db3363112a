using Microsoft.Extensions.Options;
using Sops.Engine.Plugins;
using Sops.Plugins;
using Sops.Plugins.WechatWork;
using Sops.Storage;

namespace Sops.Server.Runtime;

/// <summary>Puts the runtime together: stores, plugins, turns and what drives them.</summary>
public static class RuntimeExtensions
{
    /// <summary>Opens the database that the settings name, for this process alone.</summary>
    public static Task<Database> OpenDatabaseAsync(this WebApplicationBuilder builder) =>
        Database.OpenAsync(builder.Configuration.GetConnectionString("Sops") ?? "Data Source=data/sops.db");

    public static WebApplicationBuilder AddRuntime(this WebApplicationBuilder builder, Database database)
    {
        var services = builder.Services;
        services.AddOptions<RuntimeOptions>().Configure<IConfiguration>(Configure);
        services.TryAddClock();
        services
            .AddSingleton(database)
            .AddSingleton(database.Tasks)
            .AddSingleton(database.Templates)
            .AddSingleton(database.Snapshots)
            .AddSingleton(database.Requests);
        services.AddSingleton(Catalog);
        services
            .AddSingleton<TreeCache>()
            .AddSingleton<Unfolding>()
            .AddSingleton<Trees>()
            .AddSingleton<Templates>()
            .AddSingleton<Tasks>()
            .AddSingleton<Requests>()
            .AddSingleton<LiveRuns>()
            .AddSingleton<RunLoader>()
            .AddSingleton<SharedVariables>()
            .AddSingleton<WatchHub>()
            .AddSingleton<WorkQueue>()
            .AddSingleton<TurnRunner>()
            .AddSingleton<PluginCaller>()
            .AddSingleton<TaskWatch>();
        services.AddHostedService<Recovery>().AddHostedService<RequestPurge>();
        return builder;
    }

    private static void TryAddClock(this IServiceCollection services) =>
        Microsoft.Extensions.DependencyInjection.Extensions.ServiceCollectionDescriptorExtensions.TryAddSingleton(
            services,
            TimeProvider.System
        );

    private static IPluginCatalog Catalog(IServiceProvider services)
    {
        var options =
            services.GetRequiredService<IConfiguration>().GetSection("Sops:Plugins").Get<PluginOptions>() ?? new();
        return PluginCatalog.Create(
            options,
            WechatWorkSendMessage.CreateTransport(),
            services.GetRequiredService<TimeProvider>()
        );
    }

    private static void Configure(RuntimeOptions options, IConfiguration configuration)
    {
        if (configuration["Sops:TimeZone"] is { Length: > 0 } zone)
        {
            options.Zone = TimeZoneInfo.FindSystemTimeZoneById(zone);
        }
        var http = configuration["Kestrel:Endpoints:Http:Url"] ?? "http://127.0.0.1:8080";
        options.PublicUrl = (configuration["Sops:PublicUrl"] ?? http).TrimEnd('/');
        options.PluginCalls = configuration.GetValue("Sops:Runtime:PluginCalls", options.PluginCalls);
        options.Runs = options.Runs with
        {
            Reruns = configuration.GetValue("Sops:Runtime:Reruns", options.Runs.Reruns),
        };
        options.Pipelines = options.Pipelines with
        {
            Nodes = configuration.GetValue("Sops:Limits:Nodes", options.Pipelines.Nodes),
            Nesting = configuration.GetValue("Sops:Limits:Nesting", options.Pipelines.Nesting),
            Constants = configuration.GetValue("Sops:Limits:Constants", options.Pipelines.Constants),
        };
    }
}
