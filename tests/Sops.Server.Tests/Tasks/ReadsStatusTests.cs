using System.Text.Json;
using System.Text.RegularExpressions;
using Grpc.Core;
using Sops.Server.Tests.App;
using Sops.V1;
using static Sops.Engine.Tests.Runs.TreeBuilder;
using static Sops.Server.Tests.App.TestTrees;

namespace Sops.Server.Tests.Tasks;

/// <summary>get_task_status and get_tasks_status to the field.</summary>
public sealed partial class ReadsStatusTests(SopsApp app) : IClassFixture<SopsApp>
{
    private readonly SopsClient _client = app.Client;

    [Fact]
    public async Task Status_BeforeTheStart_IsTheShortForm()
    {
        var task = await _client.CreateAsync(Tree(Echo("a")));

        foreach (var path in Paths("get_task_status", task.Id))
        {
            var data = (await _client.GetAsync(path)).Data;

            Assert.Equal(
                """{"state":"CREATED","retry":0,"skip":false,"start_time":null,"finish_time":null,"elapsed_time":0,"""
                    + "\"children\":{},\"name\":\"task\"}",
                data.GetRawText()
            );
        }
    }

    [Fact]
    public async Task Status_OfARunningTask_HasEveryFieldOfEveryReachedNode()
    {
        var task = await _client.StartAsync(Tree(Echo("a"), Sub("s", Build("i", Pause("p"))), Echo("z")));
        await task.UntilNodeAsync("p", "RUNNING");

        var root = (await _client.GetAsync($"/apigw/get_task_status/{task.Id}/2/")).Data;

        RequireNode(root, root.GetProperty("id").GetString()!, "RUNNING", "task", ended: false);
        var children = root.GetProperty("children");
        RequireNode(children.GetProperty(task["a"]), root.GetProperty("id").GetString()!, "FINISHED", "a", ended: true);
        var inner = children.GetProperty(task["s"]);
        RequireNode(inner, root.GetProperty("id").GetString()!, "RUNNING", "s", ended: false);
        RequireNode(inner.GetProperty("children").GetProperty(task["p"]), task["s"], "RUNNING", "p", ended: false);
        Assert.False(children.TryGetProperty(task["z"], out _));
        // The start event has no name, and is a node as the others.
        Assert.Contains(children.EnumerateObject(), c => c.Value.GetProperty("name").GetString()!.Length == 0);

        var below = (
            await _client.GetAsync($"/v2/sops/get_task_status/?bk_biz_id=2&task_id={task.Id}&subprocess_id={task["s"]}")
        ).Data;
        Assert.Equal(inner.GetProperty("id").GetString(), below.GetProperty("id").GetString());
        Assert.Equal("RUNNING", below.GetProperty("children").GetProperty(task["p"]).GetProperty("state").GetString());
    }

    [Fact]
    public async Task Status_OfASubprocess_NotReachedIsCreated_AndOfNoneIsNotFound()
    {
        var task = await _client.StartAsync(Tree(Pause("p"), Sub("s", Build("i", Echo("e")))));
        await task.UntilNodeAsync("p", "RUNNING");

        var early = await StatusAsync(task, task["s"]);

        Assert.Equal(("CREATED", "s", false), (early.State, early.Name, early.HasId));
        foreach (var none in (string[])["x", task["p"]])
        {
            var failure = await Assert.ThrowsAsync<RpcException>(() => StatusAsync(task, none));
            Assert.Equal(StatusCode.NotFound, failure.StatusCode);
        }
        var missing = await _client.GetAsync("/apigw/get_task_status/987654/2/");
        Assert.Equal(
            (3540400, "task[id=987654] get status error: TaskFlowInstance matching query does not exist."),
            (missing.Code, missing.Message)
        );
    }

    [Theory]
    [InlineData(false, false, "RUNNING")]
    [InlineData(true, false, "FAILED")]
    [InlineData(false, true, "NODE_SUSPENDED")]
    [InlineData(true, true, "FAILED")]
    public async Task State_OfAPipeline_FollowsFromWhatIsInside(bool fails, bool holds, string shown)
    {
        var body = Build("i", Parallel("g", fails ? Fail("f") : Echo("f"), Seq(Pause("h"), Echo("w")), Pause("r")));
        var task = await _client.CreateAsync(Tree(Sub("s", body)));
        if (holds)
        {
            await OperateAsync(task, "w", "pause");
        }
        await _client.Tasks.StartTaskAsync(new StartTaskRequest { BkBizId = 2, TaskId = task.Id });
        await task.UntilNodeAsync("f", fails ? "FAILED" : "FINISHED");
        await task.UntilNodeAsync("h", "RUNNING");
        await task.CallBackAsync("h");
        await task.UntilNodeAsync("w", holds ? "SUSPENDED" : "FINISHED");

        var root = await StatusAsync(task);

        Assert.Equal((shown, shown), (root.State, root.Children[task["s"]].State));
        await _client.Tasks.OperateTaskAsync(
            new OperateTaskRequest
            {
                BkBizId = 2,
                TaskId = task.Id,
                Action = "pause",
            }
        );
        Assert.Equal("SUSPENDED", (await StatusAsync(task)).State);
        await _client.Tasks.OperateTaskAsync(
            new OperateTaskRequest
            {
                BkBizId = 2,
                TaskId = task.Id,
                Action = "revoke",
            }
        );
        Assert.Equal("REVOKED", (await StatusAsync(task)).State);
    }

    [Fact]
    public async Task Status_WithFailures_NamesThemAtTheRootAskedFor()
    {
        var retried = Act(
            "r",
            n =>
            {
                n["component"]!["code"] = "test_fail";
                n["auto_retry"] = System.Text.Json.Nodes.JsonNode.Parse(
                    """{"enable": true, "interval": 10, "times": 2}"""
                );
            }
        );
        var task = await _client.StartAsync(Tree(Parallel("g", Sub("s", Build("i", Fail("f"))), retried)));
        await task.UntilNodeAsync("f", "FAILED");
        await task.UntilNodeAsync("r", "FAILED");
        const string All = "with_ex_data=1&with_failed_node_info=1&with_auto_retry_status=1";

        var root = (await _client.GetAsync($"/apigw/get_task_status/{task.Id}/2/?{All}")).Data;
        var inner = (
            await _client.GetAsync($"/apigw/get_task_status/{task.Id}/2/?{All}&subprocess_id={task["s"]}")
        ).Data;

        Assert.Equal("test_fail", root.GetProperty("ex_data").GetProperty(task["f"]).GetString());
        Assert.Equal(2, root.GetProperty("ex_data").EnumerateObject().Count());
        var info = root.GetProperty("failed_node_info");
        Assert.Equal("{}", info.GetProperty(task["f"]).GetRawText());
        Assert.Equal(2, info.GetProperty(task["r"]).GetProperty("max_auto_retry_times").GetInt32());
        Assert.Equal(task["r"], info.GetProperty(task["r"]).GetProperty("node_id").GetString());
        Assert.True(root.GetProperty("auto_retry_status").GetProperty("exist_auto_retry_nodes").GetBoolean());
        Assert.Equal(task["f"], Assert.Single(inner.GetProperty("ex_data").EnumerateObject()).Name);
        Assert.False(inner.GetProperty("auto_retry_status").GetProperty("exist_auto_retry_nodes").GetBoolean());
    }

    [Fact]
    public async Task Status_AfterSkipAndIgnoredFailure_SaysSo()
    {
        var ignored = Act(
            "i",
            n =>
            {
                n["component"]!["code"] = "test_fail";
                n["error_ignorable"] = true;
            }
        );
        var task = await _client.StartAsync(Tree(ignored, Fail("f")));
        await task.UntilNodeAsync("f", "FAILED");
        await OperateAsync(task, "f", "retry");
        await task.UntilAsync(v => v.State == "FAILED" && v.Revision > 3);
        await OperateAsync(task, "f", "skip");
        await task.UntilAsync("FINISHED");

        var children = (await StatusAsync(task)).Children;

        var (i, f) = (children[task["i"]], children[task["f"]]);
        Assert.Equal(("FINISHED", true, true, false), (i.State, i.ErrorIgnorable, i.ErrorIgnored, i.Skip));
        Assert.Equal(("FINISHED", false, false, true, 1), (f.State, f.ErrorIgnorable, f.ErrorIgnored, f.Skip, f.Retry));
    }

    [Fact]
    public async Task Batch_ShowsTheTasksOfTheBusiness_NewestFirst()
    {
        var created = await _client.CreateAsync(Tree(Echo("a")), 31);
        var waiting = await _client.StartAsync(Tree(Pause("p")), 31);
        await waiting.UntilNodeAsync("p", "RUNNING");
        var foreign = await _client.CreateAsync(Tree(Echo("a")), 32);
        var ids = $"[\"{created.Id}\", {foreign.Id}, {waiting.Id}, 987654, {waiting.Id}]";

        var plain = await _client.PostOkAsync("/apigw/get_tasks_status/31/", $$"""{"task_id_list": {{ids}}}""");
        var whole = await _client.PostOkAsync(
            "/v2/sops/get_tasks_status/",
            $$"""{"bk_biz_id": 31, "task_id_list": {{ids}}, "include_children_status": true}"""
        );

        foreach (var (data, children) in ((JsonElement, int)[])[(plain.Data, 0), (whole.Data, 2)])
        {
            Assert.Equal([waiting.Id, created.Id], data.EnumerateArray().Select(t => t.GetProperty("id").GetInt64()));
            var (newest, oldest) = (data[0], data[1]);
            Assert.Equal(
                [
                    "id",
                    "name",
                    "status",
                    "flow_type",
                    "current_flow",
                    "is_deleted",
                    "create_time",
                    "start_time",
                    "finish_time",
                    "url",
                ],
                newest.EnumerateObject().Select(f => f.Name)
            );
            Assert.Equal(children, newest.GetProperty("status").GetProperty("children").EnumerateObject().Count());
            Assert.Matches(Canonical(), newest.GetProperty("start_time").GetString());
            Assert.Equal("", newest.GetProperty("finish_time").GetString());
            Assert.Equal(
                ("", "CREATED"),
                (
                    oldest.GetProperty("start_time").GetString(),
                    oldest.GetProperty("status").GetProperty("state").GetString()
                )
            );
            Assert.Equal(
                ("common", "execute_task"),
                (newest.GetProperty("flow_type").GetString(), newest.GetProperty("current_flow").GetString())
            );
        }
        var alone = await StatusAsync(waiting);
        alone.Children.Clear();
        var batch = await _client.Tasks.BatchGetTaskStatusAsync(
            new BatchGetTaskStatusRequest { BkBizId = 31, TaskIdList = { waiting.Id } }
        );
        alone.ElapsedTime = batch.Tasks[0].Status.ElapsedTime;
        Assert.Equal(alone, batch.Tasks[0].Status);
    }

    [Fact]
    public async Task Batch_OfTooManyOrNoList_IsRefused()
    {
        var many = await _client.PostAsync(
            "/apigw/get_tasks_status/31/",
            $$"""{"task_id_list": [{{string.Join(",", Enumerable.Range(1, 51))}}]}"""
        );
        var none = await _client.PostAsync("/apigw/get_tasks_status/31/", """{"task_id_list": 5}""");

        Assert.Equal((3540000, "task_id_list is too long, maximum length is 50"), (many.Code, many.Message));
        Assert.Equal(3540000, none.Code);
        Assert.Contains("must be a list", none.Message, StringComparison.Ordinal);
        Assert.Equal("[]", (await _client.PostOkAsync("/apigw/get_tasks_status/31/", "{}")).Data.GetRawText());
    }

    private static string[] Paths(string method, long task) =>
        [$"/apigw/{method}/{task}/2/", $"/v2/sops/{method}/?bk_biz_id=2&task_id={task}"];

    private static void RequireNode(JsonElement node, string parent, string state, string name, bool ended)
    {
        Assert.Equal(
            [
                "children",
                "elapsed_time",
                "error_ignorable",
                "error_ignored",
                "finish_time",
                "id",
                "loop",
                "name",
                "parent_id",
                "retry",
                "skip",
                "start_time",
                "state",
                "version",
            ],
            node.EnumerateObject().Select(f => f.Name).Order(StringComparer.Ordinal)
        );
        Assert.Equal((parent, state, name), (Text("parent_id"), Text("state"), Text("name")));
        Assert.Equal((1, 0, 0), (Number("loop"), Number("retry"), Math.Min(0, Number("elapsed_time"))));
        Assert.False(node.GetProperty("skip").GetBoolean() || node.GetProperty("error_ignorable").GetBoolean());
        Assert.Matches(Canonical(), Text("start_time"));
        Assert.Matches(Version(), Text("version"));
        if (ended)
        {
            Assert.Matches(Canonical(), Text("finish_time"));
        }
        else
        {
            Assert.Equal(JsonValueKind.Null, node.GetProperty("finish_time").ValueKind);
        }

        string Text(string field) => node.GetProperty(field).GetString()!;
        int Number(string field) => node.GetProperty(field).GetInt32();
    }

    private async Task<StatusNode> StatusAsync(StartedRun task, string subprocess = "")
    {
        var request = new GetTaskStatusRequest
        {
            BkBizId = task.Business,
            TaskId = task.Id,
            SubprocessId = subprocess,
        };
        return (await _client.Tasks.GetTaskStatusAsync(request)).Status;
    }

    private async Task OperateAsync(StartedRun task, string node, string action) =>
        await _client.Tasks.OperateNodeAsync(
            new OperateNodeRequest
            {
                BkBizId = 2,
                TaskId = task.Id,
                NodeId = task[node],
                Action = action,
            }
        );

    [GeneratedRegex(@"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d \+0800$")]
    private static partial Regex Canonical();

    [GeneratedRegex("^v[0-9a-f]{32}$")]
    private static partial Regex Version();
}
