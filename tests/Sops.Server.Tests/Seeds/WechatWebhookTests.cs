using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Sops.Server.Tests.App;

namespace Sops.Server.Tests.Seeds;

/// <summary>The document's tree of one message to a chat, where a webhook is configured.</summary>
public sealed class WechatWebhookTests(WechatWebhookTests.WebhookApp app) : IClassFixture<WechatWebhookTests.WebhookApp>
{
    private const string Chat = "wrkSFfCgAAxxxxxxxxxxxxxxxxxxxxxx";

    [Fact]
    public async Task Chat_Of32Characters_GetsTheMessage()
    {
        var tree = TestTrees.Seed("000_1").Replace("test_chat_id", Chat, StringComparison.Ordinal);

        var task = await app.Client.StartAsync(tree);

        await task.UntilAsync("FINISHED");
        var message = Assert.Single(app.Messages).GetProperty("text");
        Assert.StartsWith("test", message.GetProperty("content").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Chat_OfTheDocument_IsTooShort()
    {
        var task = await app.Client.StartAsync(TestTrees.Seed("000_1"));

        await task.UntilNodeAsync("发送消息", "FAILED");
        Assert.Equal("\"第1行的会话 ID 格式不正确（长度需为 32）\"", (await task.NodeAsync("发送消息")).ExData.Json);
    }

    /// <summary>A server with a webhook that takes every message.</summary>
    public sealed class WebhookApp : SopsApp
    {
        private readonly WebApplication _webhook;
        private readonly List<JsonElement> _messages = [];

        public WebhookApp()
        {
            var builder = WebApplication.CreateSlimBuilder();
            builder.Logging.ClearProviders();
            // The settings beside this assembly are the server's.
            builder.Configuration.Sources.Clear();
            _webhook = builder.Build();
            _webhook.Urls.Add("http://127.0.0.1:0");
            _webhook.MapPost(
                "/send",
                async (HttpRequest request) =>
                {
                    var message = await request.ReadFromJsonAsync<JsonElement>();
                    lock (_messages)
                    {
                        _messages.Add(message);
                    }
                    return Results.Json(new { errcode = 0, errmsg = "ok" });
                }
            );
            _webhook.Start();
        }

        public IReadOnlyList<JsonElement> Messages
        {
            get
            {
                lock (_messages)
                {
                    return [.. _messages];
                }
            }
        }

        protected override IEnumerable<(string Key, string Value)> Settings =>
            [
                ("Sops:Plugins:WechatWork:WebhookUrl", $"{_webhook.Urls.Single()}/send?key=secret"),
                ("Sops:Outbound:AllowedNetworks:0", "127.0.0.0/8"),
            ];

        public override async ValueTask DisposeAsync()
        {
            await base.DisposeAsync();
            await _webhook.DisposeAsync();
            GC.SuppressFinalize(this);
        }
    }
}
