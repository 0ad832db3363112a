using Microsoft.Extensions.Options;
using Sops.Engine.Expressions;
using Sops.Engine.Pipelines;
using Sops.Engine.Plugins;
using Sops.Engine.Runs;
using Sops.Outbound;
using Sops.Plugins;
using Sops.Server.Access;
using Sops.Server.Hosting;
using Sops.Storage;

namespace Sops.Server.Runtime;

/// <summary>Puts the runtime together: stores, plugins, turns and what drives them.</summary>
public static class RuntimeExtensions
{
    /// <summary>A week; what takes longer has no place in one call.</summary>
    private const double MaxPluginCallSeconds = 7 * 24 * 3600;

    /// <summary>Begins to open the database that the settings name, for this process alone.</summary>
    public static OpeningDatabase OpenDatabase(this WebApplicationBuilder builder) =>
        new(builder.DatabaseOfTheSettings());

    /// <summary>The connection string of the database that a service with these arguments would have.</summary>
    public static string DatabaseOfTheSettings(string[] arguments) =>
        WebApplication
            .CreateBuilder(SettingsExtensions.BesideTheAssembly(arguments))
            .AddWorkingDirectorySettings()
            .DatabaseOfTheSettings();

    private static string DatabaseOfTheSettings(this WebApplicationBuilder builder) =>
        builder.Configuration.GetConnectionString("Sops") ?? "Data Source=data/sops.db";

    public static WebApplicationBuilder AddRuntime(this WebApplicationBuilder builder, OpeningDatabase opening)
    {
        var services = builder.Services;
        services.AddOptions<RuntimeOptions>().Configure<IConfiguration>(ConfigureOrRefuse).ValidateOnStart();
        services.TryAddClock();
        // Whoever has a store comes after the database, and so is disposed before it.
        services
            .AddSingleton(_ => opening.Database)
            .AddSingleton(s => s.GetRequiredService<Database>().Tasks)
            .AddSingleton(s => s.GetRequiredService<Database>().Templates)
            .AddSingleton(s => s.GetRequiredService<Database>().Snapshots)
            .AddSingleton(s => s.GetRequiredService<Database>().Requests)
            .AddSingleton(s => s.GetRequiredService<Database>().Operations)
            .AddSingleton(s => s.GetRequiredService<Database>().PeriodicTasks)
            .AddSingleton(s => s.GetRequiredService<Database>().ClockedTasks)
            .AddSingleton(s => s.GetRequiredService<Database>().Webhooks)
            .AddSingleton(s => s.GetRequiredService<Database>().Deliveries);
        services.AddOutbound().AddSingleton<IPluginCatalog>(Catalog);
        services
            .AddSingleton(s => new TreeCache(s.GetRequiredService<SnapshotStore>().FindAsync))
            .AddSingleton<Unfolding>()
            .AddSingleton<Trees>()
            .AddSingleton<TaskTrees>()
            .AddSingleton<Templates>()
            .AddSingleton<Tasks>()
            .AddSingleton<LiveRuns>()
            .AddSingleton<RunLoader>()
            .AddSingleton<SharedVariables>()
            .AddSingleton<WatchHub>()
            .AddSingleton<TaskViews>()
            .AddSingleton<WorkQueue>()
            .AddSingleton<ScheduleAlarm>()
            .AddSingleton<CommittedTurns>()
            .AddSingleton<TurnRunner>()
            .AddSingleton<PluginCalls>()
            .AddSingleton<PluginCaller>()
            .AddSingleton<BusinessNews>()
            .AddSingleton(new StreamAge(builder.Configuration))
            .AddSingleton<StreamLives>()
            .AddSingleton<TaskWatch>()
            .AddSingleton<WatchedRows>()
            .AddSingleton<BusinessWatch>();
        services.AddHostedService<Recovery>().AddHostedService<StoreWatch>();
        return builder;
    }

    private static void TryAddClock(this IServiceCollection services) =>
        Microsoft.Extensions.DependencyInjection.Extensions.ServiceCollectionDescriptorExtensions.TryAddSingleton(
            services,
            TimeProvider.System
        );

    private static PluginCatalog Catalog(IServiceProvider services)
    {
        try
        {
            return PluginCatalog.Create(
                services.GetRequiredService<IConfiguration>().GetSection("Sops:Plugins").Get<PluginOptions>() ?? new(),
                services.GetRequiredService<OutboundPolicy>(),
                services.GetRequiredService<HttpMessageInvoker>(),
                services.GetRequiredService<TimeProvider>()
            );
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException)
        {
            // What .NET adds behind the text is about our parameters, not about the setting.
            throw new StartRefusedException(e.Message.Split(" (Parameter")[0]);
        }
    }

    /// <summary>A setting that cannot be read stops the start, rather than the first task that needs it.</summary>
    private static void ConfigureOrRefuse(RuntimeOptions options, IConfiguration configuration)
    {
        try
        {
            Configure(options, configuration);
        }
        catch (TimeZoneNotFoundException)
        {
            throw new StartRefusedException(
                $"Sops:TimeZone: {configuration["Sops:TimeZone"]} is no time zone known here."
            );
        }
        catch (InvalidOperationException e)
        {
            throw new StartRefusedException(e.Message);
        }
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
        var seconds = configuration.GetValue("Sops:Runtime:PluginCallSeconds", options.PluginCallTime.TotalSeconds);
        options.PluginCallTime = seconds is > 0 and <= MaxPluginCallSeconds
            ? TimeSpan.FromSeconds(seconds)
            : throw new StartRefusedException(
                $"Sops:Runtime:PluginCallSeconds must be above 0 and at most {MaxPluginCallSeconds}."
            );
        options.Pipelines = configuration.GetSection("Sops:Limits").Get<PipelineLimits>() ?? PipelineLimits.Default;
        options.Runs = options.Runs with
        {
            Reruns = configuration.GetValue("Sops:Limits:Reruns", options.Runs.Reruns),
            TurnSteps = configuration.GetValue("Sops:Limits:TurnSteps", options.Runs.TurnSteps),
            TurnBytes = configuration.GetValue("Sops:Limits:TurnBytes", options.Runs.TurnBytes),
            NodeBytes = configuration.GetValue("Sops:Limits:NodeBytes", options.Runs.NodeBytes),
            KeptCallbacks = configuration.GetValue("Sops:Limits:KeptCallbacks", options.Runs.KeptCallbacks),
            Evaluation = configuration.GetSection("Sops:Limits:Evaluation").Get<EvaluationLimits>() ?? new(),
        };
        RequireSense(options);
    }

    /// <summary>A limit of nothing would fail every task, and a turn has to have room for any one node.</summary>
    private static void RequireSense(RuntimeOptions options)
    {
        if (options.PluginCalls < 1)
        {
            throw new StartRefusedException("Sops:Runtime:PluginCalls must be at least 1.");
        }
        foreach (var limits in (object[])[options.Pipelines, options.Runs, options.Runs.Evaluation])
        {
            var path = limits is EvaluationLimits ? "Sops:Limits:Evaluation" : "Sops:Limits";
            foreach (var limit in limits.GetType().GetProperties().Where(p => p.GetMethod?.IsStatic == false))
            {
                if (limit.GetValue(limits) is var value && value is int or long && Convert.ToInt64(value, null) < 1)
                {
                    throw new StartRefusedException($"{path}:{limit.Name} must be at least 1.");
                }
            }
        }
        if (options.Runs.TurnSteps < options.Runs.NodeSteps || options.Runs.TurnBytes < options.Runs.NodeBytes)
        {
            throw new StartRefusedException(
                $"Sops:Limits:TurnSteps must be at least {options.Runs.NodeSteps}, what one node may take (Evaluation:MaxSteps and some), "
                    + "and TurnBytes at least NodeBytes."
            );
        }
    }
}
