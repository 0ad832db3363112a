using System.Text.Json;
using Sops.Server.Tests.App;
using Sops.V1;
using static Sops.Engine.Tests.Runs.TreeBuilder;
using static Sops.Server.Tests.App.TestTrees;

namespace Sops.Server.Tests.Tasks;

/// <summary>get_task_detail and get_task_node_detail to the field.</summary>
public sealed class ReadsDetailTests(SopsApp app) : IClassFixture<SopsApp>
{
    private static readonly string[] Reached =
    [
        "auto_retry_info",
        "children",
        "elapsed_time",
        "error_ignorable",
        "error_ignored",
        "ex_data",
        "finish_time",
        "histories",
        "history_id",
        "id",
        "inputs",
        "loop",
        "name",
        "outputs",
        "parent_id",
        "retry",
        "skip",
        "start_time",
        "state",
        "version",
    ];

    private readonly SopsClient _client = app.Client;

    [Fact]
    public async Task Task_BeforeAndAfterItsRun_HasEveryField()
    {
        var task = await _client.CreateAsync(
            Tree(Constant("c", "v", output: true), Node("a", "test_echo", ("text", "${c}")))
        );
        var before = (await _client.GetAsync($"/apigw/get_task_detail/{task.Id}/2/")).Data;
        await _client.Tasks.StartTaskAsync(new StartTaskRequest { BkBizId = 2, TaskId = task.Id });
        await task.UntilAsync("FINISHED");
        var after = (await _client.GetAsync($"/v2/sops/get_task_detail/?bk_biz_id=2&task_id={task.Id}")).Data;
        var basic = (await _client.GetAsync($"/apigw/get_task_detail/{task.Id}/2/?view=VIEW_BASIC")).Data;

        Assert.Equal(
            [
                "business_id",
                "business_name",
                "constants",
                "create_method",
                "create_time",
                "creator",
                "elapsed_time",
                "ex_data",
                "executor",
                "finish_time",
                "id",
                "name",
                "outputs",
                "pipeline_tree",
                "project_id",
                "project_name",
                "start_time",
                "task_url",
                "template_id",
            ],
            Fields(before)
        );
        Assert.Equal(
            ("", "", "", 0),
            (
                Text(before, "start_time"),
                Text(before, "finish_time"),
                Text(before, "executor"),
                before.GetProperty("elapsed_time").GetInt32()
            )
        );
        Assert.Equal(
            ("[]", "\"\""),
            (before.GetProperty("outputs").GetRawText(), before.GetProperty("ex_data").GetRawText())
        );
        Assert.Equal(JsonValueKind.Number, before.GetProperty("template_id").ValueKind);
        Assert.EndsWith(" +0800", Text(before, "create_time"), StringComparison.Ordinal);
        Assert.Equal("v", before.GetProperty("constants").GetProperty("${c}").GetProperty("value").GetString());
        Assert.Equal("""[{"key":"${c}","value":"v","name":"c"}]""", after.GetProperty("outputs").GetRawText());
        Assert.EndsWith(" +0800", Text(after, "finish_time"), StringComparison.Ordinal);
        Assert.Equal("admin", Text(after, "executor"));
        Assert.Equal(Fields(before).Except(["pipeline_tree"]), Fields(basic));
        var missing = await _client.GetAsync("/apigw/get_task_detail/987654/2/");
        Assert.Equal(
            (3540400, "[API] get_task_detail task[id=987654] of project[project_id=2, biz_id=2] does not exist"),
            (missing.Code, missing.Message)
        );
    }

    [Fact]
    public async Task Node_NotReached_ShowsWhatItWouldGet()
    {
        var task = await _client.StartAsync(
            Tree(
                Constant("c", "v"),
                Pause("p"),
                Node("a", "test_fail_times", ("times", "${c}-${later}")),
                Sub("s", Build("i", Echo("e")))
            )
        );
        await task.UntilNodeAsync("p", "RUNNING");

        var node = await NodeAsync(task, "a", "component_code=test_fail_times");

        Assert.Equal(["error_ignorable", "ex_data", "histories", "inputs", "name", "outputs", "state"], Fields(node));
        Assert.Equal(("a", "READY", ""), (Text(node, "name"), Text(node, "state"), Text(node, "ex_data")));
        Assert.Equal("""{"times":"v-${later}"}""", node.GetProperty("inputs").GetRawText());
        Assert.Equal(
            ["attempt", "_result", "_loop", "_inner_loop"],
            node.GetProperty("outputs").EnumerateArray().Select(o => Text(o, "key"))
        );
        Assert.All(
            node.GetProperty("outputs").EnumerateArray(),
            o => Assert.Equal(("", true), (Text(o, "value"), o.GetProperty("preset").GetBoolean()))
        );
        Assert.Equal("[]", (await NodeAsync(task, "a")).GetProperty("outputs").GetRawText());
        Assert.Equal(
            ["error_ignorable", "ex_data", "histories", "inputs", "name", "outputs", "state"],
            Fields(await NodeAsync(task, "s"))
        );
    }

    [Fact]
    public async Task Node_RetriedAndDone_ShowsItsAttempts()
    {
        var task = await _client.StartAsync(
            Tree(Constant("got", "", ("a", "attempt")), Node("a", "test_fail_times", ("times", 2)))
        );
        await task.UntilNodeAsync("a", "FAILED");
        var failed = await NodeAsync(task, "a", "component_code=test_fail_times");
        for (var i = 0; i < 2; i++)
        {
            var revision = (await task.StatusAsync()).Revision;
            await RetryAsync(task, "a");
            await task.UntilAsync(v => v.Revision > revision + 1 && v.State is "FAILED" or "FINISHED");
        }

        var node = await NodeAsync(task, "a", "component_code=test_fail_times");
        var plain = await NodeAsync(task, "a");

        Assert.Equal(Reached, Fields(node));
        Assert.Equal(("FAILED", "attempt 1 failed"), (Text(failed, "state"), Text(failed, "ex_data")));
        Assert.Contains(
            failed.GetProperty("outputs").EnumerateArray(),
            o => Text(o, "key") == "ex_data" && !o.GetProperty("preset").GetBoolean()
        );
        Assert.Equal(
            ("FINISHED", 2, -1),
            (Text(node, "state"), node.GetProperty("retry").GetInt32(), node.GetProperty("history_id").GetInt32())
        );
        Assert.Equal(JsonValueKind.Null, node.GetProperty("ex_data").ValueKind);
        Assert.Equal("{}", node.GetProperty("auto_retry_info").GetRawText());
        Assert.Equal("""{"times":2,"_loop":1,"_inner_loop":1}""", node.GetProperty("inputs").GetRawText());
        // The declared output is hooked to a constant, and goes by its name.
        Assert.Equal(
            ["got", "_result", "_loop", "_inner_loop", "times"],
            node.GetProperty("outputs").EnumerateArray().Select(o => Text(o, "key"))
        );
        Assert.Equal("3", node.GetProperty("outputs")[0].GetProperty("value").GetRawText());
        Assert.Equal(["key", "name", "preset", "value"], Fields(node.GetProperty("outputs")[0]));
        Assert.All(
            plain.GetProperty("outputs").EnumerateArray(),
            o => Assert.Equal(["key", "preset", "value"], Fields(o))
        );
        var histories = node.GetProperty("histories").EnumerateArray().ToList();
        Assert.Equal(["attempt 1 failed", "attempt 2 failed"], histories.Select(h => Text(h, "ex_data")));
        Assert.All(
            histories,
            h => Assert.Equal(("FAILED", JsonValueKind.Object), (Text(h, "state"), h.GetProperty("outputs").ValueKind))
        );
        Assert.Equal(
            [
                "children",
                "elapsed_time",
                "ex_data",
                "finish_time",
                "history_id",
                "id",
                "inputs",
                "loop",
                "node_id",
                "outputs",
                "retry",
                "skip",
                "start_time",
                "state",
                "version",
            ],
            Fields(histories[0])
        );
        Assert.Equal(3, histories.Select(h => Text(h, "version")).Append(Text(node, "version")).Distinct().Count());
    }

    [Fact]
    public async Task Node_OfAnEarlierLoop_IsShownAsItWas()
    {
        var task = await _client.StartAsync(
            Tree(
                Constant("n", 0, ("a", "_loop")),
                Node("a", "test_echo", ("text", "${n}")),
                LoopBack("g", "${n} < 3", "a")
            )
        );
        await task.UntilAsync("FINISHED");

        var now = await NodeAsync(task, "a");
        var first = await NodeAsync(task, "a", "loop=1");
        var beyond = await NodeAsync(task, "a", "loop=9");

        Assert.Equal((3, -1), (now.GetProperty("loop").GetInt32(), now.GetProperty("history_id").GetInt32()));
        Assert.Equal((1, "FINISHED"), (first.GetProperty("loop").GetInt32(), Text(first, "state")));
        Assert.Equal(1, first.GetProperty("inputs").GetProperty("_loop").GetInt32());
        Assert.True(first.GetProperty("history_id").GetInt32() > 0);
        Assert.NotEqual(Text(now, "version"), Text(first, "version"));
        Assert.Equal(
            0,
            first.GetProperty("histories").GetArrayLength() + now.GetProperty("histories").GetArrayLength()
        );
        Assert.Equal(now.GetRawText(), beyond.GetRawText());
    }

    [Fact]
    public async Task Node_InASubprocess_IsFoundByItsStackOrWithoutIt()
    {
        var inner = Build("i", Constant("x", "inside"), Sub("t", Build("j", Pause("p"))));
        var task = await _client.StartAsync(
            Tree(Act("s0", n => n["component"]!["code"] = "test_echo"), Sub("s", inner))
        );
        await task.UntilNodeAsync("p", "RUNNING");
        var stack = $"[\"{task["s"]}\",\"{task["t"]}\"]";

        var found = await NodeAsync(task, "p", $"subprocess_stack={Uri.EscapeDataString(stack)}");
        var sub = await NodeAsync(task, "s");

        Assert.Equal((task["t"], "RUNNING"), (Text(found, "parent_id"), Text(found, "state")));
        Assert.Equal("""{"x":"inside"}""", sub.GetProperty("inputs").GetRawText());
        Assert.Equal(Reached, Fields(sub));
        var child = sub.GetProperty("children").GetProperty(task["t"]);
        Assert.Equal("RUNNING", Text(child, "state"));
        Assert.False(child.TryGetProperty("children", out _));
        foreach (
            var (wrong, message) in ((string, string)[])
                [
                    ("{", "subprocess_stack is not a valid array json"),
                    ("{}", "subprocess_stack is not a valid array json"),
                    ("[1]", "subprocess_stack is not a valid array json"),
                    ("[null]", "subprocess_stack is not a valid array json"),
                    ($"[\"{task["s"]}\"]", "subprocess_stack: does not lead to this node"),
                    ("[\"x\"]", "subprocess_stack: does not lead to this node"),
                ]
        )
        {
            var reply = await _client.GetAsync(
                $"/apigw/get_task_node_detail/{task.Id}/2/?node_id={task["p"]}&subprocess_stack={Uri.EscapeDataString(wrong)}"
            );
            Assert.Equal((3540000, message), (reply.Code, reply.Message));
        }
    }

    [Fact]
    public async Task Node_ThatIsNone_IsSaidToBeSo()
    {
        var task = await _client.CreateAsync(Tree(Echo("a")));

        var none = await _client.GetAsync($"/apigw/get_task_node_detail/{task.Id}/2/?node_id=nope");
        var unnamed = await _client.GetAsync($"/apigw/get_task_node_detail/{task.Id}/2/");
        var noTask = await _client.GetAsync("/apigw/get_task_node_detail/987654/2/?node_id=nope");
        var otherComponent = await _client.GetAsync(
            $"/apigw/get_task_node_detail/{task.Id}/2/?node_id={task["a"]}&component_code=pause_node"
        );

        Assert.Equal(
            (
                3540000,
                $"节点状态请求失败: 任务[ID: {task.Id}]中未找到节点[ID: nope]. 请重试. 如持续失败可联系管理员处理 | get_node_detail"
            ),
            (none.Code, none.Message)
        );
        Assert.Equal((3540000, "node_id: is required"), (unnamed.Code, unnamed.Message));
        Assert.Equal(
            (3540400, "[API] get_task_node_detail task[id=987654] of project[project_id=2, biz_id=2] does not exist"),
            (noTask.Code, noTask.Message)
        );
        Assert.Equal(3540000, otherComponent.Code);
    }

    private async Task RetryAsync(StartedRun task, string node) =>
        await _client.Tasks.OperateNodeAsync(
            new OperateNodeRequest
            {
                BkBizId = 2,
                TaskId = task.Id,
                NodeId = task[node],
                Action = "retry",
            }
        );

    private async Task<JsonElement> NodeAsync(StartedRun task, string node, string query = "")
    {
        var reply = await _client.GetAsync($"/apigw/get_task_node_detail/{task.Id}/2/?node_id={task[node]}&{query}");
        Assert.True(reply.Result, reply.Text);
        var esb = await _client.GetAsync(
            $"/v2/sops/get_task_node_detail/?bk_biz_id=2&task_id={task.Id}&node_id={task[node]}&{query}"
        );
        Assert.Equal(Fields(reply.Data), Fields(esb.Data));
        return reply.Data;
    }

    private static IEnumerable<string> Fields(JsonElement json) =>
        json.EnumerateObject().Select(f => f.Name).Order(StringComparer.Ordinal);

    private static string Text(JsonElement json, string field) => json.GetProperty(field).GetString()!;
}
