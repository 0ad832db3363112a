using Sops.Engine.Tests.Runs;
using Sops.Server.Tests.App;
using Sops.V1;
using static Sops.Engine.Tests.Runs.TreeBuilder;
using static Sops.Server.Tests.App.TestTrees;

namespace Sops.Server.Tests.Deliveries;

/// <summary>What is told of a task, to whom, and in which form.</summary>
public sealed class WebhookEventTests(DeliveriesApp app) : IClassFixture<DeliveriesApp>
{
    private readonly SopsClient _client = app.Client;

    [Fact]
    public async Task Task_ThatRunsToItsEnd_TellsItsStartAndItsEnd()
    {
        var told = await ToldAsync(Tree(Echo("a")), task => task.UntilAsync("FINISHED"));

        Assert.Equal(["started RUNNING", "finished FINISHED"], told);
    }

    [Fact]
    public async Task Task_WhoseNodeFails_TellsTheNodeThenItself()
    {
        var told = await ToldAsync(
            Tree(Fail("f")),
            async task =>
            {
                await app.UntilToldAsync(task, "sops.task.failed");
                await OperateAsync(task, "f", "retry");
                await app.UntilToldAsync(task, "sops.task.failed", 2);
                await OperateAsync(task, "f", "skip");
                await task.UntilAsync("FINISHED");
            }
        );

        Assert.Equal(
            [
                "started RUNNING",
                "node.failed f FAILED",
                "failed FAILED",
                "node.failed f FAILED",
                "failed FAILED",
                "finished FINISHED",
            ],
            told
        );
    }

    [Fact]
    public async Task SecondNode_ThatFails_TellsOfTheTaskNoSecondTime()
    {
        var told = await ToldAsync(
            Tree(Parallel("p", Fail("f"), Seq(Pause("w"), Fail("g")))),
            async task =>
            {
                await task.UntilNodeAsync("f", "FAILED");
                await CallBackAsync(task, "w");
                await task.UntilNodeAsync("g", "FAILED");
                await OperateAsync(task, "revoke");
            }
        );

        Assert.Equal("started RUNNING", told[0]);
        Assert.Equal(
            ["failed FAILED", "node.failed f FAILED", "node.waiting w"],
            told.Skip(1)
                .Take(3)
                .Select(t => t.StartsWith("node.waiting", StringComparison.Ordinal) ? t[..14] : t)
                .Order()
        );
        Assert.Equal(["node.failed g FAILED", "revoked REVOKED"], told.Skip(4));
    }

    [Fact]
    public async Task Failures_ThatNobodyHasToAnswer_AreNotTold()
    {
        var retried = Act(
            "r",
            n =>
            {
                n["component"]!["code"] = "test_fail_times";
                n["auto_retry"] = new System.Text.Json.Nodes.JsonObject
                {
                    ["enable"] = true,
                    ["interval"] = 0,
                    ["times"] = 1,
                };
            }
        );
        var ignored = Act(
            "i",
            n =>
            {
                n["component"]!["code"] = "test_fail";
                n["error_ignorable"] = true;
            }
        );

        var told = await ToldAsync(Tree(retried, ignored), task => task.UntilAsync("FINISHED"));

        Assert.Equal(["started RUNNING", "finished FINISHED"], told);
    }

    [Fact]
    public async Task Failure_AfterTheLastAutomaticRetry_IsTold()
    {
        var node = Act(
            "r",
            n =>
            {
                n["component"]!["code"] = "test_fail";
                n["auto_retry"] = new System.Text.Json.Nodes.JsonObject
                {
                    ["enable"] = true,
                    ["interval"] = 0,
                    ["times"] = 2,
                };
            }
        );

        var told = await ToldAsync(Tree(node), task => app.UntilToldAsync(task, "sops.task.failed"));

        Assert.Equal(["started RUNNING", "node.failed r FAILED", "failed FAILED"], told);
    }

    [Fact]
    public async Task Node_ThatWaits_IsToldEachTime_UntilTheTaskIsRevoked()
    {
        var told = await ToldAsync(
            Tree(Pause("p"), Node("q", "test_callback")),
            async task =>
            {
                await CallBackAsync(task, "p");
                await app.UntilToldAsync(task, "sops.node.waiting", 2);
                await OperateAsync(task, "revoke");
            }
        );

        Assert.Equal(["started RUNNING", "node.waiting p RUNNING", "node.waiting q RUNNING", "revoked REVOKED"], told);
    }

    [Fact]
    public async Task Node_WhoseCallbackCameBefore_DoesNotWait()
    {
        var told = await ToldAsync(
            Tree(Pause("p"), Pause("q")),
            async task =>
            {
                await task.UntilNodeAsync("p", "RUNNING");
                await task.CallBackAsync("q");
                await CallBackAsync(task, "p");
                await task.UntilAsync("FINISHED");
            }
        );

        Assert.Equal(["started RUNNING", "node.waiting p RUNNING", "finished FINISHED"], told);
    }

    [Fact]
    public async Task Event_IsACloudEvent_ThatHoldsNoValues()
    {
        await using var receiver = await Receiver.BeginAsync();
        var business = app.NewBusiness();
        await app.HookAsync(business, receiver.Url, "sops.node.waiting");
        var template = await app.TemplateAsync(
            business,
            Tree(
                Node("a", "test_echo", ("text", "${password}")),
                Pause("p"),
                Constant("password", "hunter2", output: true)
            )
        );

        var task = await _client.Tasks.CreateAndStartTaskAsync(
            new CreateAndStartTaskRequest
            {
                BkBizId = business,
                TemplateId = template,
                Name = "deploy",
            }
        );
        var got = Assert.Single(await receiver.UntilAsync(1));

        Assert.Equal("application/cloudevents+json", got.Header("Content-Type"));
        Assert.Equal(got.Header("webhook-id"), got.Id);
        Assert.DoesNotContain("hunter2", got.Body, StringComparison.Ordinal);
        var node = new StartedRun(_client, business, task.TaskId, task.PipelineTree.Json)["p"];
        var time = got.Json.GetProperty("time").GetString();
        Assert.True(DateTimeOffset.TryParse(time, out _), time);
        Assert.Matches("^evt_[0-9a-f]{32}$", got.Id);
        var source = got.Json.GetProperty("source").GetString()!;
        Assert.EndsWith($"/businesses/{business}", source, StringComparison.Ordinal);
        Assert.Equal(
            $$$$"""
            {"specversion":"1.0","id":"{{{{got.Id}}}}","source":"{{{{source}}}}","type":"sops.node.waiting",
            "subject":"tasks/{{{{task.TaskId}}}}","time":"{{{{time}}}}","datacontenttype":"application/json",
            "data":{"bk_biz_id":{{{{business}}}},"task_id":{{{{task.TaskId}}}},"task_name":"deploy",
            "template_id":{{{{template}}}},"state":"RUNNING","revision":3,"creator":"admin","executor":"admin",
            "node":{"id":"{{{{node}}}}","name":"p","component_code":"pause_node"}}}
            """.ReplaceLineEndings(""),
            got.Body
        );
    }

    [Fact]
    public async Task Signature_IsThatOfTheBodyUnderTheSecret_AndTheFormerOneForADay()
    {
        await using var receiver = await Receiver.BeginAsync();
        var business = app.NewBusiness();
        var made = await app.HookAsync(business, receiver.Url, "sops.task.finished");
        await _client.StartAsync(Tree(Echo("a")), business);
        var first = (await receiver.UntilAsync(1))[0];

        var rotated = await _client.Webhooks.RotateWebhookSecretAsync(
            new RotateWebhookSecretRequest { BkBizId = business, WebhookId = made.Webhook.Id }
        );
        await _client.StartAsync(Tree(Echo("a")), business);
        var second = (await receiver.UntilAsync(2))[1];

        Assert.NotEqual(made.Secret, rotated.Secret);
        Assert.Equal([first.Expected(made.Secret)], first.Signatures);
        Assert.Equal([second.Expected(rotated.Secret), second.Expected(made.Secret)], second.Signatures);
    }

    [Fact]
    public async Task Webhook_HearsOnlyWhatItAskedFor()
    {
        await using var receiver = await Receiver.BeginAsync();
        var business = app.NewBusiness();
        var (mine, other) = (
            await app.TemplateAsync(business, Tree(Echo("a"))),
            await app.TemplateAsync(business, Tree(Echo("a")))
        );
        await _client.Webhooks.CreateWebhookAsync(
            new CreateWebhookRequest
            {
                BkBizId = business,
                Url = receiver.Url + "/mine",
                TemplateId = mine,
                Events = { "sops.task.finished" },
            }
        );
        await app.HookAsync(business, receiver.Url + "/all");
        await app.HookAsync(app.NewBusiness(), receiver.Url + "/foreign");
        var disabled = await app.HookAsync(business, receiver.Url + "/disabled");
        await _client.Webhooks.UpdateWebhookAsync(
            new UpdateWebhookRequest
            {
                BkBizId = business,
                WebhookId = disabled.Webhook.Id,
                Enabled = false,
            }
        );

        foreach (var template in (long[])[mine, other])
        {
            await _client.Tasks.CreateAndStartTaskAsync(
                new CreateAndStartTaskRequest
                {
                    BkBizId = business,
                    TemplateId = template,
                    Name = "t",
                }
            );
        }
        await receiver.UntilAsync(5);
        await app.SettledAsync(business);

        Assert.Equal(
            [
                "/hook/all sops.task.finished",
                "/hook/all sops.task.finished",
                "/hook/all sops.task.started",
                "/hook/all sops.task.started",
                "/hook/mine sops.task.finished",
            ],
            receiver.All.Select(r => $"{r.Path} {r.Kind}").Order()
        );
        // Who hears of the same event hears of it under the same id.
        var id = receiver.All.Single(r => r.Path == "/hook/mine").Id;
        Assert.Equal(2, receiver.All.Count(r => r.Id == id));
    }

    [Fact]
    public async Task Turn_NobodyListensTo_WritesNoDelivery()
    {
        var business = app.NewBusiness();

        var task = await _client.StartAsync(Tree(Fail("f")), business);
        await task.UntilAsync("FAILED");

        Assert.Empty(await app.DeliveriesAsync(business));
    }

    /// <summary>Runs a task with a webhook that hears everything: "started RUNNING", "node.failed f FAILED".</summary>
    private async Task<IReadOnlyList<string>> ToldAsync(string tree, Func<StartedRun, Task> act)
    {
        await using var receiver = await Receiver.BeginAsync();
        var business = app.NewBusiness();
        await app.HookAsync(business, receiver.Url);
        var task = await _client.StartAsync(tree, business);
        await act(task);
        // Whatever was told of what was done so far.
        var told = await app.SettledAsync(business);

        Assert.All(told, d => Assert.Equal("DELIVERED", d.State));
        Assert.Equal(told.Select(d => d.EventId), receiver.All.Select(r => r.Id));
        Assert.Equal(told.Count, told.Select(d => d.EventId).Distinct().Count());
        Assert.All(receiver.All, r => Assert.Equal(task.Id, r.TaskId));
        Assert.Equal(receiver.All.Select(r => r.Revision).Order(), receiver.All.Select(r => r.Revision));
        return
        [
            .. receiver.All.Select(r =>
                r.Kind.Replace("sops.", "", StringComparison.Ordinal).Replace("task.", "", StringComparison.Ordinal)
                + (r.Data.TryGetProperty("node", out var node) ? $" {node.GetProperty("name").GetString()}" : "")
                + $" {r.Data.GetProperty("state").GetString()}"
            ),
        ];
    }

    private static async Task CallBackAsync(StartedRun task, string name)
    {
        await task.UntilNodeAsync(name, "RUNNING");
        await task.CallBackAsync(name);
    }

    private static async Task OperateAsync(StartedRun task, string node, string action) =>
        await task.Client.Tasks.OperateNodeAsync(
            new OperateNodeRequest
            {
                BkBizId = task.Business,
                TaskId = task.Id,
                NodeId = task[node],
                Action = action,
            }
        );

    private static async Task OperateAsync(StartedRun task, string action) =>
        await task.Client.Tasks.OperateTaskAsync(
            new OperateTaskRequest
            {
                BkBizId = task.Business,
                TaskId = task.Id,
                Action = action,
            }
        );
}
