using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Sops.Engine.Runs;
using Sops.Server.Runtime;
using Sops.Server.Tests.App;
using Sops.Server.Tests.Tasks;
using static Sops.Engine.Tests.Runs.TreeBuilder;
using static Sops.Server.Tests.App.TestTrees;

namespace Sops.Server.Tests.Watching;

/// <summary>Watchers of one task share its turns where they keep up, read the history where not, and cannot tell which.</summary>
public sealed class SharedTurnTests(SharedTurnTests.ForgetfulApp app) : IClassFixture<SharedTurnTests.ForgetfulApp>
{
    [Fact]
    public async Task NextTurn_IsTakenAsItWasPublished_AndMadeOnceForAll()
    {
        var task = await app.Client.CreateAsync(Tree(Echo("a")));
        await using var one = await FollowAsync(task);
        await using var other = await FollowAsync(task);
        var read = Task.WhenAll(one.ReadToAsync(2), other.ReadToAsync(2));
        var shown = new ShownChange { State = "RUNNING", Nodes = [new() { Node = 0, State = "RUNNING" }] };

        // Of this one the history knows nothing.
        app.Services.GetRequiredService<WatchHub>()
            .Publish(
                task.Id,
                2,
                DateTimeOffset.UnixEpoch,
                JsonSerializer.Serialize(shown, ShownJson.Default.ShownChange)
            );

        await read;
        var told = one.Told[^1];
        Assert.Equal((2, DateTimeOffset.UnixEpoch), (told.Revision, told.At));
        Assert.Equal("RUNNING", Assert.Single(told.Change!.Nodes).State);
        Assert.Same(told.Change, other.Told[^1].Change);
    }

    [Fact]
    public async Task WatchersAtAllPositions_AreToldTheSame_HoweverFarTheyLag()
    {
        var task = await app.Client.StartAsync(Tree(Pause("p"), Echo("a"), Echo("b")));
        var begin = await SettledAsync(task);
        var watchers = new List<Reader>();
        for (var i = 0; i < 8; i++)
        {
            watchers.Add(await FollowAsync(task));
        }
        for (var turn = 0; turn < 10 * ForgetfulApp.Kept; turn++)
        {
            await OperateAsync(task, turn % 2 == 0 ? "pause" : "resume");
            var reached = (await task.StatusAsync()).Revision;
            // The first takes every turn as it comes, the second is one behind, and so on; the last takes none.
            for (var i = 0; i < watchers.Count - 1; i++)
            {
                await watchers[i].ReadToAsync(reached - i);
            }
        }
        await task.CallBackAsync("p");
        await task.UntilAsync("FINISHED");

        var told = await Task.WhenAll(watchers.Select(w => w.ReadToEndAsync()));

        var history = (await task.EventsAsync()).Select(e => e.Revision).Distinct().Where(r => r > begin);
        Assert.All(told, t => Assert.Equal(history, t.Select(m => m.Revision)));
        Assert.All(told, t => Assert.Equal(told[^1].Select(Text), t.Select(Text)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(ForgetfulApp.Kept)]
    [InlineData(64)]
    public async Task Burst_IsToldTurnByTurn(int size)
    {
        var task = await app.Client.StartAsync(Tree(Pause("p")));
        var begin = await SettledAsync(task);
        await using var waiting = await FollowAsync(task);
        await using var lagging = await FollowAsync(task);
        var ahead = waiting.ReadToAsync(begin + size);

        await TogetherAsync(task, size);

        await ahead;
        await lagging.ReadToAsync(begin + size);
        Assert.Equal(Enumerable.Range(1, size).Select(i => begin + i), waiting.Told.Select(m => m.Revision));
        Assert.Equal(waiting.Told.Select(Text), lagging.Told.Select(Text));
    }

    [Fact]
    public async Task TaskRenamed_IsToldUnderTheNameThatItHadForEachWatcher()
    {
        var task = await app.Client.FunctionalAsync(Tree(Echo("a")));
        await using var early = await FollowAsync(task);
        await using var late = await FollowAsync(task);
        await app.Client.Tasks.ClaimFunctionalTaskAsync(
            new()
            {
                BkBizId = task.Business,
                TaskId = task.Id,
                Name = "claimed",
            }
        );
        await early.ReadToAsync(2);
        await using var later = await FollowAsync(task);
        await app.Client.Tasks.StartTaskAsync(new() { BkBizId = task.Business, TaskId = task.Id });
        await task.UntilAsync("FINISHED");

        foreach (var watcher in (Reader[])[early, late, later])
        {
            await watcher.ReadToEndAsync();
        }

        Assert.Equal(["claimed", "claimed", "claimed"], Names(early));
        Assert.Equal(Names(early), Names(late));
        Assert.Equal(["claimed", "claimed"], Names(later));

        IEnumerable<string> Names(Reader watcher) =>
            watcher.Told.SelectMany(m => m.Change!.Nodes).Where(n => n.Id == n.ParentId).Select(n => n.Name);
    }

    /// <summary>As many turns, in one transaction if they fit into one.</summary>
    private async Task TogetherAsync(StartedRun task, int size)
    {
        using var lease = app.Services.GetRequiredService<LiveRuns>().Hold(task.Id);
        var turns = app.Services.GetRequiredService<TurnRunner>();
        await lease.Run.Gate.WaitAsync();
        var taken = Enumerable
            .Range(0, size)
            .Select(i =>
                turns.TakeAsync(task.Id, i % 2 == 0 ? new PausePipeline(0) : new ResumePipeline(0), "", "test")
            )
            .ToList();
        lease.Run.Gate.Release();
        Assert.All(await Task.WhenAll(taken), t => Assert.Null(t.Refusal));
    }

    /// <summary>The revision at which a task waits whose pause was called.</summary>
    private static async Task<long> SettledAsync(StartedRun task) =>
        (await task.UntilAsync(v => v.Revision == 3)).Revision;

    /// <summary>A watcher that has its snapshot.</summary>
    private async Task<Reader> FollowAsync(StartedRun task) => new(await PulledWatch.BeginAsync(app, task));

    private static string Text(Watched<string> message) =>
        $"{message.At:O} {message.Change!.State} {string.Join(", ", message.Change.Nodes)}";

    private static async Task OperateAsync(StartedRun task, string action) =>
        await task.Client.Tasks.OperateTaskAsync(
            new()
            {
                BkBizId = task.Business,
                TaskId = task.Id,
                Action = action,
            }
        );

    /// <summary>A watcher and what it was told.</summary>
    private sealed class Reader(PulledWatch watch) : IAsyncDisposable
    {
        /// <summary>Behind the snapshot.</summary>
        public List<Watched<string>> Told { get; } = [];

        public async Task ReadToAsync(long revision)
        {
            while (watch.Current.Revision < revision && await watch.MoveNextAsync())
            {
                Told.Add(watch.Current);
            }
        }

        public async Task<List<Watched<string>>> ReadToEndAsync()
        {
            await ReadToAsync(long.MaxValue);
            return Told;
        }

        public ValueTask DisposeAsync() => watch.DisposeAsync();
    }

    /// <summary>A server that keeps few turns for watchers.</summary>
    public sealed class ForgetfulApp : SopsApp
    {
        public const int Kept = 3;

        protected override void Watch(IServiceCollection services) => services.AddSingleton(new WatchHub(Kept));
    }
}
