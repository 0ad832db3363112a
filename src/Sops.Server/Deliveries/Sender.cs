using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using Polly;
using Polly.Timeout;
using Sops.Outbound;
using Sops.Storage;

namespace Sops.Server.Deliveries;

/// <summary>Makes one attempt at a delivery.</summary>
public sealed class Sender(HttpMessageInvoker http, Listeners listeners, TimeProvider clock)
{
    private const int DroppedBytes = 4096;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    // Most services never send anything.
    private readonly Lazy<ResiliencePipeline> _patience = new(() =>
        new ResiliencePipelineBuilder { TimeProvider = clock }
            .AddTimeout(Patience)
            .Build()
    );

    /// <exception cref="OperationCanceledException">Cancelled before there was an answer.</exception>
    public async Task<Sent> SendAsync(DeliveryRow delivery, CancellationToken cancellation)
    {
        if (delivery.WebhookId is not { } id)
        {
            return await PostAsync(delivery, delivery.Url, null, cancellation);
        }
        return listeners.Find(delivery.BusinessId, id)?.Webhook switch
        {
            null => Sent.Never(delivery.Url, "the webhook was deleted"),
            { Enabled: false } webhook => Sent.Never(webhook.Url, "the webhook is disabled"),
            var webhook => await PostAsync(delivery, webhook.Url, webhook, cancellation),
        };
    }

    private async Task<Sent> PostAsync(
        DeliveryRow delivery,
        string url,
        WebhookRow? signer,
        CancellationToken cancellation
    )
    {
        int? status = null;
        string error;
        try
        {
            await _patience.Value.ExecuteAsync(
                async token =>
                {
                    using var request = Request(delivery, url, signer);
                    using var response = await http.SendAsync(request, token);
                    status = (int)response.StatusCode;
                    await DropAsync(response, token);
                },
                cancellation
            );
            error = "";
        }
        catch (TimeoutRejectedException)
        {
            error = string.Create(CultureInfo.InvariantCulture, $"no answer within {Patience.TotalSeconds} s");
        }
        catch (OutboundRefusedException e)
        {
            return Sent.Never(url, e.Message);
        }
        catch (HttpRequestException e)
        {
            // Its kind, not its message, which may name where the request went.
            error = e.HttpRequestError.ToString();
        }
        catch (IOException)
        {
            error = "the connection broke";
        }
        catch (OperationCanceledException) when (status is not null)
        {
            error = "";
        }
        // Once there is a status, whatever happens to the rest of the answer changes nothing.
        return status switch
        {
            null => new Sent(url, null, error),
            >= 200 and < 300 => new Sent(url, status, ""),
            _ => new Sent(url, status, string.Create(CultureInfo.InvariantCulture, $"answered with {status}")),
        };
    }

    private HttpRequestMessage Request(DeliveryRow delivery, string url, WebhookRow? signer)
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(delivery.Body));
        content.Headers.ContentType = new MediaTypeHeaderValue(delivery.ContentType);
        var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = content };
        request.Headers.TryAddWithoutValidation("User-Agent", "Sops.Grpc");
        if (signer is not null)
        {
            var now = clock.GetUtcNow();
            var seconds = now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
            request.Headers.Add("webhook-id", delivery.EventId);
            request.Headers.Add("webhook-timestamp", seconds);
            var secrets = signer.FormerUntil > now ? (string[])[signer.Secret, signer.FormerSecret!] : [signer.Secret];
            request.Headers.Add(
                "webhook-signature",
                string.Join(' ', secrets.Select(s => WebhookSecret.Sign(s, delivery.EventId, now, delivery.Body)))
            );
        }
        return request;
    }

    /// <summary>A short answer is read to its end, for then the connection can be used again.</summary>
    private static async Task DropAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        await using var body = await response.Content.ReadAsStreamAsync(cancellation);
        var dropped = new byte[DroppedBytes];
        await body.ReadAtLeastAsync(dropped, DroppedBytes, throwOnEndOfStream: false, cancellation);
    }
}

/// <summary>How an attempt went.</summary>
/// <param name="Url">Where it went.</param>
/// <param name="Status">Null where there was no answer.</param>
/// <param name="Error">Empty where it was taken.</param>
public sealed record Sent(string Url, int? Status, string Error)
{
    /// <summary>Another attempt could only end the same way.</summary>
    public bool IsForGood { get; private init; }

    public bool IsTaken => Error.Length == 0;

    public static Sent Never(string url, string why) => new(url, null, why) { IsForGood = true };
}
