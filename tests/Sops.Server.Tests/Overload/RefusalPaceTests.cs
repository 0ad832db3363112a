using Microsoft.Extensions.Time.Testing;
using Sops.Server.Overload;

namespace Sops.Server.Tests.Overload;

/// <summary>Who asks again the moment it is refused waits for the next refusal; nobody waits for ever.</summary>
public sealed class RefusalPaceTests
{
    [Fact]
    public async Task Refusals_BeyondThePace_WaitForTheirTurn()
    {
        var clock = new FakeTimeProvider();
        using var pace = new RefusalPace(clock, atOnce: 1, mostWaiting: 2);

        await pace.WaitAsync(default);
        var (second, third) = (pace.WaitAsync(default).AsTask(), pace.WaitAsync(default).AsTask());
        Assert.False(second.IsCompleted || third.IsCompleted);

        clock.Advance(RefusalPace.Turn);
        await second;
        Assert.False(third.IsCompleted);
        clock.Advance(RefusalPace.Turn);
        await third;
    }

    [Fact]
    public async Task Refusals_ThatThereIsNoRoomFor_DoNotWait()
    {
        var clock = new FakeTimeProvider();
        using var pace = new RefusalPace(clock, atOnce: 1, mostWaiting: 1);
        await pace.WaitAsync(default);
        var waiting = pace.WaitAsync(default).AsTask();

        await pace.WaitAsync(default);

        Assert.False(waiting.IsCompleted);
        clock.Advance(RefusalPace.Turn);
        await waiting;
    }

    [Fact]
    public async Task Caller_ThatLeaves_MakesRoom()
    {
        var clock = new FakeTimeProvider();
        using var pace = new RefusalPace(clock, atOnce: 1, mostWaiting: 1);
        using var leaves = new CancellationTokenSource();
        await pace.WaitAsync(default);
        var left = pace.WaitAsync(leaves.Token).AsTask();

        await leaves.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => left);
        var next = pace.WaitAsync(default).AsTask();
        Assert.False(next.IsCompleted);
        clock.Advance(RefusalPace.Turn);
        await next;
    }
}
