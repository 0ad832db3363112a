using System.Text.Json.Nodes;
using Sops.Server.Tests.App;
using static Sops.Engine.Tests.Runs.TreeBuilder;
using static Sops.Server.Tests.App.TestTrees;

namespace Sops.Server.Tests.Tasks;

/// <summary>operate_node: each action on a node of the wrong kind or in the wrong state, and what the other tests leave out.</summary>
public sealed class WritesNodeTests(SopsApp app) : IClassFixture<SopsApp>
{
    private readonly SopsClient _client = app.Client;

    /// <summary>One branch for each kind of node and state; nothing of it moves any more.</summary>
    private static string Standstill =>
        Tree(
            Constant("x", 3),
            Echo("done"),
            Parallel(
                "fork",
                Pause("waits"),
                Fail("failed"),
                Act(
                    "stubborn",
                    n =>
                    {
                        n["component"]!["code"] = "test_fail";
                        n["retryable"] = false;
                        n["skippable"] = false;
                    }
                ),
                Exclusive("choice", ("${x} == 1", Echo("one")), ("${x} == 2", Echo("two"))),
                ConditionalParallel("choices", ("${x} == 1", Echo("three")), ("${x} == 2", Echo("four"))),
                Sub("sub", Build("in", Pause("inner")))
            ),
            Echo("ahead"),
            Sub("later", Build("on", Echo("tail")))
        );

    [Theory]
    [InlineData("retry", "waits", "{N} state is not FAILED, actual RUNNING")]
    [InlineData("retry", "done", "{N} state is not FAILED, actual FINISHED")]
    [InlineData("retry", "stubborn", "can not retry node({N}) with can_retry(False)")]
    [InlineData("skip", "waits", "{N} state is not FAILED, actual RUNNING")]
    [InlineData("skip", "done", "{N} state is not FAILED, actual FINISHED")]
    [InlineData("skip", "stubborn", "can not skip this node")]
    [InlineData("skip", "choice", "can not use skip_node api for ExclusiveGateway")]
    [InlineData("skip", "choices", "can not use skip_node api for ConditionalParallelGateway")]
    [InlineData("skip", "fork", "can not use skip_node api for ParallelGateway")]
    [InlineData("skip", "sub", "can not use skip_node api for SubProcess")]
    [InlineData("skip_exg", "failed", "{N} is not exclusive gateway, actual: ServiceActivity", "choice")]
    [InlineData("skip_exg", "choices", "{N} is not exclusive gateway, actual: ConditionalParallelGateway", "choice")]
    [InlineData("skip_cpg", "failed", "{N} is not conditional parallel gateway, actual: ServiceActivity", "choices")]
    [InlineData("skip_cpg", "choice", "{N} is not conditional parallel gateway, actual: ExclusiveGateway", "choices")]
    [InlineData("callback", "failed", "can not find sleep process with current node id: {N}")]
    [InlineData("callback", "done", "can not find sleep process with current node id: {N}")]
    [InlineData("callback", "choice", "{N} is not activity, actual: ExclusiveGateway")]
    [InlineData("callback", "sub", "{N} is not activity, actual: SubProcess")]
    [InlineData("pause", "waits", "can't not transit node({N}) state from RUNNING to SUSPENDED")]
    [InlineData("pause", "failed", "can't not transit node({N}) state from FAILED to SUSPENDED")]
    [InlineData("pause", "done", "can't not transit node({N}) state from FINISHED to SUSPENDED")]
    [InlineData("pause", "sub", "can not use pause_node_appoint api for SubProcess: it is paused with pause_subproc")]
    [InlineData("resume", "waits", "can't not transit node({N}) state from RUNNING to READY")]
    [InlineData(
        "resume",
        "sub",
        "can not use resume_node_appoint api for SubProcess: it is resumed with resume_subproc"
    )]
    [InlineData("pause_subproc", "waits", "node({N}) type is not SubProcess, actual: ServiceActivity")]
    [InlineData("resume_subproc", "choice", "node({N}) type is not SubProcess, actual: ExclusiveGateway")]
    [InlineData("resume_subproc", "sub", "pipeline({N}) state is: RUNNING")]
    [InlineData("forced_fail", "choice", "{N} is not activity, actual: ExclusiveGateway")]
    [InlineData("forced_fail", "sub", "{N} is not activity, actual: SubProcess")]
    [InlineData("forced_fail", "failed", "{N} state is not RUNNING, actual: FAILED")]
    [InlineData("forced_fail", "done", "{N} state is not RUNNING, actual: FINISHED")]
    [InlineData("retry_subprocess", "failed", "node({N}) type is not SubProcess")]
    [InlineData("retry_subprocess", "sub", "{N} state is not FAILED, actual RUNNING")]
    public async Task WrongKindOrState_IsRefused(string action, string node, string message, string flowsOf = "")
    {
        var task = await StandstillAsync();
        var flow = flowsOf.Length > 0 ? task.FlowsFrom(flowsOf)[0] : "";
        var fields =
            $"\"node_id\": \"{task[node]}\", \"action\": \"{action}\""
            + (flow.Length > 0 ? $", \"flow_id\": \"{flow}\", \"flow_ids\": [\"{flow}\"]" : "");

        await RefusedAsync(task, fields, 3545000, message.Replace("{N}", task[node], StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("retry")]
    [InlineData("skip")]
    [InlineData("resume")]
    [InlineData("forced_fail")]
    public async Task NotReached_RefusesAll(string action)
    {
        var task = await StandstillAsync();
        var before = await task.StatusAsync();

        var (path, ids) = Writes.TaskForm(esb: false, "operate_node", task.Id);
        var answer = await _client.PostAsync(
            path,
            $$"""{ {{ids}}, "node_id": "{{task["ahead"]}}", "action": "{{action}}"}"""
        );

        Assert.Equal((200, 3545000), (answer.Status, answer.Code));
        Assert.Equal(before.ToString(), (await task.StatusAsync()).ToString());
    }

    [Theory]
    [InlineData("\"action\": \"retry\"", "node_id: is required")]
    [InlineData("\"action\": \"destroy\", \"node_id\": \"failed\"", "task command is invalid")]
    [InlineData("\"node_id\": \"failed\"", "task command is invalid")]
    [InlineData(
        "\"action\": \"retry\", \"node_id\": \"failed\", \"inputs\": [1]",
        "inputs field is not a valid object"
    )]
    [InlineData(
        "\"action\": \"retry\", \"node_id\": \"nfoo\"",
        "节点状态请求失败: 任务[ID: {T}]中未找到节点[ID: nfoo]. 请重试. 如持续失败可联系管理员处理 | nodes_action"
    )]
    [InlineData("\"action\": \"skip_exg\", \"node_id\": \"choice\"", "task[{T}] does not have flow[]")]
    [InlineData(
        "\"action\": \"skip_exg\", \"node_id\": \"choice\", \"flow_id\": \"flow of choices\"",
        "flow_id is not a flow out of this gateway"
    )]
    [InlineData("\"action\": \"skip_cpg\", \"node_id\": \"choices\"", "flow_ids must name flows out of this gateway")]
    [InlineData(
        "\"action\": \"skip_cpg\", \"node_id\": \"choices\", \"flow_ids\": [\"flow of choice\"]",
        "flow_ids must name flows out of this gateway"
    )]
    [InlineData(
        "\"action\": \"skip_cpg\", \"node_id\": \"choices\", \"flow_ids\": [\"flow of choices\"], \"converge_gateway_id\": \"fork_end\"",
        "converge_gateway_id is not where these branches meet"
    )]
    public async Task BadArguments_AreRefused(string fields, string message)
    {
        var task = await StandstillAsync();
        foreach (var gateway in (string[])["choices", "choice"])
        {
            fields = fields.Replace(
                $"flow of {gateway}\"",
                $"{task.FlowsFrom(gateway)[0]}\"",
                StringComparison.Ordinal
            );
        }
        foreach (var node in (string[])["failed", "choice", "choices", "fork_end"])
        {
            fields = fields.Replace($": \"{node}\"", $": \"{task[node]}\"", StringComparison.Ordinal);
        }

        await RefusedAsync(
            task,
            fields,
            3540000,
            message.Replace("{T}", task.Id.ToString(null, null), StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task AfterTheEnd_EveryActionIsRefused()
    {
        var task = await _client.StartAsync(Tree(Pause("waits"), Sub("sub", Build("in", Echo("inner")))));
        await task.UntilNodeAsync("waits", "RUNNING");
        await _client.PostOkAsync($"/apigw/operate_task/{task.Id}/2/", """{"action": "revoke"}""");

        foreach (var action in (string[])["retry", "skip", "callback", "pause", "resume", "forced_fail"])
        {
            await RefusedAsync(
                task,
                $"\"node_id\": \"{task["waits"]}\", \"action\": \"{action}\"",
                3545000,
                "the task is REVOKED"
            );
        }
        foreach (var action in (string[])["pause_subproc", "resume_subproc", "retry_subprocess"])
        {
            await RefusedAsync(
                task,
                $"\"node_id\": \"{task["sub"]}\", \"action\": \"{action}\"",
                3545000,
                "the task is REVOKED"
            );
        }
    }

    [Theory]
    [InlineData("pause", "task with current_flow:finished cannot be paused")]
    [InlineData("resume", "task with current_flow:finished cannot be resumed")]
    [InlineData("revoke", "task with current_flow:finished cannot be revoked")]
    [InlineData("start", "task already started")]
    public async Task FinishedTask_RefusesWhatIsForRunningOnes(string action, string message)
    {
        var task = await _client.StartAsync(Tree(Echo("a")));
        await task.UntilAsync("FINISHED");

        foreach (var esb in (bool[])[false, true])
        {
            var (path, ids) = Writes.TaskForm(esb, "operate_task", task.Id);
            var answer = await _client.PostAsync(path, $$"""{ {{ids}}, "action": "{{action}}"}""");
            Assert.Equal((3545000, message), (answer.Code, answer.Message));
        }
    }

    [Theory]
    [InlineData("\"action\": \"pause\"", 3545000, "task not started")]
    [InlineData("\"action\": \"resume\"", 3545000, "task not started")]
    [InlineData("\"action\": \"revoke\"", 3545000, "task not started")]
    [InlineData("\"action\": \"stop\"", 3540000, "task command is invalid")]
    [InlineData("\"scope\": \"project\"", 3540000, "task command is invalid")]
    public async Task TaskNotStarted_RefusesWhatIsForRunningOnes(string fields, int code, string message)
    {
        var task = await _client.CreateAsync(Tree(Echo("a")));

        var answer = await _client.PostAsync($"/apigw/operate_task/{task.Id}/2/", $$"""{ {{fields}} }""");

        Assert.Equal((code, message), (answer.Code, answer.Message));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Callback_HandsTheNodeItsData(bool esb)
    {
        var task = await _client.StartAsync(Tree(Pause("p")));
        await task.UntilNodeAsync("p", "RUNNING");

        await NodeAsync(esb, task, "p", """ "action": "callback", "data": {"callback": "resume"} """);

        await task.UntilAsync("FINISHED");
        var data = (await task.NodeAsync("p")).Outputs.Single(o => o.Key == "callback_data").Value.Json;
        Assert.Equal("""{"callback":"resume"}""", data.Replace(" ", "", StringComparison.Ordinal));
    }

    [Fact]
    public async Task ForcedFail_WithoutAReason_NamesTheOperator()
    {
        var task = await _client.StartAsync(Tree(Long("long")));
        await task.UntilNodeAsync("long", "RUNNING");

        await NodeAsync(esb: true, task, "long", """ "action": "forced_fail", "bk_username": "bob" """);

        await task.UntilNodeAsync("long", "FAILED");
        var detail = await task.NodeAsync("long");
        Assert.Equal("\"The node has been terminated by bob.\"", detail.ExData.Json);
        Assert.Equal("true", detail.Outputs.Single(o => o.Key == "_forced_failed").Value.Json);
    }

    [Fact]
    public async Task Retry_WithInputs_LeavesNothingOfTheOldOnes()
    {
        var task = await _client.StartAsync(Tree(Node("f", "test_fail_times", ("times", 5), ("old", "kept"))));
        await task.UntilNodeAsync("f", "FAILED");

        await NodeAsync(esb: true, task, "f", """ "action": "retry", "inputs": {"times": 0, "new": "${x}"} """);

        await task.UntilAsync("FINISHED");
        var inputs = JsonNode.Parse((await task.NodeAsync("f")).Inputs.Json)!.AsObject();
        Assert.False(inputs.ContainsKey("old"));
        Assert.Equal("${x}", inputs["new"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("retry")]
    [InlineData("retry_subprocess")]
    public async Task SubprocessThatFailedOnEntry_IsEnteredAgain(string action)
    {
        var body = Build("in_", Constant("p", ""), Node("inner", "test_echo", ("text", "${p}")));
        var tree = JsonNode.Parse(Tree(Sub("sub", body)))!;
        tree["activities"]!["sub"]!["constants"] = JsonNode.Parse("""{"${p}": {"value": "${'x' * 100000000}"} }""");
        var task = await _client.StartAsync(tree.ToJsonString());
        await task.UntilNodeAsync("sub", "FAILED");

        await NodeAsync(esb: true, task, "sub", $$""" "action": "{{action}}" """);

        var entered = await task.NodeAsync("sub");
        Assert.Equal(("FAILED", 1, 1), (entered.State, entered.Retry, entered.Histories.Count));
    }

    [Fact]
    public async Task SkipCpg_WithoutAConvergeGateway_MeetsAtItsOwn()
    {
        var task = await StandstillAsync();
        var flows = task.FlowsFrom("choices");

        await NodeAsync(
            esb: true,
            task,
            "choices",
            $$""" "action": "skip_cpg", "flow_ids": ["{{flows[0]}}", "{{flows[1]}}"] """
        );

        await task.UntilNodeAsync("three", "FINISHED");
        await task.UntilNodeAsync("four", "FINISHED");
        await task.UntilNodeAsync("choices_end", "FINISHED");
    }

    private async Task<StartedRun> StandstillAsync()
    {
        // Made, started, and one turn for the answer of each of the five activities that are called.
        const int stands = 7;
        var task = await _client.StartAsync(Standstill);
        await task.UntilAsync(v => v.Revision == stands);
        return task;
    }

    private Task<Reply> NodeAsync(bool esb, StartedRun task, string node, string fields)
    {
        var (path, ids) = Writes.TaskForm(esb, "operate_node", task.Id);
        return _client.PostOkAsync(path, $$"""{ {{ids}}, "node_id": "{{task[node]}}", {{fields}} }""");
    }

    private async Task RefusedAsync(StartedRun task, string fields, int code, string message)
    {
        var before = await task.StatusAsync();
        foreach (var esb in (bool[])[false, true])
        {
            var (path, ids) = Writes.TaskForm(esb, "operate_node", task.Id);
            var answer = await _client.PostAsync(path, $$"""{ {{ids}}, {{fields}} }""");
            Assert.Equal((200, code, message), (answer.Status, answer.Code, answer.Message));
        }
        Assert.Equal(before.ToString(), (await task.StatusAsync()).ToString());
    }
}
