using System.Threading.RateLimiting;

namespace Sops.Server.Overload;

/// <summary>
/// Lets refusals out only so fast: whoever asks again the moment it is refused would otherwise take the processor from the
/// calls that were let in. What has to wait costs next to nothing meanwhile; what there is no room for any more does not
/// wait.
/// </summary>
/// <param name="clock">Each refusal keeps its place for <see cref="Turn"/>, so nothing ticks while nobody is refused.</param>
public sealed class RefusalPace(
    TimeProvider clock,
    int atOnce = RefusalPace.AtOnce,
    int mostWaiting = RefusalPace.MostWaiting
) : IDisposable
{
    /// <summary>Together with <see cref="Turn"/>: 1,000 a second.</summary>
    private const int AtOnce = 200;
    private const int MostWaiting = 4000;

    public static readonly TimeSpan Turn = TimeSpan.FromMilliseconds(200);

    private readonly ConcurrencyLimiter _limiter = new(new() { PermitLimit = atOnce, QueueLimit = mostWaiting });

    /// <summary>Ends when the refusal may be answered.</summary>
    /// <exception cref="OperationCanceledException">Nobody waits for the answer any more.</exception>
    public async ValueTask WaitAsync(CancellationToken cancellation)
    {
        var place = await _limiter.AcquireAsync(1, cancellation);
        if (place.IsAcquired)
        {
            _ = KeepAsync(place);
        }
    }

    public void Dispose() => _limiter.Dispose();

    private async Task KeepAsync(RateLimitLease place)
    {
        using (place)
        {
            await Task.Delay(Turn, clock);
        }
    }
}
