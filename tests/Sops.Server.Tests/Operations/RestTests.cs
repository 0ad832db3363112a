using Sops.Server.Tests.App;
using static Sops.Engine.Tests.Runs.TreeBuilder;
using static Sops.Server.Tests.App.TestTrees;

namespace Sops.Server.Tests.Operations;

/// <summary>What operators do to a task and its nodes, over REST.</summary>
public sealed class RestTests(SopsApp app) : IClassFixture<SopsApp>
{
    private readonly SopsClient _client = app.Client;

    [Fact]
    public async Task PausedTask_GoesNoFurther_UntilItIsResumed()
    {
        var task = await _client.StartAsync(Tree(Pause("p"), Echo("after")));
        await task.UntilNodeAsync("p", "RUNNING");

        Assert.Equal("\"Success\"", (await OperateAsync(task, "pause")).Data.GetRawText());
        await task.CallBackAsync("p");
        var view = await task.UntilNodeAsync("p", "FINISHED");
        Assert.Equal("SUSPENDED", view.State);
        Assert.DoesNotContain(task["after"], view.Nodes.Keys);

        await OperateAsync(task, "resume");
        await task.UntilAsync("FINISHED");
    }

    [Theory]
    [InlineData("/apigw/operate_task/{0}/2/")]
    [InlineData("/v2/sops/operate_task/")]
    public async Task RevokedTask_StaysAsItIs(string path)
    {
        var task = await _client.StartAsync(Tree(Pause("p")));
        await task.UntilNodeAsync("p", "RUNNING");

        await _client.PostOkAsync(
            string.Format(null, path, task.Id),
            $$"""{"bk_biz_id": 2, "task_id": {{task.Id}}, "action": "revoke"}"""
        );

        await task.UntilAsync("REVOKED");
        await RefusedAsync(task, """{"action": "resume"}""", ofNode: false);
        var callback = await _client.PostAsync(
            $"/apigw/node_callback/{task.Id}/2/",
            $$$"""{"node_id": "{{{task["p"]}}}", "callback_data": {}}"""
        );
        Assert.Equal((200, 3545000), (callback.Status, callback.Code));
    }

    [Fact]
    public async Task FailedNode_RetriedWithInputs_TakesThem()
    {
        var task = await _client.StartAsync(Tree(Node("f", "test_poll", ("fail_at", 1), ("times", 2))));
        await task.UntilNodeAsync("f", "FAILED");

        await NodeAsync(task, "f", """ "action": "retry", "inputs": {"fail_at": 0, "times": 1} """);

        await task.UntilAsync("FINISHED");
        var detail = await task.NodeAsync("f");
        Assert.Equal((1, 1), (detail.Retry, detail.Histories.Count));
        Assert.Contains("\"fail_at\":0", detail.Inputs.Json, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FailedNode_RetriedWithoutInputs_KeepsThem()
    {
        var task = await _client.StartAsync(Tree(Node("f", "test_fail_times", ("times", 1))));
        await task.UntilNodeAsync("f", "FAILED");

        await NodeAsync(task, "f", """ "action": "retry" """);

        await task.UntilAsync("FINISHED");
        Assert.Contains("\"times\":1", (await task.NodeAsync("f")).Inputs.Json, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FailedNode_Skipped_IsFinishedAndMarked()
    {
        var task = await _client.StartAsync(Tree(Fail("f"), Echo("after")));
        await task.UntilNodeAsync("f", "FAILED");

        await NodeAsync(task, "f", """ "action": "skip" """);

        await task.UntilAsync("FINISHED");
        Assert.True((await task.NodeAsync("f")).Skip);
    }

    [Fact]
    public async Task RunningNode_ForcedToFail_FailsForThatReason()
    {
        var task = await _client.StartAsync(Tree(Long("long")));
        await task.UntilNodeAsync("long", "RUNNING");

        await NodeAsync(task, "long", """ "action": "forced_fail", "ex_data": "enough" """);

        await task.UntilNodeAsync("long", "FAILED");
        Assert.Equal("\"enough\"", (await task.NodeAsync("long")).ExData.Json);
        await NodeAsync(task, "long", """ "action": "skip" """);
        await task.UntilAsync("FINISHED");
    }

    [Fact]
    public async Task PausedNode_IsNotEntered_UntilItIsResumed()
    {
        var task = await _client.StartAsync(Tree(Pause("p"), Echo("held")));
        await task.UntilNodeAsync("p", "RUNNING");

        await NodeAsync(task, "held", """ "action": "pause" """);
        await task.CallBackAsync("p");
        await task.UntilNodeAsync("p", "FINISHED");
        Assert.DoesNotContain((await task.EventsAsync()), e => e.Kind == "NODE_STARTED" && e.NodeId == task["held"]);

        await NodeAsync(task, "held", """ "action": "resume" """);
        await task.UntilAsync("FINISHED");
    }

    [Fact]
    public async Task Subprocess_PausedAndResumed_GoesOn()
    {
        var task = await _client.StartAsync(Tree(Sub("s", Build("in", Pause("p"), Echo("after")))));
        await task.UntilNodeAsync("p", "RUNNING");

        await NodeAsync(task, "s", """ "action": "pause_subproc" """);
        await task.CallBackAsync("p");
        await task.UntilNodeAsync("p", "FINISHED");
        await NodeAsync(task, "s", """ "action": "resume_subproc" """);

        await task.UntilAsync("FINISHED");
    }

    [Fact]
    public async Task ExclusiveGateway_WithNoBranchThatHolds_GoesWhereItIsSent()
    {
        var task = await _client.StartAsync(
            Tree(Constant("x", 3), Exclusive("g", ("${x} == 1", Echo("one")), ("${x} == 2", Echo("two"))))
        );
        await task.UntilNodeAsync("g", "FAILED");

        await NodeAsync(task, "g", $$""" "action": "skip_exg", "flow_id": "{{task.FlowsFrom("g")[1]}}" """);

        var end = await task.UntilAsync("FINISHED");
        Assert.Equal((false, true), (end.Nodes.ContainsKey(task["one"]), end.Nodes.ContainsKey(task["two"])));
    }

    [Fact]
    public async Task ConditionalParallelGateway_WithNoBranchThatHolds_GoesWhereItIsSent()
    {
        var task = await _client.StartAsync(
            Tree(
                Constant("x", 4),
                ConditionalParallel(
                    "g",
                    ("${x} == 1", Echo("one")),
                    ("${x} == 2", Echo("two")),
                    ("${x} == 3", Echo("three"))
                )
            )
        );
        await task.UntilNodeAsync("g", "FAILED");
        var flows = task.FlowsFrom("g");

        await NodeAsync(
            task,
            "g",
            $$"""
             "action": "skip_cpg", "flow_ids": ["{{flows[0]}}", "{{flows[2]}}"],
             "converge_gateway_id": "{{task["g_end"]}}"
            """
        );

        var end = await task.UntilAsync("FINISHED");
        Assert.Equal(
            (true, false, true),
            (
                end.Nodes.ContainsKey(task["one"]),
                end.Nodes.ContainsKey(task["two"]),
                end.Nodes.ContainsKey(task["three"])
            )
        );
    }

    [Theory]
    [InlineData("retry")]
    [InlineData("skip")]
    [InlineData("resume")]
    [InlineData("pause")]
    public async Task Node_ThatRuns_RefusesWhatIsForOthers(string action)
    {
        var task = await _client.StartAsync(Tree(Pause("p")));
        await task.UntilNodeAsync("p", "RUNNING");
        var before = (await task.EventsAsync()).Count;

        await RefusedAsync(task, $$"""{"node_id": "{{task["p"]}}", "action": "{{action}}"}""", ofNode: true);

        Assert.InRange((await task.EventsAsync()).Count - before, 0, 1);
    }

    [Fact]
    public async Task Task_NotStarted_RefusesEverythingButItsStart()
    {
        var task = await _client.CreateAsync(Tree(Echo("a")));

        foreach (var action in (string[])["pause", "resume", "revoke"])
        {
            await RefusedAsync(task, $$"""{"action": "{{action}}"}""", ofNode: false);
        }
        await OperateAsync(task, "start");
        await task.UntilAsync("FINISHED");
        await RefusedAsync(task, """{"action": "start"}""", ofNode: false);
    }

    private Task<Reply> OperateAsync(StartedRun task, string action) =>
        _client.PostOkAsync($"/apigw/operate_task/{task.Id}/2/", $$"""{"action": "{{action}}"}""");

    private Task<Reply> NodeAsync(StartedRun task, string node, string fields) =>
        _client.PostOkAsync($"/apigw/operate_node/2/{task.Id}/", $$"""{"node_id": "{{task[node]}}", {{fields}}}""");

    private async Task RefusedAsync(StartedRun task, string body, bool ofNode)
    {
        var path = ofNode ? $"/apigw/operate_node/2/{task.Id}/" : $"/apigw/operate_task/{task.Id}/2/";
        var answer = await _client.PostAsync(path, body);
        Assert.Equal((200, false, 3545000), (answer.Status, answer.Result, answer.Code));
        Assert.NotEmpty(answer.Message);
    }
}
