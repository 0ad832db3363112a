using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using Sops.Engine.Plugins;
using Sops.Outbound;

namespace Sops.Plugins.WechatWork;

/// <summary>Tells WeChat Work chats something through the one webhook that the deployment configures.</summary>
public sealed class WechatWorkSendMessage : IPlugin
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    private readonly Uri? _webhook;
    private readonly HttpMessageInvoker _http;
    private readonly TimeProvider _time;

    /// <param name="webhookUrl">Null or blank: every send fails and says so.</param>
    /// <exception cref="ArgumentException">The URL is no URL, or one that may not be called.</exception>
    public WechatWorkSendMessage(string? webhookUrl, OutboundPolicy policy, HttpMessageInvoker http, TimeProvider time)
    {
        _http = http;
        _time = time;
        if (string.IsNullOrWhiteSpace(webhookUrl))
        {
            return;
        }
        var refusal = Uri.TryCreate(webhookUrl.Trim(), UriKind.Absolute, out _webhook)
            ? policy.RefusalOf(_webhook)
            : "is not an absolute one";
        if (refusal is not null)
        {
            // The value itself stays out of the text: it holds a key.
            throw new ArgumentException($"Sops:Plugins:WechatWork:WebhookUrl: the URL {refusal}.");
        }
    }

    public PluginInfo Info { get; } =
        new(
            "wechat_work_send_message",
            ["legacy", "1.0", "1.1", "2.0", "2.1"],
            "发送消息",
            "企业微信(WechatWork)",
            "Sends one message to one or more chats; the service's configuration names the webhook.",
            [
                new("wechat_work_chat_id", "会话 ID", "string", true, "Chat ids of 32 characters, one a line."),
                new("message_content", "消息内容", "string", true, "Text or Markdown, as msgtype says."),
                new(
                    "wechat_work_mentioned_members",
                    "提醒人",
                    "string",
                    false,
                    "Members, comma-separated; @all: everybody."
                ),
                new("msgtype", "消息格式", "string", false, "text (default), markdown or markdown_v2."),
            ],
            []
        );

    public async ValueTask<PluginResult> ExecuteAsync(PluginContext context, CancellationToken cancellation)
    {
        if (_webhook is null)
        {
            return PluginResult.Fail("WechatWork send message URL is not config, contact admin please");
        }
        if (!WechatWorkMessage.TryRead(new PluginInputs(context.Inputs), out var message, out var problem))
        {
            return PluginResult.Fail(problem);
        }
        return await SendAsync(_webhook, message.ToJson(), cancellation).ConfigureAwait(false) is { } failure
            ? PluginResult.Fail(failure)
            : PluginResult.Succeed();
    }

    /// <returns>Why it failed, or null.</returns>
    private async Task<string?> SendAsync(Uri webhook, JsonObject body, CancellationToken cancellation)
    {
        using var timeout = new CancellationTokenSource(Timeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellation);
        using var request = new HttpRequestMessage(HttpMethod.Post, webhook);
        request.Content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(body));
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json", "utf-8");
        try
        {
            using var response = await _http.SendAsync(request, either.Token).ConfigureAwait(false);
            var reply = await WechatWorkReply.ReadAsync(response, webhook, either.Token).ConfigureAwait(false);
            return reply.Succeeded ? null : $"企业微信发送消息请求失败，状态码: {reply.Status}, 响应: {reply.Excerpt}";
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return Unreachable($"no answer within {Timeout.TotalSeconds:0} s");
        }
        catch (OutboundRefusedException e)
        {
            return Unreachable(e.Message);
        }
        catch (HttpRequestException e)
        {
            // Its kind, not its message, which may name where the request went.
            return Unreachable(e.HttpRequestError.ToString());
        }
        catch (IOException)
        {
            return Unreachable("the connection broke");
        }
    }

    private static string Unreachable(string why) => $"企业微信发送消息请求失败，详细信息: {why}";
}
