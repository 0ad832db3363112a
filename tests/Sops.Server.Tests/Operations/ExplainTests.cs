using Grpc.Core;
using Sops.Server.Tests.App;
using Sops.V1;
using static Sops.Engine.Tests.Runs.TreeBuilder;

namespace Sops.Server.Tests.Operations;

/// <summary>ExplainTask says what keeps a task, and what may be done about it.</summary>
public sealed class ExplainTests(SopsApp app) : IClassFixture<SopsApp>
{
    private SopsClient Client => app.Client;

    private async Task<ExplainTaskResponse> ExplainAsync(StartedRun task) =>
        await Client.Tasks.ExplainTaskAsync(new ExplainTaskRequest { BkBizId = task.Business, TaskId = task.Id });

    [Fact]
    public async Task Waits_OfEveryKind_AreNamed()
    {
        var task = await Client.StartAsync(
            Tree(
                Parallel("fork", TestTrees.Pause("person"), TestTrees.Long("timer"), TestTrees.Fail("broken")),
                Act("last", n => n["component"]!["code"] = "test_echo")
            )
        );
        await task.UntilNodeAsync("broken", "FAILED");
        await task.UntilAsync(v => v.Revision >= 4);

        var explained = await ExplainAsync(task);

        string Why(string name) =>
            string.Join(",", explained.Nodes.Single(n => n.NodeId == task[name]).Waits.Select(w => w.Reason));
        Assert.Equal("FAILED", explained.State);
        Assert.Equal(
            ("CALLBACK", "TIMER", "PERSON", "FLOWS"),
            (Why("person"), Why("timer"), Why("broken"), Why("last"))
        );
        Assert.Equal(["pause", "revoke"], Allowed(explained.Actions));
        Assert.Equal(["retry", "skip"], Allowed(explained.Nodes.Single(n => n.NodeId == task["broken"]).Actions));
        var timer = explained.Nodes.Single(n => n.NodeId == task["timer"]).Waits.Single();
        Assert.Equal(3600, (timer.Due - timer.Since).Seconds);
        Assert.DoesNotContain(explained.Nodes, n => n.NodeId == task["fork"]);
    }

    [Fact]
    public async Task RefusedAction_HasItsReason()
    {
        var task = await Client.StartAsync(Tree(TestTrees.Pause("person")));
        await task.UntilNodeAsync("person", "RUNNING");
        var offer = (await ExplainAsync(task)).Actions.Single(a => a.Action == "resume");
        Assert.False(offer.Allowed);
        Assert.Contains("RUNNING", offer.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Finished_NothingIsWaitedFor()
    {
        var task = await Client.StartAsync(Tree(TestTrees.Echo("a")));
        await task.UntilAsync("FINISHED");
        var explained = await ExplainAsync(task);
        Assert.Empty(explained.Nodes);
        Assert.Empty(Allowed(explained.Actions));
    }

    [Fact]
    public async Task OverRest_TheSameIsTold()
    {
        var task = await Client.StartAsync(Tree(TestTrees.Pause("person")));
        await task.UntilNodeAsync("person", "RUNNING");
        var answer = await Client.GetAsync($"/apigw/explain_task/{task.Id}/{task.Business}/");
        Assert.Equal("RUNNING", answer.Data.GetProperty("state").GetString());
    }

    [Fact]
    public async Task OfAnotherBusiness_IsNotFound()
    {
        var task = await Client.CreateAsync(Tree(TestTrees.Echo("a")));
        var refused = await Assert.ThrowsAsync<RpcException>(async () =>
            await ExplainAsync(task with { Business = 3 })
        );
        Assert.Equal(StatusCode.NotFound, refused.StatusCode);
    }

    private static List<string> Allowed(IEnumerable<ActionOffer> offers) =>
        [.. offers.Where(o => o.Allowed).Select(o => o.Action)];
}
