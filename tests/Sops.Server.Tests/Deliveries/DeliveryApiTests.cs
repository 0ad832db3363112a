using System.Globalization;
using Grpc.Core;
using Sops.Server.Tests.App;
using Sops.V1;
using static Sops.Engine.Tests.Runs.TreeBuilder;
using static Sops.Server.Tests.App.TestTrees;
using static Sops.Server.Tests.Deliveries.Failures;

namespace Sops.Server.Tests.Deliveries;

/// <summary>The methods of deliveries, in both forms of REST and over gRPC, and what a webhook's changes make of them.</summary>
public sealed class DeliveryApiTests(DeliveriesApp app) : IClassFixture<DeliveriesApp>
{
    private readonly SopsClient _client = app.Client;

    [Theory]
    [InlineData("/apigw/{0}/{1}/")]
    [InlineData("/v2/sops/{0}/")]
    public async Task Delivery_IsTriedListedAndSentAgain_OverRest(string form)
    {
        await using var receiver = await Receiver.BeginAsync();
        var business = app.NewBusiness();
        var webhook = (await app.HookAsync(business, receiver.Url)).Webhook.Id;

        var tested = await PostAsync("test_webhook", $"{webhook}/", $$""" "webhook_id": {{webhook}} """);
        var id = tested.Data.GetProperty("delivery_id").GetInt64();
        await app.SettledAsync(business);
        await PostAsync("resend_delivery", $"{id}/", $$""" "delivery_id": {{id}} """);
        await receiver.UntilAsync(2);
        await app.SettledAsync(business);
        var path = string.Format(CultureInfo.InvariantCulture, form, "get_delivery_list", business);
        var list = await _client.GetAsync($"{path}?bk_biz_id={business}&state=DELIVERED&webhook_id={webhook}");

        var listed = Assert.Single(list.Data.EnumerateArray());
        Assert.Equal(
            [
                "id",
                "event_id",
                "event",
                "task_id",
                "webhook_id",
                "host",
                "state",
                "attempts",
                "next_attempt_time",
                "create_time",
                "finish_time",
                "last_status",
                "last_error",
            ],
            listed.EnumerateObject().Select(p => p.Name)
        );
        Assert.Equal(id, listed.GetProperty("id").GetInt64());
        Assert.Equal(new Uri(receiver.Url).Authority, listed.GetProperty("host").GetString());
        Assert.Equal(["sops.webhook.test", "sops.webhook.test"], receiver.All.Select(r => r.Kind));
        Assert.All(receiver.All, r => Assert.Equal(listed.GetProperty("event_id").GetString(), r.Id));
        Assert.Equal($"webhooks/{webhook}", receiver.All[0].Json.GetProperty("subject").GetString());

        Task<Reply> PostAsync(string name, string ids, string fields) =>
            _client.PostOkAsync(
                string.Format(CultureInfo.InvariantCulture, form, name, $"{ids}{business}"),
                $$"""{"bk_biz_id": {{business}}, {{fields}} }"""
            );
    }

    [Fact]
    public async Task DeliveriesOfAWebhook_ThatIsDisabledOrGone_AreDead_AndNotSentAgain()
    {
        await using var receiver = await Receiver.BeginAsync();
        var held = new TaskCompletionSource();
        receiver.Answer = (_, _) => held.Task;
        var business = app.NewBusiness();
        var id = (await app.HookAsync(business, receiver.Url)).Webhook.Id;
        await _client.StartAsync(Tree(Echo("a")), business);
        await receiver.UntilAsync(1);
        await app.UntilAsync(business, d => d.Event == "sops.task.finished");
        var pending = (await app.DeliveriesAsync(business)).Single(d => d.Event == "sops.task.started");
        var resend = new ResendDeliveryRequest { BkBizId = business, DeliveryId = pending.Id };
        Assert.Equal(
            (StatusCode.FailedPrecondition, "DELIVERY_PENDING"),
            await FailureAsync(() => _client.Webhooks.ResendDeliveryAsync(resend))
        );

        await _client.Webhooks.UpdateWebhookAsync(
            new UpdateWebhookRequest
            {
                BkBizId = business,
                WebhookId = id,
                Enabled = false,
            }
        );
        held.SetResult();
        var settled = await app.SettledAsync(business);

        Assert.Equal(["DELIVERED ", "DEAD the webhook is disabled"], settled.Select(d => $"{d.State} {d.LastError}"));
        Assert.Equal(
            (StatusCode.FailedPrecondition, "WEBHOOK_DISABLED"),
            await FailureAsync(() => _client.Webhooks.ResendDeliveryAsync(resend))
        );
        Assert.Equal(
            (StatusCode.FailedPrecondition, "WEBHOOK_DISABLED"),
            await FailureAsync(() =>
                _client.Webhooks.TestWebhookAsync(new TestWebhookRequest { BkBizId = business, WebhookId = id })
            )
        );
        await _client.Webhooks.DeleteWebhookAsync(new DeleteWebhookRequest { BkBizId = business, WebhookId = id });
        Assert.Equal(
            (StatusCode.FailedPrecondition, "WEBHOOK_DELETED"),
            await FailureAsync(() => _client.Webhooks.ResendDeliveryAsync(resend))
        );
        Assert.Single(receiver.All);
    }

    [Fact]
    public async Task WhatWasNotSentYet_GoesToTheNewUrl()
    {
        await using var old = await Receiver.BeginAsync();
        await using var now = await Receiver.BeginAsync();
        var held = new TaskCompletionSource();
        old.Answer = (_, _) => held.Task;
        var business = app.NewBusiness();
        var id = (await app.HookAsync(business, old.Url)).Webhook.Id;
        await _client.StartAsync(Tree(Echo("a")), business);
        await old.UntilAsync(1);
        await app.UntilAsync(business, d => d.Event == "sops.task.finished");

        await _client.Webhooks.UpdateWebhookAsync(
            new UpdateWebhookRequest
            {
                BkBizId = business,
                WebhookId = id,
                Url = now.Url,
            }
        );
        held.SetResult();
        await app.SettledAsync(business);

        Assert.Equal("sops.task.started", Assert.Single(old.All).Kind);
        Assert.Equal("sops.task.finished", Assert.Single(now.All).Kind);
    }

    [Fact]
    public async Task Deliveries_AreFoundByStateTaskAndPage()
    {
        await using var receiver = await Receiver.BeginAsync();
        var business = app.NewBusiness();
        await app.HookAsync(business, receiver.Url);
        var first = await _client.StartAsync(Tree(Echo("a")), business);
        await first.UntilAsync("FINISHED");
        var second = await _client.StartAsync(Tree(Echo("a")), business);
        await second.UntilAsync("FINISHED");
        await app.SettledAsync(business);

        var ofFirst = await _client.Webhooks.ListDeliveriesAsync(
            new ListDeliveriesRequest { BkBizId = business, TaskId = first.Id }
        );
        var page = await _client.Webhooks.ListDeliveriesAsync(
            new ListDeliveriesRequest
            {
                BkBizId = business,
                State = "DELIVERED",
                PageSize = 3,
            }
        );
        var rest = await _client.Webhooks.ListDeliveriesAsync(
            new ListDeliveriesRequest
            {
                BkBizId = business,
                State = "DELIVERED",
                PageSize = 3,
                PageToken = page.NextPageToken,
            }
        );

        Assert.Equal(["sops.task.finished", "sops.task.started"], ofFirst.Deliveries.Select(d => d.Event));
        Assert.Equal(4, page.Deliveries.Concat(rest.Deliveries).Select(d => d.Id).Distinct().Count());
        Assert.Equal((1, ""), (rest.Deliveries.Count, rest.NextPageToken));
        Assert.Equal(
            (StatusCode.InvalidArgument, "REQUEST_INVALID"),
            await FailureAsync(() =>
                _client.Webhooks.ListDeliveriesAsync(new ListDeliveriesRequest { BkBizId = business, State = "LOST" })
            )
        );
    }
}
