using Microsoft.Extensions.DependencyInjection;
using Sops.Engine.Runs;
using Sops.Server.Runtime;
using Sops.Server.Tests.App;
using Sops.Storage;
using static Sops.Engine.Tests.Runs.TreeBuilder;

namespace Sops.Server.Tests.Runtime;

/// <summary>What the service tells one task at a time is one transaction, and each command is answered for itself.</summary>
public sealed class MailboxTests(SopsApp app) : IClassFixture<SopsApp>
{
    private const int Branches = 200;

    [Fact]
    public async Task Branches_ThatEndTogether_ShareTransactions_AndHaveARevisionEach()
    {
        var committer = app.Services.GetRequiredService<Database>().Committer;
        var branches = Enumerable.Range(0, Branches).Select(i => TestTrees.Echo($"b{i}")).ToArray();
        var before = committer.Writes;

        var task = await app.Client.StartAsync(Tree(Parallel("p", branches)));
        var revision = (await task.UntilAsync("FINISHED")).Revision;

        Assert.True(revision >= Branches, $"{revision} turns");
        Assert.InRange(committer.Writes - before, 1, Branches / 2);
    }

    [Fact]
    public async Task Command_ThatCannotBeTaken_FailsAlone()
    {
        var task = await app.Client.StartAsync(Tree(Parallel("p", TestTrees.Pause("a"), TestTrees.Pause("b"))));
        await task.UntilNodeAsync("a", "RUNNING");
        await task.UntilNodeAsync("b", "RUNNING");
        var (turns, runs) = (
            app.Services.GetRequiredService<TurnRunner>(),
            app.Services.GetRequiredService<LiveRuns>()
        );
        using var lease = runs.Hold(task.Id);
        await lease.Run.Gate.WaitAsync();
        var waiting = new List<Task<TurnOutcome>>();
        foreach (var command in new Command[] { new PausePipeline(0), new Unknown(), new ResumePipeline(0) })
        {
            waiting.Add(turns.TakeAsync(task.Id, command, "", "test"));
        }
        lease.Run.Gate.Release();

        await Assert.ThrowsAnyAsync<Exception>(() => waiting[1]);
        var (paused, resumed) = (await waiting[0], await waiting[2]);

        Assert.Equal((null, null), (paused.Refusal, resumed.Refusal));
        Assert.Equal(paused.Answer.Revision + 1, resumed.Answer.Revision);
        Assert.Equal("RUNNING", (await task.StatusAsync()).State);
    }

    [Fact]
    public async Task Command_ThatIsWithdrawnWhileItWaits_IsNotTaken()
    {
        var task = await app.Client.StartAsync(Tree(TestTrees.Pause("a")));
        await task.UntilNodeAsync("a", "RUNNING");
        using var lease = app.Services.GetRequiredService<LiveRuns>().Hold(task.Id);
        await lease.Run.Gate.WaitAsync();
        using var patience = new CancellationTokenSource();
        var waiting = app
            .Services.GetRequiredService<TurnRunner>()
            .TakeAsync(task.Id, new PausePipeline(0), "", "test", cancellation: patience.Token);

        await patience.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        Assert.Empty(lease.Run.Mailbox.Take());
        lease.Run.Gate.Release();
        Assert.Equal("RUNNING", (await task.StatusAsync()).State);
    }

    /// <summary>A command that nobody knows.</summary>
    private sealed record Unknown : Command;
}
