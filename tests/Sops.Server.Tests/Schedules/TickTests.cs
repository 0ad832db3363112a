using Grpc.Core;
using Sops.Server.Tests.App;
using Sops.V1;
using static Sops.Engine.Tests.Runs.TreeBuilder;
using static Sops.Server.Tests.App.TestTrees;

namespace Sops.Server.Tests.Schedules;

/// <summary>What the ticks of a periodic task lead to, with a clock that the test moves.</summary>
public sealed class TickTests : IAsyncLifetime
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly Cron EveryFive = new() { Minute = "*/5" };
    private static readonly Cron EveryMinute = new();
    private ScheduledApp _app = null!;

    public async ValueTask InitializeAsync() => _app = await ScheduledApp.BeginAsync();

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task Tick_MakesATask_NamedAndAttributedToThePeriodicTask()
    {
        var id = await _app.PeriodicAsync(Tree(Echo("a")), EveryFive);

        await _app.PassAsync(5 * Minute);

        var run = Assert.Single(await _app.RunsAsync(id));
        Assert.Equal(
            ("2026-03-01 00:05:00 +0000", "started", false, 1),
            (run.Tick, run.Outcome, run.Manual, run.Ticks)
        );
        var task = await _app.TaskAsync(run.TaskId);
        Assert.Equal(
            ("p_20260301000500", "admin", "admin", "periodic"),
            (task.Name, task.Creator, task.Executor, task.CreateMethod)
        );
        var made = await _app.Client.Tasks.ListTaskOperationsAsync(
            new ListTaskOperationsRequest { BkBizId = 2, TaskId = task.Id }
        );
        var operation = Assert.Single(made.Operations);
        Assert.Equal(
            ("create", "periodic", "admin"),
            (operation.OperateType, operation.OperateSource, operation.Operator)
        );
        var periodic = await _app.FindAsync(id);
        Assert.Equal(
            (1, "2026-03-01 08:05:00 +0800", "2026-03-01 08:10:00 +0800"),
            (periodic.TotalRunCount, periodic.LastRunAt, periodic.NextRunAt)
        );
    }

    [Fact]
    public async Task Ticks_OfADay_MakeEachTaskOnce_HoweverLongTheClockRunsAtATime()
    {
        var id = await _app.PeriodicAsync(Tree(Echo("a")), new Cron { Minute = "0", Hour = "*/3" });

        for (var i = 0; i < 24 * 4; i++)
        {
            await _app.PassAsync(15 * Minute);
        }

        Assert.Equal(
            ["03:00", "06:00", "09:00", "12:00", "15:00", "18:00", "21:00", "00:00"],
            (await _app.TicksAsync(id)).Select(t => t[..5])
        );
    }

    [Fact]
    public async Task Disabled_MakesNothing_AndEnabledAgainMakesUpForNothing()
    {
        var id = await _app.PeriodicAsync(Tree(Echo("a")), EveryFive, new SchedulePolicy { CatchUpWindow = 86400 });
        await _app.EnableAsync(id, false);

        await _app.PassAsync(30 * Minute);
        Assert.Empty(await _app.RunsAsync(id));
        await _app.EnableAsync(id);
        await _app.PassAsync(5 * Minute);

        Assert.Equal(["00:35 started"], await _app.TicksAsync(id));
    }

    [Fact]
    public async Task EnabledTwice_ChangesNothing()
    {
        var id = await _app.PeriodicAsync(Tree(Echo("a")), EveryFive, new SchedulePolicy { CatchUpWindow = 86400 });
        _app.Time.AdjustTime(ScheduledApp.Start + 7 * Minute);

        await _app.EnableAsync(id);
        await _app.PassAsync(Minute);

        // The tick that was due in between is still owed.
        Assert.Equal(["00:05 started"], await _app.TicksAsync(id));
    }

    [Fact]
    public async Task ChangedWhileATickIsDue_ButNotInWhenTicksCome_StillMakesItsTask()
    {
        var id = await _app.PeriodicAsync(Tree(Echo("a")), EveryFive, new SchedulePolicy { CatchUpWindow = 86400 });
        await using (await _app.UnattendedAsync())
        {
            _app.Time.AdjustTime(ScheduledApp.Start + 7 * Minute);

            var renamed = await _app.Client.PeriodicTasks.UpdatePeriodicTaskAsync(
                new UpdatePeriodicTaskRequest
                {
                    BkBizId = 2,
                    TaskId = id,
                    Name = "renamed",
                    Policy = new SchedulePolicy { Overlap = "skip" },
                }
            );
            await _app.Client.PeriodicTasks.ModifyPeriodicTaskCronAsync(
                new ModifyPeriodicTaskCronRequest
                {
                    BkBizId = 2,
                    TaskId = id,
                    Cron = EveryFive,
                }
            );
            await _app.EnableAsync(id);
            Assert.Equal(("renamed", "skip"), (renamed.PeriodicTask.Name, renamed.PeriodicTask.Policy.Overlap));
        }
        await _app.SettleAsync();

        var run = Assert.Single(await _app.RunsAsync(id));
        Assert.Equal("renamed_20260301000500", (await _app.TaskAsync(run.TaskId)).Name);
    }

    [Fact]
    public async Task CronChangedWhileEnabled_GoesOnFromNowByTheNewOne()
    {
        var id = await _app.PeriodicAsync(Tree(Echo("a")), EveryFive);
        await _app.PassAsync(5 * Minute);
        await _app.PassAsync(Minute);

        var answer = await _app.Client.PeriodicTasks.ModifyPeriodicTaskCronAsync(
            new ModifyPeriodicTaskCronRequest
            {
                BkBizId = 2,
                TaskId = id,
                Cron = new Cron { Minute = "*/4" },
            }
        );
        for (var i = 0; i < 10; i++)
        {
            await _app.PassAsync(Minute);
        }

        Assert.Equal("*/4 * * * * (m/h/d/dM/MY) UTC", answer.Cron);
        Assert.Equal(["00:05 started", "00:08 started", "00:12 started", "00:16 started"], await _app.TicksAsync(id));
    }

    [Fact]
    public async Task ClockSetForward_MissesWhatItLeftOut_AndSaysSo()
    {
        var id = await _app.PeriodicAsync(Tree(Echo("a")), EveryFive);

        await _app.SetClockAsync(ScheduledApp.Start + TimeSpan.FromHours(1) + 2 * Minute);
        await _app.PassAsync(3 * Minute);

        Assert.Equal(["00:05 missed", "01:05 started"], await _app.TicksAsync(id));
        Assert.Equal(12, (await _app.RunsAsync(id))[0].Ticks);
    }

    [Fact]
    public async Task ClockSetForward_WithACatchUpWindow_MakesUpForWhatLiesInIt()
    {
        var id = await _app.PeriodicAsync(Tree(Echo("a")), EveryFive, new SchedulePolicy { CatchUpWindow = 20 * 60 });

        await _app.SetClockAsync(ScheduledApp.Start + TimeSpan.FromHours(1) + 2 * Minute);

        Assert.Equal(
            ["00:05 missed", "00:45 started", "00:50 started", "00:55 started", "01:00 started"],
            await _app.TicksAsync(id)
        );
        Assert.Equal(8, (await _app.RunsAsync(id))[0].Ticks);
    }

    [Fact]
    public async Task ClockSetBack_MakesNoTickTwice_EvenWhenEnabledAnewThen()
    {
        var id = await _app.PeriodicAsync(Tree(Echo("a")), EveryFive);
        await _app.PassAsync(5 * Minute);
        await _app.PassAsync(5 * Minute);

        await _app.SetClockAsync(ScheduledApp.Start + Minute);
        await _app.EnableAsync(id, false);
        await _app.EnableAsync(id);
        for (var i = 0; i < 15; i++)
        {
            await _app.PassAsync(Minute);
        }

        Assert.Equal(["00:05 started", "00:10 started", "00:15 started"], await _app.TicksAsync(id));
    }

    [Fact]
    public async Task Overlap_IsAllowedByDefault()
    {
        var id = await _app.PeriodicAsync(Tree(Pause("p")), EveryMinute);

        await _app.PassAsync(Minute);
        await _app.PassAsync(Minute);

        Assert.Equal(["00:01 started", "00:02 started"], await _app.TicksAsync(id));
    }

    [Fact]
    public async Task Overlap_Skipped_WaitsForTheFormerTaskToEnd()
    {
        var id = await _app.PeriodicAsync(Tree(Pause("p")), EveryMinute, new SchedulePolicy { Overlap = "skip" });
        await _app.PassAsync(Minute);
        await _app.PassAsync(Minute);

        await RevokeAsync((await _app.RunsAsync(id))[0]);
        await _app.PassAsync(Minute);

        Assert.Equal(["00:01 started", "00:02 skipped", "00:03 started"], await _app.TicksAsync(id));
        Assert.Equal("REVOKED", (await _app.RunsAsync(id))[0].TaskState);
    }

    [Fact]
    public async Task Overlap_Buffered_MakesOneTaskWhenTheFormerOneEnds()
    {
        var id = await _app.PeriodicAsync(Tree(Pause("p")), EveryMinute, new SchedulePolicy { Overlap = "buffer_one" });
        await _app.PassAsync(Minute);
        await _app.PassAsync(Minute);
        await _app.PassAsync(Minute);
        Assert.Equal(["00:01 started", "00:02 buffered", "00:03 skipped"], await _app.TicksAsync(id));

        await RevokeAsync((await _app.RunsAsync(id))[0]);
        await _app.SettleAsync();

        var runs = await _app.RunsAsync(id);
        Assert.Equal(["00:01 started", "00:02 started", "00:03 skipped"], await _app.TicksAsync(id));
        Assert.Equal("p_20260301000200", (await _app.TaskAsync(runs[1].TaskId)).Name);
        Assert.Equal(2, (await _app.FindAsync(id)).TotalRunCount);
    }

    [Fact]
    public async Task Buffered_IsDropped_WhenThePeriodicTaskIsDisabled()
    {
        var id = await _app.PeriodicAsync(Tree(Pause("p")), EveryMinute, new SchedulePolicy { Overlap = "buffer_one" });
        await _app.PassAsync(Minute);
        await _app.PassAsync(Minute);

        await _app.EnableAsync(id, false);
        await RevokeAsync((await _app.RunsAsync(id))[0]);
        await _app.SettleAsync();

        Assert.Equal(["00:01 started", "00:02 skipped"], await _app.TicksAsync(id));
    }

    [Fact]
    public async Task FailedRuns_InARow_DisableIt()
    {
        var id = await _app.PeriodicAsync(Tree(Fail("f")), EveryMinute, new SchedulePolicy { PauseAfterFailures = 2 });

        await _app.PassAsync(Minute);
        await _app.RestedAsync((await _app.RunsAsync(id))[0].TaskId, "FAILED");
        Assert.True((await _app.FindAsync(id)).Enabled);
        await _app.PassAsync(Minute);
        await _app.RestedAsync((await _app.RunsAsync(id))[1].TaskId, "FAILED");
        await _app.PassAsync(Minute);

        var paused = await _app.FindAsync(id);
        Assert.Equal(
            (false, 2, "2 runs in a row failed", ""),
            (paused.Enabled, paused.Failures, paused.PauseReason, paused.NextRunAt)
        );
        Assert.Equal(["00:01 started", "00:02 started"], await _app.TicksAsync(id));
        Assert.All(await _app.RunsAsync(id), r => Assert.Equal("FAILED", r.TaskState));
        await _app.EnableAsync(id);
        Assert.Equal((0, ""), ((await _app.FindAsync(id)).Failures, (await _app.FindAsync(id)).PauseReason));
    }

    [Fact]
    public async Task Jitter_PutsEachTickOff_WithinItsBound()
    {
        var id = await _app.PeriodicAsync(
            Tree(Echo("a")),
            new Cron { Minute = "0" },
            new SchedulePolicy { Jitter = 1800 }
        );

        var made = new List<int>();
        for (var i = 0; i < 4 * 60; i++)
        {
            await _app.PassAsync(Minute);
            made.Add((await _app.RunsAsync(id)).Count);
        }

        Assert.Equal(["01:00 started", "02:00 started", "03:00 started"], (await _app.TicksAsync(id)).Take(3));
        for (var hour = 1; hour <= 3; hour++)
        {
            Assert.Equal(hour - 1, made[hour * 60 - 2]);
            Assert.Equal(hour, made[hour * 60 + 29]);
        }
    }

    [Fact]
    public async Task Bounds_AreKept()
    {
        var id = await _app.PeriodicAsync(
            Tree(Echo("a")),
            EveryFive,
            new SchedulePolicy { StartAt = "2026-03-01 00:10:00 +0000", EndAt = "2026-03-01T00:20:00Z" }
        );

        for (var i = 0; i < 6; i++)
        {
            await _app.PassAsync(5 * Minute);
        }

        Assert.Equal(["00:10 started", "00:15 started"], await _app.TicksAsync(id));
        Assert.Equal("", (await _app.FindAsync(id)).NextRunAt);
    }

    [Fact]
    public async Task Deleted_MakesNoMoreTasks()
    {
        var id = await _app.PeriodicAsync(Tree(Echo("a")), EveryMinute);
        await _app.PassAsync(Minute);
        var run = Assert.Single(await _app.RunsAsync(id));
        await _app.Client.PeriodicTasks.DeletePeriodicTaskAsync(
            new DeletePeriodicTaskRequest { BkBizId = 2, TaskId = id }
        );

        await _app.PassAsync(Minute);

        var gone = await Assert.ThrowsAsync<RpcException>(() => _app.FindAsync(id));
        Assert.Equal(StatusCode.NotFound, gone.StatusCode);
        var tasks = await _app.Client.Tasks.ListTasksAsync(new ListTasksRequest { BkBizId = 2 });
        Assert.Equal(
            run.TaskId.Json,
            Assert.Single(tasks.Tasks).Id.ToString(System.Globalization.CultureInfo.InvariantCulture)
        );
    }

    [Fact]
    public async Task RunNow_MakesATask_AndLeavesTheTicksAsTheyAre()
    {
        var id = await _app.PeriodicAsync(Tree(Echo("a")), EveryFive);
        await _app.EnableAsync(id, false);

        var made = await _app.Client.PeriodicTasks.RunPeriodicTaskAsync(
            new RunPeriodicTaskRequest { BkBizId = 2, TaskId = id }
        );

        var run = Assert.Single(await _app.RunsAsync(id));
        Assert.Equal(
            (true, made.TaskId.ToString(System.Globalization.CultureInfo.InvariantCulture)),
            (run.Manual, run.TaskId.Json)
        );
        Assert.Equal((1L, ""), ((await _app.FindAsync(id)).TotalRunCount, (await _app.FindAsync(id)).NextRunAt));
    }

    [Fact]
    public async Task Template_ChangedLater_DoesNotReachIt()
    {
        var template = await _app.TemplateAsync(Tree(Echo("a")));
        var made = await _app.Client.PeriodicTasks.CreatePeriodicTaskAsync(
            new CreatePeriodicTaskRequest
            {
                BkBizId = 2,
                TemplateId = template,
                Name = "p",
                Cron = EveryMinute,
                IncludeEditInfo = true,
            }
        );
        Assert.Equal("true", made.IsLatest.Json);
        await _app.EnableAsync(made.Id);
        await _app.Client.Templates.UpdateTemplateAsync(
            new UpdateTemplateRequest
            {
                BkBizId = 2,
                TemplateId = template,
                PipelineTree = new JsonValue { Json = Tree(Fail("f")) },
            }
        );

        await _app.PassAsync(Minute);

        await _app.RestedAsync(Assert.Single(await _app.RunsAsync(made.Id)).TaskId, "FINISHED");
        var known = await _app.Client.PeriodicTasks.GetPeriodicTaskAsync(
            new GetPeriodicTaskRequest
            {
                BkBizId = 2,
                TaskId = made.Id,
                IncludeEditInfo = true,
            }
        );
        Assert.Equal("false", known.PeriodicTask.IsLatest.Json);
        var kept = await Assert.ThrowsAsync<RpcException>(async () =>
            await _app.Client.Templates.DeleteTemplateAsync(
                new DeleteTemplateRequest { BkBizId = 2, TemplateId = template }
            )
        );
        Assert.Equal(StatusCode.FailedPrecondition, kept.StatusCode);
    }

    private async Task RevokeAsync(PeriodicTaskRun run) =>
        await _app.Client.Tasks.OperateTaskAsync(
            new OperateTaskRequest
            {
                BkBizId = 2,
                TaskId = long.Parse(run.TaskId.Json, System.Globalization.CultureInfo.InvariantCulture),
                Action = "revoke",
            }
        );
}
