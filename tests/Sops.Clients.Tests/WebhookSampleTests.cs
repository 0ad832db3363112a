using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Sops.V1;

namespace Sops.Clients.Tests;

/// <summary>The receiver of the documentation believes what the service sends, and nothing else.</summary>
public sealed class WebhookSampleTests(ServerProcess server)
{
    const long Business = 77;

    [Fact]
    public async Task Receiver_TakesSignedEvents_AndRefusesOthers()
    {
        Tool.Require(Tool.Python);
        var port = FreePort();
        var webhooks = new WebhookService.WebhookServiceClient(server.Channel);
        var made = await webhooks.CreateWebhookAsync(
            new CreateWebhookRequest { BkBizId = Business, Url = $"http://127.0.0.1:{port}/" }
        );
        var forged = HttpStatusCode.OK;

        var ended = await OutsideProgram.RunAsync(
            Tool.Python,
            [Repository.File("samples", "python", "receive_webhooks.py"), "2"],
            async (line, _) =>
            {
                if (line == "listening")
                {
                    forged = await ForgeAsync(port);
                    await StartTaskAsync();
                }
            },
            ("WEBHOOK_SECRET", made.Secret),
            ("PORT", port.ToString(CultureInfo.InvariantCulture))
        );

        ended.MustBeFine();
        Assert.Equal(HttpStatusCode.Unauthorized, forged);
        var told = ended.Output.ReplaceLineEndings("\n").Split('\n');
        Assert.StartsWith("sops.task.started tasks/", told[1], StringComparison.Ordinal);
        Assert.StartsWith("sops.node.waiting tasks/", told[2], StringComparison.Ordinal);
        Assert.EndsWith(" pause", told[2], StringComparison.Ordinal);
    }

    static async Task<HttpStatusCode> ForgeAsync(int port)
    {
        using var http = new HttpClient();
        using var content = new StringContent(
            """{"id": "evt_1", "type": "forged", "subject": "tasks/1", "data": {}}"""
        );
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        content.Headers.Add("webhook-id", "evt_1");
        content.Headers.Add("webhook-timestamp", now);
        content.Headers.Add("webhook-signature", "v1," + Convert.ToBase64String(new byte[32]));
        using var answer = await http.PostAsync($"http://127.0.0.1:{port}/", content);
        return answer.StatusCode;
    }

    async Task StartTaskAsync()
    {
        var tree = await File.ReadAllTextAsync(Repository.File("samples", "tree.json"));
        var template = await new TemplateService.TemplateServiceClient(server.Channel).CreateTemplateAsync(
            new CreateTemplateRequest
            {
                BkBizId = Business,
                Name = "sample",
                PipelineTree = new JsonValue { Json = tree },
            }
        );
        await new TaskService.TaskServiceClient(server.Channel).CreateAndStartTaskAsync(
            new CreateAndStartTaskRequest
            {
                BkBizId = Business,
                TemplateId = template.TemplateId,
                Name = "told",
            }
        );
    }

    static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
