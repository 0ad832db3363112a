using Google.Rpc;
using Grpc.Core;
using Sops.Server.Tests.App;
using Sops.V1;
using static Sops.Engine.Tests.Runs.TreeBuilder;
using static Sops.Server.Tests.App.TestTrees;

namespace Sops.Server.Tests.Tasks;

/// <summary>modify_constants_for_task changes what a task that was not started will run with.</summary>
public sealed class WritesConstantsTests(SopsApp app) : IClassFixture<SopsApp>
{
    private readonly SopsClient _client = app.Client;

    private static string Several
    {
        get
        {
            var tree = Tree(
                Constant("x", 1),
                Constant("y", 2),
                Constant("hidden", 3),
                Constant("out", "", from: ("a", "text")),
                Node("a", "test_echo", ("text", "${x}-${y}-${hidden}"))
            );
            return Writes.With(tree, "${hidden}", """{"show_type": "hide"}""");
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Values_AreChanged_UnknownKeysIgnored(bool esb)
    {
        var task = await _client.CreateAsync(Several);
        var (path, ids) = Writes.TaskForm(esb, "modify_constants_for_task", task.Id);

        var answer = await _client.PostOkAsync(path, $$"""{ {{ids}}, "constants": {"${x}": "new", "${none}": 1} }""");
        await _client.PostOkAsync(path, $$"""{ {{ids}}, "constants": {"${y}": 20.0} }""");

        Assert.Equal("\"success\"", answer.Data.GetRawText());
        Assert.Equal("""{"${x}":"new","${y}":20.0}""", (await app.RowAsync(task.Id)).Constants);
        await _client.PostOkAsync($"/apigw/start_task/{task.Id}/2/", "");
        await task.UntilAsync("FINISHED");
        Assert.Contains("\"new-20.0-3\"", (await task.NodeAsync("a")).Inputs.Json, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("""{"constants": {} }""")]
    [InlineData("""{"constants": {"${none}": 1} }""")]
    public async Task NothingToChange_IsASuccessWithoutARevision(string body)
    {
        var task = await _client.CreateAsync(Several);

        var answer = await _client.PostOkAsync($"/apigw/modify_constants_for_task/{task.Id}/2/", body);

        Assert.Equal("success", answer.Data.GetString());
        Assert.Equal(1, (await app.RowAsync(task.Id)).Revision);
    }

    [Theory]
    [InlineData("""{"${x}": 1, "${hidden}": 1}""", "['${hidden}']", "[]")]
    [InlineData("""{"${out}": 1}""", "['${out}']", "['${out}']")]
    [InlineData("""{"${hidden}": 1, "${out}": 1}""", "['${hidden}', '${out}']", "['${out}']")]
    public async Task HiddenOnesAndOutputs_AreRefused_AndNothingIsChanged(
        string constants,
        string hidden,
        string outputs
    )
    {
        var task = await _client.CreateAsync(Several);

        var answer = await _client.PostAsync(
            $"/apigw/modify_constants_for_task/{task.Id}/2/",
            $$"""{"constants": {{constants}}}"""
        );

        Assert.Equal(
            (
                3540000,
                $"任务参数设置失败: 常量、输出参数 []、隐藏变量 {hidden}, 不可修改值, 输出为 {outputs}. 请检查变量配置 | set_task_constants"
            ),
            (answer.Code, answer.Message)
        );
        Assert.Equal(1, (await app.RowAsync(task.Id)).Revision);
    }

    [Fact]
    public async Task ValuesThatOnlyTogetherGoRoundInACircle_AreRefused()
    {
        var task = await _client.CreateAsync(Several);
        await ModifyAsync(task, "${x}", "\"${y}\"");

        var failure = await Assert.ThrowsAsync<RpcException>(() => ModifyAsync(task, "${y}", "\"${x}\""));

        Assert.Equal(StatusCode.InvalidArgument, failure.StatusCode);
        Assert.Equal("CONSTANT_CIRCLE", failure.GetRpcStatus()!.GetDetail<ErrorInfo>().Reason);
        Assert.Equal("constants", Assert.Single(failure.GetRpcStatus()!.GetDetail<BadRequest>().FieldViolations).Field);
    }

    [Fact]
    public async Task StartedOrFinished_IsRefused()
    {
        var running = await _client.StartAsync(Tree(Constant("x", 1), Pause("p")));
        var finished = await _client.StartAsync(Tree(Constant("x", 1), Echo("a")));
        await finished.UntilAsync("FINISHED");

        foreach (
            var (task, message) in ((StartedRun, string)[])
                [(running, "task is started"), (finished, "task is finished")]
        )
        {
            var answer = await _client.PostAsync(
                $"/apigw/modify_constants_for_task/{task.Id}/2/",
                """{"constants": {"${x}": 2} }"""
            );
            Assert.Equal((3545000, message), (answer.Code, answer.Message));
        }
    }

    [Fact]
    public async Task AnotherBusiness_DoesNotKnowTheTask()
    {
        var task = await _client.CreateAsync(Several);

        var failure = await Assert.ThrowsAsync<RpcException>(() =>
            ModifyAsync(task with { Business = 3 }, "${x}", "2")
        );

        Assert.Equal(StatusCode.NotFound, failure.StatusCode);
    }

    private async Task<ModifyTaskConstantsResponse> ModifyAsync(StartedRun task, string key, string value) =>
        await _client.Tasks.ModifyTaskConstantsAsync(
            new ModifyTaskConstantsRequest
            {
                BkBizId = task.Business,
                TaskId = task.Id,
                Constants = { [key] = new V1.JsonValue { Json = value } },
            }
        );
}
