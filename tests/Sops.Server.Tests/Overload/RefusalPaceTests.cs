using System.Threading.RateLimiting;
using Sops.Server.Overload;

namespace Sops.Server.Tests.Overload;

/// <summary>Who asks again the moment it is refused waits for the next refusal; nobody waits for ever.</summary>
public sealed class RefusalPaceTests
{
    [Fact]
    public async Task Refusals_BeyondThePace_WaitForTheirTurn()
    {
        using var limiter = Limiter(atOnce: 1, waiting: 2);
        using var pace = new RefusalPace(limiter);

        await pace.WaitAsync(default);
        var (second, third) = (pace.WaitAsync(default).AsTask(), pace.WaitAsync(default).AsTask());
        Assert.False(second.IsCompleted || third.IsCompleted);

        limiter.TryReplenish();
        await second;
        Assert.False(third.IsCompleted);
        limiter.TryReplenish();
        await third;
    }

    [Fact]
    public async Task Refusals_ThatThereIsNoRoomFor_DoNotWait()
    {
        using var limiter = Limiter(atOnce: 1, waiting: 1);
        using var pace = new RefusalPace(limiter);
        await pace.WaitAsync(default);
        var waiting = pace.WaitAsync(default).AsTask();

        await pace.WaitAsync(default);

        Assert.False(waiting.IsCompleted);
        limiter.TryReplenish();
        await waiting;
    }

    [Fact]
    public async Task Caller_ThatLeaves_MakesRoom()
    {
        using var limiter = Limiter(atOnce: 1, waiting: 1);
        using var pace = new RefusalPace(limiter);
        using var leaves = new CancellationTokenSource();
        await pace.WaitAsync(default);
        var left = pace.WaitAsync(leaves.Token).AsTask();

        await leaves.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => left);
        var next = pace.WaitAsync(default).AsTask();
        Assert.False(next.IsCompleted);
        limiter.TryReplenish();
        await next;
    }

    private static TokenBucketRateLimiter Limiter(int atOnce, int waiting) =>
        new(
            new()
            {
                TokenLimit = atOnce,
                TokensPerPeriod = 1,
                // The test is the clock.
                AutoReplenishment = false,
                ReplenishmentPeriod = TimeSpan.FromTicks(1),
                QueueLimit = waiting,
            }
        );
}
