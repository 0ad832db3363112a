using System.Threading.RateLimiting;

namespace Sops.Server.Overload;

/// <summary>
/// Lets refusals out only so fast: whoever asks again the moment it is refused would otherwise take the processor from the
/// calls that were let in. What has to wait costs next to nothing meanwhile; what there is no room for any more does not
/// wait.
/// </summary>
public sealed class RefusalPace(RateLimiter limiter) : IDisposable
{
    private const int PerSecond = 2000;
    private const int AtOnce = 200;

    /// <summary>No refusal waits longer than it takes to let so many out: two seconds.</summary>
    private const int MostWaiting = 2 * PerSecond;
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(10);

    public RefusalPace()
        : this(
            new TokenBucketRateLimiter(
                new()
                {
                    TokenLimit = AtOnce,
                    TokensPerPeriod = (int)(PerSecond * Tick.TotalSeconds),
                    ReplenishmentPeriod = Tick,
                    QueueLimit = MostWaiting,
                }
            )
        ) { }

    /// <summary>Ends when the refusal may be answered.</summary>
    /// <exception cref="OperationCanceledException">Nobody waits for the answer any more.</exception>
    public async ValueTask WaitAsync(CancellationToken cancellation)
    {
        using var turn = await limiter.AcquireAsync(1, cancellation);
    }

    public void Dispose() => limiter.Dispose();
}
