using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Time.Testing;
using Sops.Engine.Plugins;
using Sops.Outbound;
using Sops.Plugins.WechatWork;

namespace Sops.Plugins.Tests.WechatWork;

/// <summary>The real transport against a listener on loopback that sends every caller elsewhere.</summary>
public sealed class WechatWorkTransportTests : IDisposable
{
    private static readonly string Message =
        $"{{'wechat_work_chat_id':'{new string('c', 32)}','message_content':'hi'}}";

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

    public void Dispose() => _listener.Dispose();

    [Fact]
    public async Task Send_Redirected_StaysAndFails()
    {
        _listener.Start();
        var address = $"http://{_listener.LocalEndpoint}";
        var policy = new OutboundPolicy(new OutboundOptions { AllowedNetworks = ["127.0.0.0/8"] });
        using var http = OutboundHttp.Create(policy);
        var plugin = new WechatWorkSendMessage($"{address}/send", policy, http, new FakeTimeProvider());
        var sending = plugin.Execute(Given.Inputs(Message));

        var request = await AnswerOnceAsync($"Location: {address}/elsewhere");

        var result = await sending;
        Assert.Equal(PluginOutcome.Failed, result.Outcome);
        Assert.Equal("企业微信发送消息请求失败，状态码: 307, 响应: ", result.Error?.GetString());
        Assert.StartsWith("POST /send HTTP/1.1\r\n", request, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Send_ToANameThatLeadsInside_FailsWithoutShowingIt()
    {
        _listener.Start();
        var policy = new OutboundPolicy(new OutboundOptions());
        using var http = OutboundHttp.Create(policy, (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Loopback]));
        var url = $"http://robot.example:{((IPEndPoint)_listener.LocalEndpoint).Port}/send";

        var result = await new WechatWorkSendMessage(url, policy, http, new FakeTimeProvider()).Execute(
            Given.Inputs(Message)
        );

        Outcome.Fails(
            result,
            "企业微信发送消息请求失败，详细信息: the URL leads to an address that is not public (127.0.0.0/8, loopback)"
        );
        Assert.False(_listener.Pending());
    }

    private async Task<string> AnswerOnceAsync(string header)
    {
        var stop = TestContext.Current.CancellationToken;
        using var client = await _listener.AcceptTcpClientAsync(stop);
        var stream = client.GetStream();
        var request = new StringBuilder();
        var buffer = new byte[4096];
        while (!request.ToString().EndsWith('}'))
        {
            request.Append(Encoding.UTF8.GetString(buffer, 0, await stream.ReadAsync(buffer, stop)));
        }
        // Whoever follows now finds nobody, so a followed redirect shows as another error.
        _listener.Stop();
        var answer = $"HTTP/1.1 307 Temporary Redirect\r\n{header}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
        await stream.WriteAsync(Encoding.UTF8.GetBytes(answer), stop);
        return request.ToString();
    }
}
