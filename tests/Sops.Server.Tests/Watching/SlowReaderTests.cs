using Microsoft.Extensions.DependencyInjection;
using Sops.Server.Runtime;
using Sops.Server.Tests.App;
using Sops.Storage;
using static Sops.Engine.Tests.Runs.TreeBuilder;
using static Sops.Server.Tests.App.TestTrees;

namespace Sops.Server.Tests.Watching;

/// <summary>Watchers that do not take what they are told, without a network between that would take it for them.</summary>
public sealed class SlowReaderTests(SlowReaderTests.ForgetfulApp app) : IClassFixture<SlowReaderTests.ForgetfulApp>
{
    private static readonly TimeSpan NoHeartbeat = TimeSpan.FromHours(1);

    [Fact]
    public async Task OneTask_IsToldRevisionByRevision_HoweverLateItIsRead()
    {
        var task = await app.Client.CreateAsync(Tree(Echo("a"), Echo("b"), Echo("c")));
        await using var watch = await PulledWatch.BeginAsync(app, task);
        await app.Client.Tasks.StartTaskAsync(new() { BkBizId = task.Business, TaskId = task.Id });
        var end = await task.UntilAsync("FINISHED");

        var told = new List<long>();
        while (await watch.MoveNextAsync())
        {
            told.Add(watch.Current.Revision);
        }

        Assert.Equal(Enumerable.Range(2, (int)end.Revision - 1).Select(r => (long)r), told);
    }

    [Fact]
    public async Task ManyTasks_AreToldInTheirLatestStateOnly()
    {
        var task = await app.Client.StartAsync(Tree(Pause("p")), 21);
        await task.UntilNodeAsync("p", "RUNNING");
        await using var watch = Follow(21);
        Assert.Equal([task.Id], (await UntilSyncedAsync(watch)).Select(t => t.Id));
        for (var i = 0; i < 50; i++)
        {
            await OperateAsync(task, "pause");
            await OperateAsync(task, "resume");
        }
        await OperateAsync(task, "pause");

        Assert.True(await watch.MoveNextAsync());

        var told = Assert.Single(watch.Current.Tasks);
        Assert.Equal(
            ((await task.StatusAsync()).Revision, "SUSPENDED"),
            (told.Revision, told.ShownState.ToString().ToUpperInvariant())
        );
    }

    [Fact]
    public async Task BeyondTheLimit_EverythingIsReadAgain_AndEachEndIsTold()
    {
        var old = await app.Client.StartAsync(Tree(Echo("a")), 22);
        await old.UntilAsync("FINISHED");
        var tasks = new List<StartedRun>();
        for (var i = 0; i < 3 * ForgetfulApp.Most; i++)
        {
            tasks.Add(await app.Client.StartAsync(Tree(Pause("p")), 22));
            await tasks[i].UntilNodeAsync("p", "RUNNING");
        }
        await using var watch = Follow(22);
        Assert.Equal(tasks.Select(t => t.Id).Reverse(), (await UntilSyncedAsync(watch)).Select(t => t.Id));
        // Every other one comes to its end while nobody reads, and so does one that nobody has heard of.
        for (var i = 0; i < tasks.Count; i++)
        {
            await OperateAsync(tasks[i], i % 2 == 0 ? "revoke" : "pause");
        }
        var brief = await app.Client.StartAsync(Tree(Echo("a")), 22);
        await brief.UntilAsync("FINISHED");

        var told = (await UntilSyncedAsync(watch)).GroupBy(t => t.Id).ToDictionary(g => g.Key, g => g.Last());

        foreach (var task in tasks.Append(brief))
        {
            Assert.Equal((await task.StatusAsync()).Revision, told[task.Id].Revision);
        }
        Assert.False(told.ContainsKey(old.Id));
        await OperateAsync(tasks[1], "resume");
        Assert.True(await watch.MoveNextAsync());
        Assert.Equal(tasks[1].Id, Assert.Single(watch.Current.Tasks).Id);
    }

    private IAsyncEnumerator<WatchedTasks> Follow(long business) =>
        app
            .Services.GetRequiredService<BusinessWatch>()
            .FollowAsync(
                TaskQuery.Of(business),
                NoHeartbeat,
                () => Task.CompletedTask,
                TestContext.Current.CancellationToken
            )
            .GetAsyncEnumerator();

    private static async Task<List<TaskRow>> UntilSyncedAsync(IAsyncEnumerator<WatchedTasks> watch)
    {
        var told = new List<TaskRow>();
        while (true)
        {
            Assert.True(await watch.MoveNextAsync());
            if (watch.Current.IsSynced)
            {
                return told;
            }
            told.AddRange(watch.Current.Tasks);
        }
    }

    private async Task OperateAsync(StartedRun task, string action) =>
        await app.Client.Tasks.OperateTaskAsync(
            new()
            {
                BkBizId = task.Business,
                TaskId = task.Id,
                Action = action,
            }
        );

    /// <summary>A server that remembers few changed tasks for a watcher.</summary>
    public sealed class ForgetfulApp : SopsApp
    {
        public const int Most = 3;

        protected override void Watch(IServiceCollection services) => services.AddSingleton(new BusinessNews(Most));
    }
}
