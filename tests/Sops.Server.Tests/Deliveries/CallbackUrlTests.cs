using Sops.Server.Tests.App;
using Sops.V1;
using static Sops.Engine.Tests.Runs.TreeBuilder;
using static Sops.Server.Tests.App.TestTrees;

namespace Sops.Server.Tests.Deliveries;

/// <summary>callback_url of a task, as bk-sops calls it.</summary>
public sealed class CallbackUrlTests(DeliveriesApp app) : IClassFixture<DeliveriesApp>
{
    private readonly SopsClient _client = app.Client;

    [Theory]
    [InlineData("/apigw/create_and_start_task/{0}/{1}/")]
    [InlineData("/v2/sops/create_and_start_task/")]
    public async Task FirstForm_IsPostedAsAForm_WithPythonsTruth(string path)
    {
        await using var receiver = await Receiver.BeginAsync();
        var business = app.NewBusiness();
        var template = await app.TemplateAsync(business, Tree(Echo("a")));

        var made = await _client.PostOkAsync(
            string.Format(null, path, template, business),
            $$"""
            {"template_id": {{template}}, "bk_biz_id": {{business}}, "name": "t", "callback_url": "{{receiver.Url}}"}
            """
        );
        var got = (await receiver.UntilAsync(1))[0];

        Assert.Equal($"task_id={made.Data.GetProperty("task_id")}&task_success=True", got.Body);
        Assert.Equal("application/x-www-form-urlencoded", got.Header("Content-Type"));
        Assert.DoesNotContain(got.Headers.Keys, h => h.StartsWith("webhook-", StringComparison.OrdinalIgnoreCase));
        Assert.Equal("DELIVERED", Assert.Single(await app.SettledAsync(business)).State);
    }

    [Theory]
    [InlineData("/apigw/create_task/{0}/{1}/")]
    [InlineData("/v2/sops/create_task/")]
    public async Task SecondForm_IsJson_WithTheOutputsOfAFinishedTask(string path)
    {
        await using var receiver = await Receiver.BeginAsync();
        var business = app.NewBusiness();
        var template = await app.TemplateAsync(
            business,
            Tree(Node("a", "test_echo", ("text", "${out}")), Constant("out", "20.0", output: true))
        );

        var made = await _client.PostOkAsync(
            string.Format(null, path, template, business),
            $$"""
            {"template_id": {{template}}, "bk_biz_id": {{business}}, "name": "t", "callback_url": "{{receiver.Url}}",
             "callback_version": "v2"}
            """
        );
        var task = made.Data.GetProperty("task_id").GetInt64();
        await _client.PostOkAsync($"/apigw/start_task/{task}/{business}/", "{}");
        var got = (await receiver.UntilAsync(1))[0];

        Assert.Equal(
            $$"""
            {"task_id":{{task}},"callback_version":"v2","task_success":true,"task_outputs":[{"key":"${out}","value":"20.0","name":"out"}]}
            """,
            got.Body
        );
        Assert.Equal("application/json", got.Header("Content-Type"));
    }

    [Fact]
    public async Task Failures_AreToldEachTime_BeforeTheEnd()
    {
        await using var receiver = await Receiver.BeginAsync();
        var task = await BeginAsync(receiver.Url, Tree(Pause("p"), Fail("f")), "v2");
        await task.UntilNodeAsync("p", "RUNNING");
        await task.CallBackAsync("p");
        await receiver.UntilAsync(1);
        await OperateAsync(task, "retry");
        await receiver.UntilAsync(2);
        await OperateAsync(task, "skip");
        await receiver.UntilAsync(3);

        // Starts and waits are told to webhooks alone.
        Assert.Equal(
            ["false", "false", "true"],
            receiver.All.Select(r => r.Json.GetProperty("task_success").GetRawText())
        );
        Assert.All(receiver.All, r => Assert.Equal("[]", r.Json.GetProperty("task_outputs").GetRawText()));
        Assert.Equal(3, (await app.SettledAsync(task.Business)).Count);
    }

    [Fact]
    public async Task Revoke_IsNoSuccess()
    {
        await using var receiver = await Receiver.BeginAsync();
        var task = await BeginAsync(receiver.Url, Tree(Pause("p")), "");
        await task.UntilNodeAsync("p", "RUNNING");

        await _client.Tasks.OperateTaskAsync(
            new OperateTaskRequest
            {
                BkBizId = task.Business,
                TaskId = task.Id,
                Action = "revoke",
            }
        );

        Assert.Equal($"task_id={task.Id}&task_success=False", (await receiver.UntilAsync(1))[0].Body);
    }

    [Fact]
    public async Task CallbackUrl_IsShownNowhere()
    {
        await using var receiver = await Receiver.BeginAsync();
        var task = await BeginAsync($"{receiver.Url}?token=hunter2", Tree(Echo("a")), "v2");
        await task.UntilAsync("FINISHED");
        await app.SettledAsync(task.Business);

        foreach (
            var path in (string[])
                [
                    $"/apigw/get_task_detail/{task.Id}/{task.Business}/",
                    $"/apigw/get_task_list/{task.Business}/",
                    $"/apigw/get_task_events/{task.Id}/{task.Business}/",
                    $"/apigw/get_task_operate_record/{task.Id}/{task.Business}/",
                    $"/apigw/get_delivery_list/{task.Business}/",
                    $"/space/{task.Business}/task/{task.Id}/get_task_detail/",
                ]
        )
        {
            var answer = await _client.GetAsync(path);
            Assert.True(answer.Result, answer.Text);
            Assert.DoesNotContain("hunter2", answer.Text, StringComparison.Ordinal);
        }
    }

    private async Task<StartedRun> BeginAsync(string url, string tree, string version)
    {
        var business = app.NewBusiness();
        var task = await _client.Tasks.CreateAndStartTaskAsync(
            new CreateAndStartTaskRequest
            {
                BkBizId = business,
                TemplateId = await app.TemplateAsync(business, tree),
                Name = "t",
                CallbackUrl = url,
                CallbackVersion = version,
            }
        );
        return new StartedRun(_client, business, task.TaskId, task.PipelineTree.Json);
    }

    private static async Task OperateAsync(StartedRun task, string action) =>
        await task.Client.Tasks.OperateNodeAsync(
            new OperateNodeRequest
            {
                BkBizId = task.Business,
                TaskId = task.Id,
                NodeId = task["f"],
                Action = action,
            }
        );
}
