using System.Net;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Sops.Outbound;
using Sops.Server.Tests.App;
using Sops.V1;
using static Sops.Engine.Tests.Runs.TreeBuilder;
using static Sops.Server.Tests.App.TestTrees;

namespace Sops.Server.Tests.Deliveries;

/// <summary>Where nobody may have the service call: refused where it is asked for, and again where a name leads there later.</summary>
public sealed class RefusedTargetTests(RefusedTargetTests.GuardedApp app) : IClassFixture<RefusedTargetTests.GuardedApp>
{
    private readonly SopsClient _client = app.Client;

    public static TheoryData<string> Urls =>
        [
            "http://127.0.0.1/",
            "http://127.1:8080/",
            "http://2130706433/",
            "http://0177.0.0.1/",
            "http://localhost/",
            "http://[::1]/",
            "http://[::ffff:169.254.169.254]/latest/",
            "http://[64:ff9b::a00:1]/",
            "http://169.254.169.254/latest/meta-data/",
            "http://10.0.0.1/",
            "http://user:word@example.com/",
            "ftp://example.com/",
            "file:///etc/passwd",
            "example.com/hook",
            "/hook",
            "http://",
            "https://example.com/" + new string('x', 2048),
        ];

    [Theory]
    [MemberData(nameof(Urls))]
    public async Task Webhook_ThatMayNotBeCalled_IsRefused(string url)
    {
        var business = app.NewBusiness();

        var failure = await Assert.ThrowsAsync<RpcException>(() => app.HookAsync(business, url));

        Assert.Equal(StatusCode.InvalidArgument, failure.StatusCode);
        Assert.StartsWith("url: ", failure.Status.Detail, StringComparison.Ordinal);
        Assert.Empty(
            (await _client.Webhooks.ListWebhooksAsync(new ListWebhooksRequest { BkBizId = business })).Webhooks
        );
    }

    [Theory]
    [MemberData(nameof(Urls))]
    public async Task CallbackUrl_ThatMayNotBeCalled_IsRefused_BeforeTheTemplateIsLookedFor(string url)
    {
        foreach (var path in (string[])["/apigw/create_task/1/2/", "/v2/sops/create_and_start_task/"])
        {
            var body = System.Text.Json.JsonSerializer.Serialize(
                new Dictionary<string, object>
                {
                    ["bk_biz_id"] = 2,
                    ["template_id"] = 987654,
                    ["name"] = "t",
                    ["callback_url"] = url,
                }
            );
            var answer = await _client.PostAsync(path, body);

            Assert.Equal((200, 3540000), (answer.Status, answer.Code));
            Assert.StartsWith("callback_url: ", answer.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Name_ThatLeadsElsewhereLater_IsNotCalled_AndItsDeliveryIsDeadAtOnce()
    {
        await using var receiver = await Receiver.BeginAsync();
        var business = app.NewBusiness();
        var port = new Uri(receiver.Url).Port;
        await app.HookAsync(business, $"http://rebound.example:{port}/", "sops.task.finished");

        await _client.StartAsync(Tree(Echo("a")), business);
        await app.UntilToldAsync(new StartedRun(_client, business, 0, ""), "sops.task.finished");
        var dead = Assert.Single(await app.SettledAsync(business));

        Assert.Equal(("DEAD", 1), (dead.State, dead.Attempts));
        Assert.Contains("not public", dead.LastError, StringComparison.Ordinal);
        Assert.DoesNotContain("127.0.0.1", dead.LastError, StringComparison.Ordinal);
        Assert.Equal($"rebound.example:{port}", dead.Host);
        Assert.Empty(receiver.All);
    }

    /// <summary>A server that may call public addresses alone, in a world where every name leads to itself.</summary>
    public sealed class GuardedApp : DeliveriesApp
    {
        protected override IEnumerable<(string Key, string Value)> Settings => [];

        protected override void Watch(IServiceCollection services) =>
            services.AddSingleton(s =>
                OutboundHttp.Create(
                    s.GetRequiredService<OutboundPolicy>(),
                    (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Loopback])
                )
            );
    }
}
