namespace Sops.Server.Schedules;

/// <summary>Tasks that are made by themselves: by a cron, or at a moment.</summary>
public static class ScheduleExtensions
{
    public static IServiceCollection AddSchedules(this IServiceCollection services) =>
        services
            .AddSingleton<BusinessZones>()
            .AddSingleton<ScheduleOptions>()
            .AddSingleton<PeriodicFiring>()
            .AddSingleton<PeriodicTasks>()
            .AddSingleton<ClockedTrees>()
            .AddSingleton<ClockedFiring>()
            .AddSingleton<ClockedTasks>()
            .AddHostedService<Scheduler>();
}
