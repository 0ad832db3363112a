using System.Text.Json;
using System.Text.Json.Nodes;
using Grpc.Core;
using Sops.Server.Tests.App;
using Sops.V1;
using static Sops.Engine.Tests.Runs.TreeBuilder;
using static Sops.Server.Tests.App.TestTrees;
using JsonValue = Sops.V1.JsonValue;

namespace Sops.Server.Tests.Spaces;

/// <summary>A task made without a template is driven to its end by the paths and words of BKFlow alone.</summary>
public sealed class DriveTests(SopsApp app) : IClassFixture<SopsApp>
{
    private const string Operator = """{"operator": "eve"}""";
    private readonly SopsClient _client = app.Client;

    [Theory]
    [InlineData("/apigw/space/1")]
    [InlineData("/space/1")]
    public async Task SeedTask_PausedAndResumed_RunsToTheEnd(string space)
    {
        var body = await File.ReadAllTextAsync(
            Path.Combine(AppContext.BaseDirectory, "Rest", "bkflow_create_task.json")
        );
        var made = (await _client.PostOkAsync($"{space}/create_task_without_template/", body)).Data;
        var id = made.GetProperty("id").GetInt64();
        var task = $"{space}/task/{id}";
        var run = new StartedRun(_client, 1, id, "");

        var before = (await _client.GetAsync($"{task}/get_task_states/")).Data;
        Assert.Equal(
            ("CREATED", "", ""),
            (Text(before, "state"), Text(before, "start_time"), Text(before, "finish_time"))
        );
        var detail = (await _client.GetAsync($"{task}/get_task_detail/")).Data;
        foreach (var field in made.EnumerateObject())
        {
            Assert.Equal(field.Value.GetRawText(), detail.GetProperty(field.Name).GetRawText());
        }
        var tree = detail.GetProperty("pipeline_tree");
        var node = tree.GetProperty("activities").EnumerateObject().Single().Name;

        // The node is held, so that the task stands still while it is paused and resumed.
        await OkAsync($"{task}/node/{node}/operate_node/pause/");
        await OkAsync($"{task}/operate_task/start/");
        await run.UntilAsync("NODE_SUSPENDED");
        var again = await _client.PostAsync($"{task}/operate_task/start/", Operator);
        Assert.Equal((3545000, "task already started"), (again.Code, again.Message));
        await OkAsync($"{task}/operate_task/pause/");
        Assert.Equal("SUSPENDED", await StateAsync(task));
        await OkAsync($"{task}/node/{node}/operate_node/resume/");
        await OkAsync($"{task}/operate_task/resume/");
        await run.UntilAsync("FINISHED");

        var states = (await _client.GetAsync($"{task}/get_task_states/")).Data;
        Assert.Equal("FINISHED", Text(states.GetProperty("children").GetProperty(node), "state"));
        Assert.EndsWith(" +0800", Text(states, "finish_time"), StringComparison.Ordinal);
        var after = (await _client.GetAsync($"{task}/get_task_detail/?view=VIEW_BASIC")).Data;
        Assert.False(after.TryGetProperty("pipeline_tree", out _));
        Assert.Equal("eve", Text(after, "executor"));
        Assert.Equal(
            ["eve"],
            (await run.EventsAsync()).Select(e => e.Operator).Where(o => o is not ("" or "admin")).Distinct()
        );
        Assert.True(after.GetProperty("is_started").GetBoolean() && after.GetProperty("is_finished").GetBoolean());
        Assert.Matches(@"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\+0800$", Text(after, "finish_time"));
        var shown = (
            await _client.GetAsync($"{task}/node/{node}/get_task_node_detail/?component_code=bk_display")
        ).Data;
        Assert.Equal(("FINISHED", JsonValueKind.Null), (Text(shown, "state"), shown.GetProperty("ex_data").ValueKind));
    }

    [Theory]
    [InlineData("/apigw/space/7")]
    [InlineData("/space/7")]
    public async Task EveryKindOfNode_IsOperated_ToTheEnd(string space)
    {
        var tree = Tree(
            Pause("wait"),
            Node("again", "test_fail_times", ("times", 1)),
            Fail("over"),
            Long("slow"),
            Exclusive("way", ("1 == 1", Echo("left")), ("2 == 2", Echo("right")))
        );
        var made = await _client.PostOkAsync(
            $"{space}/create_task_without_template/",
            new JsonObject { ["creator"] = "ann", ["pipeline_tree"] = JsonNode.Parse(tree) }.ToJsonString()
        );
        var id = made.Data.GetProperty("id").GetInt64();
        var path = $"{space}/task/{id}";
        var document = (await _client.GetAsync($"{path}/get_task_detail/"))
            .Data.GetProperty("pipeline_tree")
            .GetRawText();
        var task = new StartedRun(_client, 7, id, document);
        await OkAsync($"{path}/operate_task/start/");

        await task.UntilNodeAsync("wait", "RUNNING");
        await NodeAsync("wait", "callback", """{"operator": "eve", "data": {"go": true}}""");
        await task.UntilNodeAsync("again", "FAILED");
        await NodeAsync("again", "retry", """{"operator": "eve", "inputs": {"times": 0}}""");
        await task.UntilNodeAsync("over", "FAILED");
        await NodeAsync("over", "skip", Operator);
        await task.UntilNodeAsync("slow", "RUNNING");
        await NodeAsync("slow", "forced_fail", """{"operator": "eve", "ex_data": {"why": "late"}}""");
        await task.UntilNodeAsync("slow", "FAILED");
        var slow = await _client.GetAsync($"{path}/node/{task["slow"]}/get_task_node_detail/");
        Assert.Contains("late", slow.Data.GetProperty("ex_data").GetRawText(), StringComparison.Ordinal);
        await NodeAsync("slow", "skip", "{}");
        await task.UntilNodeAsync("way", "FAILED");
        var flow = task.FlowsFrom("way")[1];
        await NodeAsync("way", "skip_exg", $$"""{"operator": "eve", "flow_id": "{{flow}}"}""");

        var end = await task.UntilAsync("FINISHED");
        Assert.Equal("FINISHED", end.Nodes[task["right"]]);
        Assert.False(end.Nodes.ContainsKey(task["left"]));

        async Task NodeAsync(string node, string operation, string body) =>
            await _client.PostOkAsync($"{path}/node/{task[node]}/operate_node/{operation}/", body);
    }

    [Fact]
    public async Task OverGrpc_TheSame_AndOnlyInItsSpace()
    {
        var spaces = new SpaceTaskService.SpaceTaskServiceClient(_client.Channel);
        var made = await _client.Tasks.CreateTaskWithoutTemplateAsync(
            new CreateTaskWithoutTemplateRequest
            {
                SpaceId = 8,
                Creator = "ann",
                PipelineTree = new JsonValue { Json = Tree(Pause("p")) },
            }
        );
        var request = new OperateSpaceTaskRequest
        {
            SpaceId = 8,
            TaskId = made.Task.Id,
            Operation = "start",
            RequestId = "start-once",
        };
        var first = await spaces.OperateSpaceTaskAsync(request);
        Assert.Equal(first, await spaces.OperateSpaceTaskAsync(request));
        request.SpaceId = 9;
        var foreign = await Assert.ThrowsAsync<RpcException>(async () => await spaces.OperateSpaceTaskAsync(request));
        Assert.Equal(StatusCode.NotFound, foreign.StatusCode);
        var unknown = await Assert.ThrowsAsync<RpcException>(async () =>
            await spaces.OperateSpaceTaskAsync(
                new OperateSpaceTaskRequest
                {
                    SpaceId = 8,
                    TaskId = made.Task.Id,
                    Operation = "fly",
                }
            )
        );
        Assert.Equal(
            (StatusCode.InvalidArgument, "task command is invalid"),
            (unknown.StatusCode, unknown.Status.Detail)
        );
        var nobody = await Assert.ThrowsAsync<RpcException>(async () =>
            await spaces.OperateSpaceTaskNodeAsync(
                new OperateSpaceTaskNodeRequest
                {
                    SpaceId = 8,
                    TaskId = made.Task.Id,
                    NodeId = "x",
                    Operation = "skip",
                }
            )
        );
        Assert.Equal(StatusCode.InvalidArgument, nobody.StatusCode);
        await spaces.OperateSpaceTaskAsync(
            new OperateSpaceTaskRequest
            {
                SpaceId = 8,
                TaskId = made.Task.Id,
                Operation = "revoke",
            }
        );
        var states = await spaces.GetSpaceTaskStatesAsync(
            new GetSpaceTaskStatesRequest { SpaceId = 8, TaskId = made.Task.Id }
        );
        Assert.Equal("REVOKED", states.States.State);
    }

    private async Task OkAsync(string path)
    {
        var reply = await _client.PostOkAsync(path, Operator);
        Assert.Equal(JsonValueKind.Null, reply.Data.ValueKind);
    }

    private async Task<string> StateAsync(string task) =>
        Text((await _client.GetAsync($"{task}/get_task_states/")).Data, "state");

    private static string Text(JsonElement json, string field) => json.GetProperty(field).GetString()!;
}
