using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Sops.Engine.Plugins;
using Sops.Plugins;
using Sops.Server.Tests.App;
using Sops.Server.Tests.Tasks;
using Sops.Storage;
using Sops.V1;
using static Sops.Engine.Tests.Runs.TreeBuilder;

namespace Sops.Server.Tests.Runtime;

/// <summary>
/// Components that say they have no effects are called before the turn that asks for them is durable, and their answers
/// share its transaction; nobody else is, and nothing else is different.
/// </summary>
public sealed class CallsWithoutEffectsTests(CallsWithoutEffectsTests.Host app)
    : IClassFixture<CallsWithoutEffectsTests.Host>
{
    private const int MostTogether = 64;

    private GroupCommitter Committer => app.Services.GetRequiredService<Database>().Committer;

    [Fact]
    public async Task Chain_SharesATransaction_AndHasARevisionForEachTurn()
    {
        var before = Committer.Writes;

        var task = await app.Client.StartAsync(Tree(Quiet("a"), Quiet("b"), Quiet("c")));
        var ended = await task.UntilAsync("FINISHED");

        // The template, the task, its start and all that follows.
        Assert.InRange(Committer.Writes - before, 1, 3);
        var events = await task.EventsAsync();
        Assert.Equal(Enumerable.Range(1, (int)ended.Revision), events.Select(e => (int)e.Revision).Distinct());
        foreach (var name in (string[])["a", "b", "c"])
        {
            var finished = Assert.Single(events, e => e.Kind == "NODE_FINISHED" && e.NodeId == task[name]);
            Assert.Single(
                events,
                e => e.Kind == "NODE_STARTED" && e.NodeId == task[name] && e.Revision < finished.Revision
            );
        }
    }

    [Fact]
    public async Task Call_ThatMayHaveEffects_WaitsForTheCommitOfWhatItFollows()
    {
        var task = await app.Client.StartAsync(Tree(Quiet("a"), TestTrees.Node("b", "loud"), Quiet("c")));
        await task.UntilAsync("FINISHED");

        var began = (await task.EventsAsync()).Where(e => e.Kind == "NODE_STARTED").ToDictionary(e => e.NodeId);
        long Began(string name) => began[task[name]].Revision;
        Assert.Equal(
            [("quiet", Began("a") - 1), ("loud", Began("b")), ("quiet", Began("c") - 1)],
            app.Seen.Where(s => s.Task == task.Id).Select(s => (s.Code, s.Stored))
        );
    }

    [Fact]
    public async Task LongChain_IsCommittedInPieces()
    {
        const int nodes = 200;
        var before = Committer.Writes;

        var task = await app.Client.StartAsync(TestTrees.Chain(nodes));
        var ended = await task.UntilAsync("FINISHED");

        Assert.True(ended.Revision > nodes);
        Assert.InRange(Committer.Writes - before, nodes / MostTogether, (nodes / MostTogether) + 4);
    }

    [Fact]
    public async Task LargeValues_AreCommittedInSmallPieces()
    {
        const int nodes = 6;
        var before = Committer.Writes;

        var task = await app.Client.StartAsync(Tree([.. Enumerable.Range(0, nodes).Select(i => Large($"n{i}"))]));
        await task.UntilAsync("FINISHED");

        // Each hands over half of what one transaction may hold.
        Assert.InRange(Committer.Writes - before, nodes / 2, nodes + 3);
    }

    [Fact]
    public async Task Call_ThatThrows_FailsItsNode_AndWhatCameBeforeStays()
    {
        var task = await app.Client.StartAsync(Tree(Quiet("a"), TestTrees.Node("b", "throws")));

        await task.UntilNodeAsync("b", "FAILED");

        Assert.Contains("out of order", (await task.NodeAsync("b")).ExData.Json, StringComparison.Ordinal);
        Assert.Single(await task.EventsAsync(), e => e.Kind == "NODE_FINISHED" && e.NodeId == task["a"]);
    }

    [Fact]
    public async Task Call_ThatTakesItsTime_IsAnsweredLater()
    {
        var task = await app.Client.StartAsync(Tree(Quiet("a"), TestTrees.Node("b", "slow"), Quiet("c")));

        await task.UntilNodeAsync("b", "RUNNING");
        app.Slow.SetResult(PluginResult.Succeed());

        await task.UntilAsync("FINISHED");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Answer_ThatCannotBeStored_FailsItsNodeAlone(bool startedAsItIsMade)
    {
        var tree = Tree(Quiet("a"), TestTrees.Node("b", "deep"));

        var task = startedAsItIsMade ? await StartedAsItIsMadeAsync(tree) : await app.Client.StartAsync(tree);

        await task.UntilNodeAsync("b", "FAILED");

        Assert.Contains("could not be taken", (await task.NodeAsync("b")).ExData.Json, StringComparison.Ordinal);
        Assert.Single(await task.EventsAsync(), e => e.Kind == "NODE_FINISHED" && e.NodeId == task["a"]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task FirstAnswer_ThatCannotBeStored_KeepsNoTaskFromStarting(bool startedAsItIsMade)
    {
        var tree = Tree(TestTrees.Node("a", "deep"));

        var task = startedAsItIsMade ? await StartedAsItIsMadeAsync(tree) : await app.Client.StartAsync(tree);

        await task.UntilNodeAsync("a", "FAILED");
    }

    [Fact]
    public async Task Task_StartedAsItIsMade_IsThereWithAllThatFollows()
    {
        var task = await StartedAsItIsMadeAsync(Tree(Quiet("a"), Quiet("b")));

        Assert.Equal("FINISHED", (await task.StatusAsync()).State);
        var stored = await app.Services.GetRequiredService<TaskStore>().FindForEngineAsync(task.Id);
        Assert.NotNull(stored!.FinishTime);
        Assert.Equal(stored.Revision, (await task.EventsAsync())[^1].Revision);
    }

    private async Task<StartedRun> StartedAsItIsMadeAsync(string tree)
    {
        var template = await app.Client.TemplateAsync(tree);
        var made = await app.Client.Tasks.CreateAndStartTaskAsync(
            new CreateAndStartTaskRequest
            {
                BkBizId = SopsClient.Business,
                TemplateId = template,
                Name = "task",
            }
        );
        return new StartedRun(app.Client, SopsClient.Business, made.TaskId, made.PipelineTree.Json);
    }

    private static Part Large(string name) => TestTrees.Node(name, "quiet", ("text", new string('x', 600 * 1024)));

    private static Part Quiet(string name) => TestTrees.Node(name, "quiet");

    public sealed class Host : SopsApp
    {
        internal TaskCompletionSource<PluginResult> Slow { get; } = new();

        /// <summary>At which revision a task was stored when a component was called, in the order of the calls.</summary>
        internal ConcurrentQueue<(long Task, string Code, long Stored)> Seen { get; } = new();

        protected override IPluginCatalog Plugins =>
            new PluginCatalog([
                new Scripted("test_echo", hasEffects: false, _ => new(PluginResult.Succeed())),
                new Scripted("quiet", hasEffects: false, Noted("quiet")),
                new Scripted("loud", hasEffects: true, Noted("loud")),
                new Scripted("throws", hasEffects: false, _ => throw new InvalidOperationException("out of order")),
                new Scripted("slow", hasEffects: false, _ => new(Slow.Task)),
                new Scripted("deep", hasEffects: false, _ => new(PluginFaultTests.TooDeep())),
            ]);

        private Func<PluginContext, ValueTask<PluginResult>> Noted(string code) =>
            context =>
            {
                var stored = Services.GetRequiredService<TaskStore>().FindForEngineAsync(context.TaskId).Result;
                Seen.Enqueue((context.TaskId, code, stored?.Revision ?? 0));
                return new(PluginResult.Succeed());
            };
    }

    private sealed class Scripted(string code, bool hasEffects, Func<PluginContext, ValueTask<PluginResult>> execute)
        : IPlugin
    {
        public PluginInfo Info { get; } = new(code, ["legacy"], code, "test", "", [], []) { HasEffects = hasEffects };

        public ValueTask<PluginResult> ExecuteAsync(PluginContext context, CancellationToken cancellation) =>
            execute(context);
    }
}
