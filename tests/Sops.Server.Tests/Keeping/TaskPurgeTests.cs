using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Sops.Server.Runtime;
using Sops.Server.Tests.App;
using Sops.V1;
using static Sops.Engine.Tests.Runs.TreeBuilder;
using static Sops.Server.Tests.App.TestTrees;

namespace Sops.Server.Tests.Keeping;

/// <summary>Tasks that have ended are kept as long, and as many, as the settings say; those under way for ever.</summary>
public sealed class TaskPurgeTests
{
    [Fact]
    public async Task Task_ThatEndedLongAgo_IsRemoved_AndOneUnderWayStays()
    {
        await using var app = new PurgedApp(("Sops:Keeping:FinishedTaskDays", "2"));
        await app.InitializeAsync();
        var ended = await app.Client.StartAsync(Tree(Echo("a")));
        await ended.UntilAsync("FINISHED");
        var waiting = await app.Client.StartAsync(Tree(Pause("p")));
        await waiting.UntilNodeAsync("p", "RUNNING");
        app.Time.Advance(TimeSpan.FromDays(1));
        Assert.Equal("FINISHED", (await ended.StatusAsync()).State);

        app.Time.Advance(TimeSpan.FromDays(2));

        await app.UntilGoneAsync(ended);
        var tasks = await app.Client.Tasks.ListTasksAsync(new ListTasksRequest { BkBizId = SopsClient.Business });
        Assert.Equal(waiting.Id, Assert.Single(tasks.Tasks).Id);
        await waiting.CallBackAsync("p");
        await waiting.UntilAsync("FINISHED");
    }

    [Fact]
    public async Task Tasks_BeyondTheirNumber_AreRemoved_TheOldestFirst()
    {
        await using var app = new PurgedApp(("Sops:Keeping:FinishedTasks", "2"));
        await app.InitializeAsync();
        var tasks = new List<StartedRun>();
        for (var i = 0; i < 4; i++)
        {
            tasks.Add(await app.Client.StartAsync(Tree(Echo("a"))));
            await tasks[i].UntilAsync("FINISHED");
            app.Time.Advance(TimeSpan.FromSeconds(1));
        }

        await app.UntilGoneAsync(tasks[0]);
        await app.UntilGoneAsync(tasks[1]);
        Assert.Equal("FINISHED", (await tasks[2].StatusAsync()).State);
        Assert.Equal("FINISHED", (await tasks[3].StatusAsync()).State);
    }

    [Fact]
    public async Task RevokedTask_WhoseCallIsUnderWay_StaysUntilThatHasEnded()
    {
        await using var app = new PurgedApp(
            ("Sops:Keeping:FinishedTasks", "0"),
            ("Sops:Runtime:PluginCallSeconds", "86400")
        );
        await app.InitializeAsync();
        var task = await app.Client.StartAsync(Tree(Node("once", "test_once", ("seconds", 5400))));
        await task.UntilNodeAsync("once", "RUNNING");
        await task.Client.Tasks.OperateTaskAsync(
            new OperateTaskRequest
            {
                BkBizId = task.Business,
                TaskId = task.Id,
                Action = "revoke",
            }
        );

        Assert.False(await app.Services.GetRequiredService<TurnRunner>().RemoveAsync(task.Id));
        Assert.Equal("REVOKED", (await task.StatusAsync()).State);

        await app.UntilGoneAsync(task);
    }

    [Fact]
    public async Task WithoutASetting_NothingIsRemoved()
    {
        await using var app = new PurgedApp();
        await app.InitializeAsync();
        var ended = await app.Client.StartAsync(Tree(Echo("a")));
        await ended.UntilAsync("FINISHED");

        app.Time.Advance(TimeSpan.FromDays(3));

        Assert.Equal("FINISHED", (await ended.StatusAsync()).State);
    }

    public sealed class PurgedApp(params (string Key, string Value)[] settings) : SopsApp
    {
        public FakeTimeProvider Time { get; } = new(DateTimeOffset.UtcNow);
        protected override TimeProvider Clock => Time;
        protected override IEnumerable<(string Key, string Value)> Settings => settings;

        /// <summary>Lets purges come until it is gone: when the first one comes after the start is open.</summary>
        public Task UntilGoneAsync(StartedRun task) =>
            Eventually.IsAsync(
                () =>
                {
                    Time.Advance(TimeSpan.FromMinutes(30));
                    return IsGoneAsync(task);
                },
                $"task {task.Id} is removed"
            );

        private static async Task<bool> IsGoneAsync(StartedRun task)
        {
            try
            {
                await task.StatusAsync();
                return false;
            }
            catch (RpcException e) when (e.StatusCode == StatusCode.NotFound)
            {
                return true;
            }
        }
    }
}
