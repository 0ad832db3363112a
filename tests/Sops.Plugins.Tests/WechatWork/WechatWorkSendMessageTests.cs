using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using Sops.Engine.Plugins;
using Sops.Outbound;
using Sops.Plugins.WechatWork;

namespace Sops.Plugins.Tests.WechatWork;

public class WechatWorkSendMessageTests
{
    private const string Key = "693a91f6-7xxx-4bc4-97a0-0ec2sifa5aaa";
    private const string Url = $"https://qyapi.example/cgi-bin/webhook/send?key={Key}";
    private const string A = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
    private const string B = "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb";
    private const string Refused = "企业微信发送消息请求失败，状态码: ";
    private const string Unreachable = "企业微信发送消息请求失败，详细信息: ";

    private readonly OutboundPolicy _policy = new(new OutboundOptions());
    private readonly FakeTimeProvider _time = new();

    [Theory]
    [InlineData(
        $"{{'wechat_work_chat_id':'{A}','message_content':'hi','wechat_work_mentioned_members':'u1, @all,,'}}",
        $"{{'chatid':'{A}','msgtype':'text','text':{{'content':'hi','mentioned_list':['u1','@all']}}}}"
    )]
    [InlineData(
        $"{{'wechat_work_chat_id':' {A}\\r\\n\\n{B}\\n','message_content':12.0,'msgtype':null}}",
        $"{{'chatid':'{A}|{B}','msgtype':'text','text':{{'content':'12.0','mentioned_list':[]}}}}"
    )]
    [InlineData(
        $"{{'wechat_work_chat_id':'{A}','message_content':'# 值','wechat_work_mentioned_members':'u1,u2','msgtype':'markdown'}}",
        $"{{'chatid':'{A}','msgtype':'markdown','markdown':{{'content':'# 值\\n<@u1> <@u2>\\n'}},'at_short_name':true}}"
    )]
    [InlineData(
        $"{{'wechat_work_chat_id':'{A}','message_content':'m','wechat_work_mentioned_members':'@all','msgtype':'markdown_v2'}}",
        $"{{'chatid':'{A}','msgtype':'markdown_v2','markdown_v2':{{'content':'m\\n<@all>\\n'}},'at_short_name':true}}"
    )]
    [InlineData(
        $"{{'wechat_work_chat_id':'{A}','message_content':'m','msgtype':'markdown'}}",
        $"{{'chatid':'{A}','msgtype':'markdown','markdown':{{'content':'m'}},'at_short_name':true}}"
    )]
    public async Task Execute_GoodMessage_IsPostedOnce(string inputs, string body)
    {
        var webhook = FakeWebhook.Answering(200, """{"errcode":0,"errmsg":"ok"}""");
        Outcome.Succeeds(await Send(webhook, inputs));
        var (method, url, contentType, posted) = Assert.Single(webhook.Requests);
        Assert.Equal(HttpMethod.Post, method);
        Assert.Equal(Url, url.AbsoluteUri);
        Assert.Equal("application/json; charset=utf-8", contentType);
        Assert.True(JsonElement.DeepEquals(Given.Json(body), JsonElement.Parse(posted)), posted);
    }

    [Theory]
    [InlineData("{}", "会话 ID 不能为空")]
    [InlineData("{'wechat_work_chat_id':' \\n '}", "会话 ID 不能为空")]
    [InlineData("{'wechat_work_chat_id':'test_chat_id'}", "第1行的会话 ID 格式不正确（长度需为 32）")]
    [InlineData($"{{'wechat_work_chat_id':'{A}\\n\\nshort'}}", "第3行的会话 ID 格式不正确（长度需为 32）")]
    [InlineData($"{{'wechat_work_chat_id':'short','msgtype':'nope'}}", "第1行的会话 ID 格式不正确（长度需为 32）")]
    [InlineData($"{{'wechat_work_chat_id':'{A}','msgtype':'nope'}}", "msgtype 不存在")]
    [InlineData($"{{'wechat_work_chat_id':'{A}','msgtype':''}}", "msgtype 不存在")]
    [InlineData("{'wechat_work_chat_id':{'tag':1}}", "wechat_work_chat_id must be text, not an object")]
    [InlineData($"{{'wechat_work_chat_id':'{A}','message_content':[]}}", "message_content must be text, not a list")]
    [InlineData($"{{'wechat_work_chat_id':'{A}','msgtype':{{}}}}", "msgtype must be text, not an object")]
    [InlineData("{'wechat_work_mentioned_members':[]}", "wechat_work_mentioned_members must be text, not a list")]
    public async Task Execute_BadMessage_FailsAndPostsNothing(string inputs, string error)
    {
        var webhook = FakeWebhook.Answering(200, "");
        Outcome.Fails(await Send(webhook, inputs), error);
        Assert.Empty(webhook.Requests);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("  ")]
    public async Task Execute_NoUrlConfigured_FailsBeforeAnythingElse(string? url) =>
        Outcome.Fails(
            await Send(FakeWebhook.Answering(200, ""), "{}", url),
            "WechatWork send message URL is not config, contact admin please"
        );

    [Theory]
    [InlineData("qyapi.example/send?key=secret-key")]
    [InlineData("ftp://qyapi.example/send?key=secret-key")]
    [InlineData("/send?key=secret-key")]
    [InlineData("http://127.0.0.1/send?key=secret-key")]
    [InlineData("https://u:secret-key@qyapi.example/send")]
    public void Construct_UrlThatMayNotBePostedTo_IsRefusedWithoutShowingIt(string url)
    {
        using var http = new HttpMessageInvoker(FakeWebhook.Answering(200, ""));
        var thrown = Assert.Throws<ArgumentException>(() => new WechatWorkSendMessage(url, _policy, http, _time));
        Assert.StartsWith("Sops:Plugins:WechatWork:WebhookUrl: ", thrown.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret-key", thrown.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(500, "oops", "500, 响应: oops")]
    [InlineData(404, "", "404, 响应: ")]
    [InlineData(302, "moved", "302, 响应: moved")]
    [InlineData(200, "{'errcode':93000,'errmsg':'invalid'}", "200, 响应: {'errcode':93000,'errmsg':'invalid'}")]
    [InlineData(
        400,
        $"no such page: /cgi-bin/webhook/send?key={Key}",
        "400, 响应: no such page: /cgi-bin/webhook/send?key=***"
    )]
    public async Task Execute_RefusedByTheWebhook_FailsWithStatusAndReply(int status, string reply, string error) =>
        Outcome.Fails(
            await Send(FakeWebhook.Answering(status, reply.Replace('\'', '"'))),
            Refused + error.Replace('\'', '"')
        );

    [Theory]
    [InlineData("")]
    [InlineData("ok")]
    [InlineData("{'errcode':'none'}")]
    [InlineData("[1]")]
    public async Task Execute_AnyOtherReplyWithSuccessStatus_Succeeds(string reply) =>
        Outcome.Succeeds(await Send(FakeWebhook.Answering(201, reply.Replace('\'', '"'))));

    [Fact]
    public async Task Execute_EndlessReply_IsCut()
    {
        var result = await Send(FakeWebhook.Answering(503, new string('x', 1_000_000)));
        Assert.Equal(Refused + "503, 响应: " + new string('x', 1000) + "…", result.Error?.GetString());
    }

    public static TheoryData<Exception, string> Broken { get; } =
        new()
        {
            { new HttpRequestException(HttpRequestError.ConnectionError, $"cannot reach {Url}"), "ConnectionError" },
            { new IOException($"reset by {Url}"), "the connection broke" },
            { new TaskCanceledException("connect timeout"), "no answer within 5 s" },
        };

    [Theory]
    [MemberData(nameof(Broken), DisableDiscoveryEnumeration = true)]
    public async Task Execute_NoReply_FailsWithoutShowingTheUrl(Exception exception, string why) =>
        Outcome.Fails(await Send(FakeWebhook.Throwing(exception)), Unreachable + why);

    [Fact]
    public async Task Execute_SilentWebhook_FailsAfterFiveSeconds()
    {
        var sending = Send(Silent());
        _time.Advance(TimeSpan.FromSeconds(4.9));
        Assert.False(sending.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(0.1));
        Outcome.Fails(await sending, Unreachable + "no answer within 5 s");
    }

    [Fact]
    public async Task Execute_Cancelled_IsNoFailureOfTheNode()
    {
        using var stop = new CancellationTokenSource();
        using var http = new HttpMessageInvoker(Silent());
        var sending = new WechatWorkSendMessage(Url, _policy, http, _time)
            .ExecuteAsync(Given.Inputs(Good), stop.Token)
            .AsTask();
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending);
    }

    private const string Good = $"{{'wechat_work_chat_id':'{A}','message_content':'hi'}}";

    private async Task<PluginResult> Send(HttpMessageHandler webhook, string inputs = Good, string? url = Url)
    {
        using var http = new HttpMessageInvoker(webhook);
        return await new WechatWorkSendMessage(url, _policy, http, _time).Execute(Given.Inputs(inputs));
    }

    private static FakeWebhook Silent() =>
        new(async cancellation =>
        {
            var never = new TaskCompletionSource<HttpResponseMessage>();
            await using var stop = cancellation.Register(() => never.TrySetCanceled(cancellation));
            return await never.Task;
        });
}
