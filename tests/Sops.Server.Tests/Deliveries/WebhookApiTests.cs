using System.Globalization;
using System.Text.Json;
using Grpc.Core;
using Sops.Server.Tests.App;
using Sops.V1;
using static Sops.Engine.Tests.Runs.TreeBuilder;
using static Sops.Server.Tests.App.TestTrees;
using static Sops.Server.Tests.Deliveries.Failures;

namespace Sops.Server.Tests.Deliveries;

/// <summary>The methods of webhooks, in both forms of REST and over gRPC.</summary>
public sealed class WebhookApiTests(DeliveriesApp app) : IClassFixture<DeliveriesApp>
{
    private const string Url = "https://receiver.invalid/hook";

    private readonly SopsClient _client = app.Client;

    [Theory]
    [InlineData("/apigw/{0}/{1}/")]
    [InlineData("/v2/sops/{0}/")]
    [InlineData("/api/c/compapi/v2/sops/{0}/")]
    public async Task Webhook_IsMadeReadChangedAndDeleted_OverRest(string form)
    {
        var business = app.NewBusiness();
        var made = await PostAsync(
            "create_webhook",
            "",
            """ "url": "https://receiver.invalid/hook", "events": ["sops.task.failed"] """
        );
        var id = made.Data.GetProperty("webhook").GetProperty("id").GetInt64();
        Assert.StartsWith("whsec_", made.Data.GetProperty("secret").GetString(), StringComparison.Ordinal);

        var read = await GetAsync("get_webhook_info", $"{id}/", $"webhook_id={id}");
        Assert.Equal(made.Data.GetProperty("webhook").GetRawText(), read.Data.GetRawText());
        Assert.Equal(
            [
                "id",
                "bk_biz_id",
                "url",
                "events",
                "template_id",
                "description",
                "enabled",
                "creator",
                "create_time",
                "editor",
                "edit_time",
                "etag",
            ],
            read.Data.EnumerateObject().Select(p => p.Name)
        );
        Assert.Equal("null", read.Data.GetProperty("template_id").GetRawText());
        var list = await GetAsync("get_webhook_list", "", "");
        Assert.Equal(read.Data.GetRawText(), Assert.Single(list.Data.EnumerateArray()).GetRawText());

        var changed = await PostAsync("update_webhook", $"{id}/", $$""" "webhook_id": {{id}}, "enabled": false """);
        Assert.False(changed.Data.GetProperty("enabled").GetBoolean());
        Assert.Equal(
            ["sops.task.failed"],
            changed.Data.GetProperty("events").EnumerateArray().Select(e => e.GetString())
        );
        Assert.NotEqual(read.Data.GetProperty("etag").GetString(), changed.Data.GetProperty("etag").GetString());
        var rotated = await PostAsync("rotate_webhook_secret", $"{id}/", $$""" "webhook_id": {{id}} """);
        Assert.NotEqual(made.Data.GetProperty("secret").GetString(), rotated.Data.GetProperty("secret").GetString());
        await PostAsync("delete_webhook", $"{id}/", $$""" "webhook_id": {{id}} """);
        Assert.Empty((await GetAsync("get_webhook_list", "", "")).Data.EnumerateArray());

        Task<Reply> PostAsync(string name, string ids, string fields) =>
            _client.PostOkAsync(Path(name, ids), $$"""{"bk_biz_id": {{business}}, {{fields}} }""");

        async Task<Reply> GetAsync(string name, string ids, string query)
        {
            var answer = await _client.GetAsync($"{Path(name, ids)}?bk_biz_id={business}&{query}");
            Assert.True(answer.Result, answer.Text);
            return answer;
        }

        string Path(string name, string ids) =>
            string.Format(CultureInfo.InvariantCulture, form, name, $"{ids}{business}");
    }

    [Fact]
    public async Task SecretOfAWebhook_IsInNoOtherAnswer()
    {
        var business = app.NewBusiness();
        var made = await app.HookAsync(business, Url);
        var secret = made.Secret["whsec_".Length..];
        var id = made.Webhook.Id;

        var answers = new Google.Protobuf.IMessage[]
        {
            await _client.Webhooks.GetWebhookAsync(new GetWebhookRequest { BkBizId = business, WebhookId = id }),
            await _client.Webhooks.ListWebhooksAsync(new ListWebhooksRequest { BkBizId = business }),
            await _client.Webhooks.UpdateWebhookAsync(
                new UpdateWebhookRequest
                {
                    BkBizId = business,
                    WebhookId = id,
                    Description = "d",
                }
            ),
            await _client.Webhooks.DeleteWebhookAsync(new DeleteWebhookRequest { BkBizId = business, WebhookId = id }),
        };

        Assert.All(answers, a => Assert.DoesNotContain(secret, a.ToString(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Create_Repeated_GetsTheSameWebhookAndSecret()
    {
        var request = new CreateWebhookRequest
        {
            BkBizId = app.NewBusiness(),
            Url = Url,
            RequestId = "once",
        };

        var answers = await Task.WhenAll(
            Enumerable.Range(0, 20).Select(_ => _client.Webhooks.CreateWebhookAsync(request).ResponseAsync)
        );
        await _client.Webhooks.UpdateWebhookAsync(
            new UpdateWebhookRequest
            {
                BkBizId = request.BkBizId,
                WebhookId = answers[0].Webhook.Id,
                Description = "changed since",
            }
        );

        Assert.Single(answers.Append(await _client.Webhooks.CreateWebhookAsync(request)).Distinct());
        var list = await _client.Webhooks.ListWebhooksAsync(new ListWebhooksRequest { BkBizId = request.BkBizId });
        Assert.Single(list.Webhooks);
    }

    [Fact]
    public async Task Repeats_OfChangesAndResends_HaveNoSecondEffect()
    {
        await using var receiver = await Receiver.BeginAsync();
        var business = app.NewBusiness();
        var id = (await app.HookAsync(business, receiver.Url)).Webhook.Id;
        var rotate = new RotateWebhookSecretRequest
        {
            BkBizId = business,
            WebhookId = id,
            RequestId = "r",
        };
        var test = new TestWebhookRequest
        {
            BkBizId = business,
            WebhookId = id,
            RequestId = "t",
        };
        var delete = new DeleteWebhookRequest
        {
            BkBizId = business,
            WebhookId = id,
            RequestId = "d",
        };

        Assert.Equal(
            await _client.Webhooks.RotateWebhookSecretAsync(rotate),
            await _client.Webhooks.RotateWebhookSecretAsync(rotate)
        );
        var tested = await ManyAsync(() => _client.Webhooks.TestWebhookAsync(test).ResponseAsync);
        await app.SettledAsync(business);
        Assert.Equal(tested, await _client.Webhooks.TestWebhookAsync(test));
        var resend = new ResendDeliveryRequest
        {
            BkBizId = business,
            DeliveryId = tested.DeliveryId,
            RequestId = "s",
        };
        var resent = await ManyAsync(() => _client.Webhooks.ResendDeliveryAsync(resend).ResponseAsync);
        await app.SettledAsync(business);
        Assert.Equal(resent, await _client.Webhooks.ResendDeliveryAsync(resend));
        await app.SettledAsync(business);
        Assert.Equal(
            await _client.Webhooks.DeleteWebhookAsync(delete),
            await _client.Webhooks.DeleteWebhookAsync(delete)
        );

        Assert.Equal(2, receiver.All.Count);
        Assert.Single(await app.DeliveriesAsync(business));
    }

    [Fact]
    public async Task ValidateOnly_ChecksAndChangesNothing()
    {
        var business = app.NewBusiness();
        var would = await _client.Webhooks.CreateWebhookAsync(
            new CreateWebhookRequest
            {
                BkBizId = business,
                Url = Url,
                ValidateOnly = true,
            }
        );
        Assert.Equal((0, ""), (would.Webhook.Id, would.Secret));
        Assert.Empty(
            (await _client.Webhooks.ListWebhooksAsync(new ListWebhooksRequest { BkBizId = business })).Webhooks
        );

        var made = (await app.HookAsync(business, Url)).Webhook;
        var changed = await _client.Webhooks.UpdateWebhookAsync(
            new UpdateWebhookRequest
            {
                BkBizId = business,
                WebhookId = made.Id,
                Description = "new",
                ValidateOnly = true,
            }
        );
        Assert.Equal((0, "new"), (changed.Webhook.Id, changed.Webhook.Description));
        Assert.Equal(made, (await _client.Webhooks.GetWebhookAsync(Get(business, made.Id))).Webhook);
    }

    [Fact]
    public async Task UpdateMask_ChangesExactlyWhatItNames()
    {
        var business = app.NewBusiness();
        var template = await app.TemplateAsync(business, Tree(Echo("a")));
        var made = await _client.Webhooks.CreateWebhookAsync(
            new CreateWebhookRequest
            {
                BkBizId = business,
                Url = Url,
                Events = { "sops.task.failed", "sops.task.failed" },
                TemplateId = template,
                Description = "d",
            }
        );
        Assert.Equal(["sops.task.failed"], made.Webhook.Events);
        Assert.Equal($"{template}", made.Webhook.TemplateId.Json);

        var answer = await _client.PostOkAsync(
            $"/apigw/update_webhook/{made.Webhook.Id}/{business}/",
            """{"update_mask": "events,template_id", "description": "not named"}"""
        );

        Assert.Equal("[]", answer.Data.GetProperty("events").GetRawText());
        Assert.Equal(JsonValueKind.Null, answer.Data.GetProperty("template_id").ValueKind);
        Assert.Equal("d", answer.Data.GetProperty("description").GetString());
        var failure = await FailureAsync(() =>
            _client.Webhooks.UpdateWebhookAsync(
                new UpdateWebhookRequest
                {
                    BkBizId = business,
                    WebhookId = made.Webhook.Id,
                    UpdateMask = new() { Paths = { "secret" } },
                }
            )
        );
        Assert.Equal((StatusCode.InvalidArgument, "REQUEST_INVALID"), failure);
    }

    [Fact]
    public async Task Change_OfAnOlderState_IsRefused()
    {
        var business = app.NewBusiness();
        var old = (await app.HookAsync(business, Url)).Webhook;
        var update = new UpdateWebhookRequest
        {
            BkBizId = business,
            WebhookId = old.Id,
            Description = "d",
            Etag = old.Etag,
        };
        await _client.Webhooks.UpdateWebhookAsync(update);
        var conflict = (StatusCode.Aborted, "WEBHOOK_CHANGED");

        Assert.Equal(conflict, await FailureAsync(() => _client.Webhooks.UpdateWebhookAsync(update)));
        Assert.Equal(
            conflict,
            await FailureAsync(() =>
                _client.Webhooks.RotateWebhookSecretAsync(
                    new RotateWebhookSecretRequest
                    {
                        BkBizId = business,
                        WebhookId = old.Id,
                        Etag = old.Etag,
                    }
                )
            )
        );
        Assert.Equal(
            conflict,
            await FailureAsync(() =>
                _client.Webhooks.DeleteWebhookAsync(
                    new DeleteWebhookRequest
                    {
                        BkBizId = business,
                        WebhookId = old.Id,
                        Etag = old.Etag,
                    }
                )
            )
        );
    }

    [Fact]
    public async Task TwentyFirstWebhook_OfABusiness_IsRefused()
    {
        var business = app.NewBusiness();
        for (var i = 0; i < 20; i++)
        {
            await app.HookAsync(business, Url);
        }

        var failure = await FailureAsync(() => app.HookAsync(business, Url));

        Assert.Equal((StatusCode.ResourceExhausted, "TOO_MANY_WEBHOOKS"), failure);
        var page = await _client.Webhooks.ListWebhooksAsync(
            new ListWebhooksRequest { BkBizId = business, PageSize = 15 }
        );
        var rest = await _client.Webhooks.ListWebhooksAsync(
            new ListWebhooksRequest
            {
                BkBizId = business,
                PageSize = 15,
                PageToken = page.NextPageToken,
            }
        );
        Assert.Equal((15, 5, ""), (page.Webhooks.Count, rest.Webhooks.Count, rest.NextPageToken));
    }

    [Theory]
    [InlineData("""{"url": ""}""", "url")]
    [InlineData("""{"url": "https://receiver.invalid/", "events": ["sops.task.lost"]}""", "events")]
    [InlineData("""{"url": "https://receiver.invalid/", "events": ["sops.webhook.test"]}""", "events")]
    public async Task Create_WithAWrongField_NamesIt(string body, string field)
    {
        var answer = await _client.PostAsync($"/apigw/create_webhook/{app.NewBusiness()}/", body);

        Assert.Equal((200, 3540000), (answer.Status, answer.Code));
        Assert.StartsWith($"{field}: ", answer.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Description_IsLimited()
    {
        var business = app.NewBusiness();
        var request = new CreateWebhookRequest
        {
            BkBizId = business,
            Url = Url,
            Description = new string('x', 1000),
        };
        await _client.Webhooks.CreateWebhookAsync(request);
        request.Description += "x";

        var failure = await FailureAsync(() => _client.Webhooks.CreateWebhookAsync(request));

        Assert.Equal((StatusCode.InvalidArgument, "REQUEST_INVALID"), failure);
    }

    [Fact]
    public async Task WhatIsOfAnotherBusiness_IsNotFound()
    {
        await using var receiver = await Receiver.BeginAsync();
        var (mine, theirs) = (app.NewBusiness(), app.NewBusiness());
        var id = (await app.HookAsync(theirs, receiver.Url)).Webhook.Id;
        var test = await _client.Webhooks.TestWebhookAsync(new TestWebhookRequest { BkBizId = theirs, WebhookId = id });
        await app.SettledAsync(theirs);
        var template = await app.TemplateAsync(theirs, Tree(Echo("a")));
        var webhook = (StatusCode.NotFound, "WEBHOOK_NOT_FOUND");

        Assert.Equal(webhook, await FailureAsync(() => _client.Webhooks.GetWebhookAsync(Get(mine, id))));
        Assert.Equal(
            webhook,
            await FailureAsync(() =>
                _client.Webhooks.UpdateWebhookAsync(
                    new UpdateWebhookRequest
                    {
                        BkBizId = mine,
                        WebhookId = id,
                        Url = Url,
                    }
                )
            )
        );
        Assert.Equal(
            webhook,
            await FailureAsync(() =>
                _client.Webhooks.DeleteWebhookAsync(new DeleteWebhookRequest { BkBizId = mine, WebhookId = id })
            )
        );
        Assert.Equal(
            webhook,
            await FailureAsync(() =>
                _client.Webhooks.RotateWebhookSecretAsync(
                    new RotateWebhookSecretRequest { BkBizId = mine, WebhookId = id }
                )
            )
        );
        Assert.Equal(
            webhook,
            await FailureAsync(() =>
                _client.Webhooks.TestWebhookAsync(new TestWebhookRequest { BkBizId = mine, WebhookId = id })
            )
        );
        Assert.Equal(
            (StatusCode.NotFound, "DELIVERY_NOT_FOUND"),
            await FailureAsync(() =>
                _client.Webhooks.ResendDeliveryAsync(
                    new ResendDeliveryRequest { BkBizId = mine, DeliveryId = test.DeliveryId }
                )
            )
        );
        Assert.Equal(
            (StatusCode.NotFound, "TEMPLATE_NOT_FOUND"),
            await FailureAsync(() =>
                _client.Webhooks.CreateWebhookAsync(
                    new CreateWebhookRequest
                    {
                        BkBizId = mine,
                        Url = Url,
                        TemplateId = template,
                    }
                )
            )
        );
        Assert.Empty(await app.DeliveriesAsync(mine));
        Assert.Empty(
            (
                await _client.Webhooks.ListDeliveriesAsync(new ListDeliveriesRequest { BkBizId = mine, WebhookId = id })
            ).Deliveries
        );
        Assert.Single(receiver.All);
    }

    /// <summary>The one answer of a request that is sent many times at once.</summary>
    private static async Task<T> ManyAsync<T>(Func<Task<T>> call) =>
        Assert.Single((await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => call()))).Distinct());

    private static GetWebhookRequest Get(long business, long id) => new() { BkBizId = business, WebhookId = id };
}
