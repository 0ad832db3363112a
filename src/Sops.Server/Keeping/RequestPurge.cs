using Sops.Storage;

namespace Sops.Server.Keeping;

/// <summary>Forgets answered requests after 24 hours, which is how long a repeat is recognised.</summary>
public sealed class RequestPurge(RequestStore requests, TimeProvider clock, ILogger<RequestPurge> log)
    : Purge(clock, log)
{
    private static readonly TimeSpan Kept = TimeSpan.FromHours(24);

    protected override Task PurgeAsync(DateTimeOffset now, CancellationToken cancellation) =>
        requests.PurgeAsync(now - Kept, cancellation);
}
