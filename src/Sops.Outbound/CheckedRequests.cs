using System.Net;

namespace Sops.Outbound;

/// <summary>Lets out only requests whose URL the policy allows, and only in a way that has its connection checked as well.</summary>
internal sealed class CheckedRequests(OutboundPolicy policy, HttpMessageHandler inner) : DelegatingHandler(inner)
{
    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request,
        CancellationToken cancellationToken
    )
    {
        if (request.RequestUri is { } url && policy.RefusalOf(url) is { } refusal)
        {
            throw new OutboundRefusedException($"the URL {refusal}");
        }
        // HTTP/3 would connect by itself, past the check.
        request.Version = HttpVersion.Version11;
        request.VersionPolicy = HttpVersionPolicy.RequestVersionExact;
        try
        {
            return await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        }
        catch (HttpRequestException e) when (e.InnerException is OutboundRefusedException refused)
        {
            throw new OutboundRefusedException(refused.Message);
        }
    }

    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken) =>
        throw new NotSupportedException("Outgoing requests are sent asynchronously.");
}
