using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;
using Sops.Server.Schedules;
using Sops.Server.Tests.App;
using Sops.Storage;
using Sops.V1;

namespace Sops.Server.Tests.Schedules;

/// <summary>A server whose time moves only when a test moves it.</summary>
public class ScheduledApp : SopsApp
{
    public static readonly DateTimeOffset Start = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);

    public FakeTimeProvider Time { get; } = new(Start);

    protected override TimeProvider Clock => Time;

    protected override IEnumerable<(string Key, string Value)> Settings =>
        [("Sops:Businesses:2:TimeZone", "UTC"), ("Sops:Limits:PeriodicTasks", "3"), ("Sops:Limits:ClockedTasks", "3")];

    public static async Task<ScheduledApp> BeginAsync()
    {
        var app = new ScheduledApp();
        await app.InitializeAsync();
        return app;
    }

    /// <summary>Lets time pass, and waits until everything that is due by then was dealt with.</summary>
    public async Task PassAsync(TimeSpan time)
    {
        Time.Advance(time);
        await SettleAsync();
    }

    /// <summary>Sets the clock, which fires no timer.</summary>
    public async Task SetClockAsync(DateTimeOffset now)
    {
        Time.AdjustTime(now);
        await PassAsync(TimeSpan.FromSeconds(20));
    }

    /// <summary>Nobody looks after schedules until this is disposed.</summary>
    public async Task<IAsyncDisposable> UnattendedAsync()
    {
        var scheduler = Services.GetServices<IHostedService>().OfType<Scheduler>().Single();
        await scheduler.StopAsync(default);
        return new Unattended(scheduler);
    }

    public async Task SettleAsync()
    {
        var periodic = Services.GetRequiredService<PeriodicTaskStore>();
        var clocked = Services.GetRequiredService<ClockedTaskStore>();
        var end = DateTime.UtcNow + SopsClient.Patience;
        while (
            await periodic.NextDueAsync() is { } due && due <= Time.GetUtcNow()
            || await clocked.NextDueAsync() is { } planned && planned <= Time.GetUtcNow()
        )
        {
            Assert.True(DateTime.UtcNow < end, "something stays due");
            await Task.Yield();
        }
    }

    public async Task<long> TemplateAsync(string tree) =>
        (
            await Client.Templates.CreateTemplateAsync(
                new CreateTemplateRequest
                {
                    BkBizId = SopsClient.Business,
                    Name = "template",
                    PipelineTree = new JsonValue { Json = tree },
                }
            )
        ).TemplateId;

    /// <summary>An enabled periodic task.</summary>
    public async Task<long> PeriodicAsync(string tree, Cron cron, SchedulePolicy? policy = null)
    {
        var made = await Client.PeriodicTasks.CreatePeriodicTaskAsync(
            new CreatePeriodicTaskRequest
            {
                BkBizId = SopsClient.Business,
                TemplateId = await TemplateAsync(tree),
                Name = "p",
                Cron = cron,
                Policy = policy,
            }
        );
        await EnableAsync(made.Id);
        return made.Id;
    }

    public async Task EnableAsync(long id, bool enabled = true) =>
        await Client.PeriodicTasks.SetPeriodicTaskEnabledAsync(
            new SetPeriodicTaskEnabledRequest
            {
                BkBizId = SopsClient.Business,
                TaskId = id,
                Enabled = enabled,
            }
        );

    public async Task<PeriodicTask> FindAsync(long id) =>
        (
            await Client.PeriodicTasks.GetPeriodicTaskAsync(
                new GetPeriodicTaskRequest { BkBizId = SopsClient.Business, TaskId = id }
            )
        ).PeriodicTask;

    /// <summary>Oldest first.</summary>
    public async Task<IReadOnlyList<PeriodicTaskRun>> RunsAsync(long id)
    {
        var runs = await Client.PeriodicTasks.ListPeriodicTaskRunsAsync(
            new ListPeriodicTaskRunsRequest
            {
                BkBizId = SopsClient.Business,
                TaskId = id,
                ExpectedTimezone = "UTC",
                PageSize = 1000,
            }
        );
        return [.. runs.Runs.Reverse()];
    }

    /// <summary>What became of its ticks, oldest first: "00:05 started".</summary>
    public async Task<IReadOnlyList<string>> TicksAsync(long id) =>
        [.. (await RunsAsync(id)).Select(r => $"{r.Tick[11..16]} {r.Outcome}")];

    public async Task<TaskDetail> TaskAsync(JsonValue id) =>
        (
            await Client.Tasks.GetTaskDetailAsync(
                new GetTaskDetailRequest
                {
                    BkBizId = SopsClient.Business,
                    TaskId = long.Parse(id.Json, System.Globalization.CultureInfo.InvariantCulture),
                }
            )
        ).Task;

    /// <summary>The task once it has ended or failed.</summary>
    public async Task<StatusNode> RestedAsync(JsonValue id, string state)
    {
        var request = new GetTaskStatusRequest
        {
            BkBizId = SopsClient.Business,
            TaskId = long.Parse(id.Json, System.Globalization.CultureInfo.InvariantCulture),
        };
        var status = await Client.Tasks.GetTaskStatusAsync(request);
        for (var end = DateTime.UtcNow + SopsClient.Patience; status.Status.State != state; )
        {
            Assert.True(DateTime.UtcNow < end, $"{status.Status.State}, not {state}");
            await Task.Yield();
            status = await Client.Tasks.GetTaskStatusAsync(request);
        }
        return status.Status;
    }

    private sealed class Unattended(Scheduler scheduler) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync() => await scheduler.StartAsync(default);
    }
}
