using Microsoft.Extensions.Time.Testing;
using Sops.Server.Tests.App;
using Sops.V1;
using static Sops.Engine.Tests.Runs.TreeBuilder;
using static Sops.Server.Tests.App.TestTrees;

namespace Sops.Server.Tests.Watching;

/// <summary>What moves with the clock: signs of life, and timers that are further ahead than memory holds.</summary>
public sealed class HeartbeatTests(HeartbeatTests.ClockedApp app) : IClassFixture<HeartbeatTests.ClockedApp>
{
    [Fact]
    public async Task QuietTask_IsAliveEveryInterval_AtTheRevisionDelivered()
    {
        var task = await app.Client.StartAsync(Tree(Pause("p")));
        var waiting = await task.UntilNodeAsync("p", "RUNNING");
        // The call of the pause itself is a turn of its own.
        using var watch = app.Client.Tasks.WatchTaskStatus(
            new WatchTaskStatusRequest
            {
                BkBizId = task.Business,
                TaskId = task.Id,
                HeartbeatInterval = 5,
            }
        );
        Assert.True(await watch.ResponseStream.MoveNext(default));
        var delivered = watch.ResponseStream.Current.Revision;
        Assert.True(delivered >= waiting.Revision);

        for (var beats = 0; beats < 3; )
        {
            var next = watch.ResponseStream.MoveNext(default);
            await app.PassAsync(TimeSpan.FromSeconds(5), () => next.IsCompleted);
            Assert.True(await next);
            var message = watch.ResponseStream.Current;
            if (message.EventCase == WatchTaskStatusResponse.EventOneofCase.Change)
            {
                Assert.Equal(delivered + 1, message.Revision);
                delivered = message.Revision;
                continue;
            }
            Assert.Equal(
                (WatchTaskStatusResponse.EventOneofCase.Heartbeat, delivered),
                (message.EventCase, message.Revision)
            );
            beats++;
        }
    }

    [Fact]
    public async Task ManyTasks_AreAliveEveryInterval_AlsoWhereOthersChangeThatAreNotAskedFor()
    {
        var busy = await app.Client.StartAsync(Tree(Pause("p")), 7);
        await busy.UntilNodeAsync("p", "RUNNING");
        using var watch = app.Client.Tasks.WatchTasks(
            new()
            {
                BkBizId = 7,
                Keyword = "none has this",
                HeartbeatInterval = 5,
            }
        );
        Assert.True(await watch.ResponseStream.MoveNext(default));
        Assert.Equal(WatchTasksResponse.EventOneofCase.Synced, watch.ResponseStream.Current.EventCase);

        foreach (var action in (string[])["pause", "resume", "pause", "resume"])
        {
            await app.Client.Tasks.OperateTaskAsync(
                new()
                {
                    BkBizId = 7,
                    TaskId = busy.Id,
                    Action = action,
                }
            );
            var next = watch.ResponseStream.MoveNext(default);
            await app.PassAsync(TimeSpan.FromSeconds(1), () => next.IsCompleted);
            Assert.True(await next);
            Assert.Equal(WatchTasksResponse.EventOneofCase.Heartbeat, watch.ResponseStream.Current.EventCase);
        }
    }

    [Fact]
    public async Task Timer_AnHourAhead_FiresAtItsTime()
    {
        var task = await app.Client.StartAsync(Tree(Long("sleep")));
        await task.UntilNodeAsync("sleep", "RUNNING");
        var begun = app.Time.GetUtcNow();
        var end = task.UntilAsync("FINISHED");

        await app.PassAsync(TimeSpan.FromSeconds(10), () => end.IsCompleted);

        await end;
        Assert.True(app.Time.GetUtcNow() - begun >= TimeSpan.FromMinutes(59));
        var finished = (await task.EventsAsync()).Single(e => e.Kind == "NODE_FINISHED" && e.NodeId == task["sleep"]);
        var started = (await task.EventsAsync()).Single(e => e.Kind == "NODE_STARTED" && e.NodeId == task["sleep"]);
        Assert.InRange((finished.Time.ToDateTime() - started.Time.ToDateTime()).TotalSeconds, 3600, 3600 + 20);
    }

    /// <summary>A server whose clock stands until a test moves it.</summary>
    public sealed class ClockedApp : SopsApp
    {
        public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));

        protected override TimeProvider Clock => Time;

        /// <summary>Lets time pass step by step until that holds.</summary>
        public Task PassAsync(TimeSpan step, Func<bool> holds) =>
            Eventually.IsAsync(
                () =>
                {
                    if (holds())
                    {
                        return true;
                    }
                    Time.Advance(step);
                    return false;
                },
                "time passes"
            );
    }
}
