using Google.Rpc;
using Grpc.Core;
using Sops.Server.Tests.App;
using Sops.V1;
using static Sops.Engine.Tests.Runs.TreeBuilder;
using static Sops.Server.Tests.App.TestTrees;

namespace Sops.Server.Tests.Tasks;

/// <summary>A functional task waits for somebody to claim it; who does may change its name and constants.</summary>
public sealed class WritesFunctionalTests(SopsApp app) : IClassFixture<SopsApp>
{
    private readonly SopsClient _client = app.Client;

    private static string OneInput =>
        Tree(Constant("x", 1), Node("a", "test_echo", ("text", "${x} ${_system.task_name}")));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Functional_IsMadeWithALinkToClaimIt(bool esb)
    {
        var (path, ids) = Writes.Form(esb, "create_task", await _client.TemplateAsync(OneInput));

        var made = await _client.PostOkAsync(path, $$"""{ {{ids}}, "name": "n", "flow_type": "common_func"}""");

        var id = made.Data.GetProperty("task_id").GetInt64();
        Assert.EndsWith(
            $"/function/home/?instance_id={id}",
            made.Data.GetProperty("function_task_claim_url").GetString(),
            StringComparison.Ordinal
        );
        var row = await app.RowAsync(id);
        Assert.Equal(("common_func", "func_claim", null), (row.FlowType, row.ShownFlow, row.Claimant));
    }

    [Theory]
    [InlineData("start_task", "", "started")]
    [InlineData("operate_task", "\"action\": \"start\"", "started")]
    [InlineData("operate_task", "\"action\": \"pause\"", "paused")]
    [InlineData("operate_task", "\"action\": \"resume\"", "resumed")]
    [InlineData("operate_task", "\"action\": \"revoke\"", "revoked")]
    [InlineData("operate_node", "\"action\": \"pause\", \"node_id\": \"NODE\"", "operated")]
    [InlineData("operate_node", "\"action\": \"callback\", \"node_id\": \"NODE\"", "called back")]
    [InlineData("node_callback", "\"node_id\": \"NODE\"", "called back")]
    public async Task Unclaimed_TakesNothing(string method, string fields, string verb)
    {
        var task = await _client.FunctionalAsync(OneInput);
        fields = fields.Replace("NODE", task["a"], StringComparison.Ordinal);

        foreach (var esb in (bool[])[false, true])
        {
            var (path, ids) = Writes.TaskForm(esb, method, task.Id);
            var answer = await _client.PostAsync(
                path,
                $$"""{ {{ids}}{{(fields.Length > 0 ? ", " : "")}}{{fields}} }"""
            );
            Assert.Equal(
                (200, 3545000, $"task with current_flow:func_claim cannot be {verb}"),
                (answer.Status, answer.Code, answer.Message)
            );
        }
        Assert.Equal(("CREATED", 1L), ((await task.StatusAsync()).State, (await task.StatusAsync()).Revision));
    }

    [Fact]
    public async Task Unclaimed_IsNotOfferedToBeStarted()
    {
        var task = await _client.FunctionalAsync(OneInput);
        var request = new ExplainTaskRequest { BkBizId = 2, TaskId = task.Id };

        Assert.DoesNotContain((await _client.Tasks.ExplainTaskAsync(request)).Actions, a => a.Allowed);

        await ClaimAsync(task);
        Assert.Equal("start", (await _client.Tasks.ExplainTaskAsync(request)).Actions.Single(a => a.Allowed).Action);
    }

    [Fact]
    public async Task CreateAndStart_OfAFunctionalTask_IsRefused()
    {
        const long business = 81;
        var request = new CreateAndStartTaskRequest
        {
            BkBizId = business,
            TemplateId = await _client.TemplateAsync(OneInput, business),
            Name = "n",
            FlowType = "common_func",
        };

        var failure = await Assert.ThrowsAsync<RpcException>(async () =>
            await _client.Tasks.CreateAndStartTaskAsync(request)
        );

        Assert.Equal(StatusCode.FailedPrecondition, failure.StatusCode);
        Assert.Equal("TASK_NOT_CLAIMED", failure.GetRpcStatus()!.GetDetail<ErrorInfo>().Reason);
        Assert.Equal(0, await app.CountAsync(business));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Claim_TakesTheTaskOverAndItCanBeStarted(bool esb)
    {
        var task = await _client.FunctionalAsync(OneInput);
        var (path, ids) = Writes.TaskForm(esb, "claim_functionalization_task", task.Id);

        var answer = await _client.PostOkAsync(
            path,
            $$"""{ {{ids}}, "bk_username": "bob", "name": "renamed", "constants": {"${x}": 5, "${unknown}": 1} }"""
        );

        Assert.Equal("\"success\"", answer.Data.GetRawText());
        var row = await app.RowAsync(task.Id);
        Assert.Equal(("renamed", "execute_task", "bob", 2L), (row.Name, row.ShownFlow, row.Claimant, row.Revision));
        Assert.Equal("""{"${x}":5}""", row.Constants);
        Assert.Equal((await task.EventsAsync())[^1].Time.ToDateTimeOffset(), row.ClaimTime);
        await _client.PostOkAsync($"/apigw/start_task/{task.Id}/2/", "");
        await task.UntilAsync("FINISHED");
        Assert.Contains("\"5 renamed\"", (await task.NodeAsync("a")).Inputs.Json, StringComparison.Ordinal);
        Assert.Equal("finished", (await app.RowAsync(task.Id)).ShownFlow);
    }

    [Fact]
    public async Task Claim_IsSeenByThoseWhoWatch()
    {
        var task = await _client.FunctionalAsync(OneInput);
        using var watch = _client.Watch(task);
        await watch.ResponseStream.MoveNext(default);

        await ClaimAsync(task, name: "renamed");

        await watch.ResponseStream.MoveNext(default);
        var change = watch.ResponseStream.Current;
        Assert.Equal(2, change.Revision);
        Assert.Equal(("CREATED", "renamed"), (change.Change.State, Assert.Single(change.Change.Nodes).Name));
        // The watcher keeps the run in memory: what it holds has the new name too.
        var status = await _client.Tasks.GetTaskStatusAsync(new GetTaskStatusRequest { BkBizId = 2, TaskId = task.Id });
        Assert.Equal("renamed", status.Status.Name);
        var claimed = (await task.EventsAsync())[^1];
        Assert.Equal("TASK_CLAIMED", claimed.Kind);
        Assert.Equal("""{"claimant":"admin","name":"renamed"}""", claimed.Detail.Json);
    }

    [Fact]
    public async Task Claim_WithoutAName_KeepsIt()
    {
        var task = await _client.FunctionalAsync(OneInput);

        Assert.Equal(2, (await ClaimAsync(task)).Revision);

        Assert.Equal("functional", (await app.RowAsync(task.Id)).Name);
    }

    [Fact]
    public async Task Claims_ManyAtOnce_OneWins()
    {
        var task = await _client.FunctionalAsync(OneInput);

        var codes = await Task.WhenAll(
            Enumerable.Range(0, 20).Select(i => CodeAsync(() => ClaimAsync(task, name: $"n{i}")))
        );

        Assert.Equal(1, codes.Count(c => c == StatusCode.OK));
        Assert.Equal(19, codes.Count(c => c == StatusCode.FailedPrecondition));
        Assert.Equal(2, (await app.RowAsync(task.Id)).Revision);
    }

    [Fact]
    public async Task Claim_OfACommonTask_IsRefused()
    {
        var task = await _client.CreateAsync(OneInput);

        var answer = await _client.PostAsync($"/apigw/claim_functionalization_task/{task.Id}/2/", "{}");

        Assert.Equal((3545000, "task with flow_type:common cannot be claimed"), (answer.Code, answer.Message));
    }

    [Theory]
    [InlineData("\"name\": \"LONG\"", "name: 1 to 100 characters")]
    [InlineData(
        "\"constants\": {\"${hidden}\": 1}",
        "任务参数设置失败: 常量、输出参数 []、隐藏变量 ['${hidden}'], 不可修改值, 输出为 []. 请检查变量配置 | set_task_constants"
    )]
    [InlineData("\"constants\": {\"${x}\": \"${x}\"}", "constants lead back to themselves: ${x}")]
    public async Task Claim_WithWhatCannotBe_ClaimsNothing(string fields, string message)
    {
        var tree = Tree(Constant("x", 1), Constant("hidden", 1), Node("a", "test_echo", ("text", "${x}${hidden}")));
        var task = await _client.FunctionalAsync(Writes.With(tree, "${hidden}", """{"show_type": "hide"}"""));
        fields = fields.Replace("LONG", new string('n', 101), StringComparison.Ordinal);

        var answer = await _client.PostAsync(
            $"/apigw/claim_functionalization_task/{task.Id}/2/",
            $$"""{ {{fields}} }"""
        );

        Assert.Equal((3540000, message), (answer.Code, answer.Message));
        Assert.Null((await app.RowAsync(task.Id)).Claimant);
    }

    [Fact]
    public async Task Constants_MayBeChangedBeforeTheClaim()
    {
        var task = await _client.FunctionalAsync(OneInput);

        await _client.PostOkAsync($"/apigw/modify_constants_for_task/{task.Id}/2/", """{"constants": {"${x}": 9} }""");

        Assert.Equal("""{"${x}":9}""", (await app.RowAsync(task.Id)).Constants);
    }

    private async Task<ClaimFunctionalTaskResponse> ClaimAsync(StartedRun task, string name = "") =>
        await _client.Tasks.ClaimFunctionalTaskAsync(
            new ClaimFunctionalTaskRequest
            {
                BkBizId = task.Business,
                TaskId = task.Id,
                Name = name,
            }
        );

    private static async Task<StatusCode> CodeAsync<T>(Func<Task<T>> call)
    {
        try
        {
            await call();
            return StatusCode.OK;
        }
        catch (RpcException e)
        {
            return e.StatusCode;
        }
    }
}
