using Sops.Server.Tests.App;
using Sops.V1;
using static Sops.Engine.Tests.Runs.TreeBuilder;
using static Sops.Server.Tests.App.TestTrees;

namespace Sops.Server.Tests.Durability;

/// <summary>What ran when the service stopped is executed again only where its component allows that.</summary>
public sealed class InterruptedTests
{
    private const int Long = 3600;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Component_ThatMustNotRunTwice_FailsItsNode_ForSomebodyToDecide(bool kill)
    {
        await using var server = await SopsProcess.BeginAsync();
        var task = await server.Client!.StartAsync(
            Tree(Parallel("fork", Node("once", "test_once", ("seconds", Long)), Echo("echo")), Echo("after"))
        );
        await task.UntilNodeAsync("once", "RUNNING");
        await task.UntilNodeAsync("echo", "FINISHED");

        await (kill ? server.KillAsync() : server.TerminateAsync(TimeSpan.FromSeconds(20)));
        await server.StartAsync();
        task = task with { Client = server.Client! };
        await task.UntilNodeAsync("once", "FAILED");

        Assert.Equal("\"the service stopped while this ran\"", (await task.NodeAsync("once")).ExData.Json);
        await task.Client.Tasks.OperateNodeAsync(
            new OperateNodeRequest
            {
                BkBizId = task.Business,
                TaskId = task.Id,
                NodeId = task["once"],
                Action = "skip",
            }
        );
        await task.UntilAsync("FINISHED");
        Assert.DoesNotContain(await task.EventsAsync(), e => e.Kind == "CALL_REPEATED");
    }

    [Fact]
    public async Task Component_ThatIsBegunAfterTheStart_IsLeftAlone()
    {
        await using var server = await SopsProcess.BeginAsync();
        await server.KillAsync();
        await server.StartAsync();

        var task = await server.Client!.StartAsync(Tree(Node("once", "test_once", ("seconds", 0.5)), Echo("after")));

        await task.UntilAsync("FINISHED");
    }
}
