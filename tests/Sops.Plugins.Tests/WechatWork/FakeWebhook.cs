using System.Text;

namespace Sops.Plugins.Tests.WechatWork;

/// <summary>Stands in for the network: answers as told and remembers what was posted.</summary>
internal sealed class FakeWebhook(Func<CancellationToken, Task<HttpResponseMessage>> answer) : HttpMessageHandler
{
    public List<(HttpMethod Method, Uri Url, string ContentType, string Body)> Requests { get; } = [];

    public static FakeWebhook Answering(int status, string body) =>
        new(_ =>
            Task.FromResult(
                new HttpResponseMessage((System.Net.HttpStatusCode)status)
                {
                    Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)),
                }
            )
        );

    public static FakeWebhook Throwing(Exception exception) => new(_ => throw exception);

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request,
        CancellationToken cancellationToken
    )
    {
        Requests.Add(
            (
                request.Method,
                request.RequestUri!,
                request.Content!.Headers.ContentType!.ToString(),
                await request.Content.ReadAsStringAsync(cancellationToken)
            )
        );
        return await answer(cancellationToken);
    }
}
