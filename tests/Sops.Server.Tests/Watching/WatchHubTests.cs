using Sops.Server.Runtime;

namespace Sops.Server.Tests.Watching;

/// <summary>Which turns of a watched task are kept for its watchers, and for how long.</summary>
public sealed class WatchHubTests
{
    private const long Task = 1;
    private readonly WatchHub _hub = new(mostTurns: 4, mostCharacters: 100);

    [Fact]
    public void Turns_AreKept_UntilTheLastWatcherHasTakenThem()
    {
        using var quick = _hub.Subscribe(Task);
        using var slow = _hub.Subscribe(Task);
        Publish(5, 7);

        Assert.Equal([5, 6, 7], Kept(quick, 4));
        Assert.Equal([7], Kept(slow, 6));
        _ = quick.BeyondAsync(7);
        Assert.Equal([5, 6, 7], Kept(slow, 4));
        _ = slow.BeyondAsync(7);
        Assert.Empty(Kept(slow, 4));

        Publish(8, 8);
        Assert.Equal([8], Kept(slow, 7));
    }

    [Fact]
    public void WatcherThatLeaves_LeavesNothingBehind_ThatOnlyItHadNotTaken()
    {
        using var quick = _hub.Subscribe(Task);
        var slow = _hub.Subscribe(Task);
        Publish(1, 2);
        _ = quick.BeyondAsync(2);

        slow.Dispose();

        Assert.Empty(Kept(quick, 0));
    }

    [Fact]
    public void WatcherThatLeaves_TakesNothingFromAnotherThatLags()
    {
        var quick = _hub.Subscribe(Task);
        using var slow = _hub.Subscribe(Task);
        using var slower = _hub.Subscribe(Task);
        Publish(1, 2);
        _ = quick.BeyondAsync(2);
        _ = slow.BeyondAsync(2);

        quick.Dispose();

        Assert.Equal([1, 2], Kept(slower, 0));
    }

    [Fact]
    public void SignsOfLife_DoNotCountAWatcherTwice()
    {
        using var quick = _hub.Subscribe(Task);
        using var slow = _hub.Subscribe(Task);
        Publish(1, 2);

        for (var beat = 0; beat < 3; beat++)
        {
            _ = quick.BeyondAsync(2);
        }

        Assert.Equal([1, 2], Kept(slow, 0));
    }

    [Fact]
    public void BeyondTheirNumber_TheOldestAreDropped()
    {
        using var watcher = _hub.Subscribe(Task);
        Publish(1, 64);

        Assert.Equal([61, 62, 63, 64], Kept(watcher, 60));
        Assert.Empty(Kept(watcher, 59));
    }

    [Fact]
    public void BeyondTheirSize_TheOldestAreDropped_AndOneThatIsTooLargeIsNotKept()
    {
        using var watcher = _hub.Subscribe(Task);
        Publish(1, 1, 50);
        Publish(2, 2, 40);
        Publish(3, 3, 60);
        Assert.Equal([2, 3], Kept(watcher, 1));
        Assert.Empty(Kept(watcher, 0));

        Publish(4, 4, 101);
        Assert.Empty(Kept(watcher, 3));
        Publish(5, 5, 10);
        Assert.Equal([5], Kept(watcher, 4));
        Assert.Empty(Kept(watcher, 3));
    }

    [Fact]
    public void TurnMissed_IsNeverPassedOver()
    {
        using var watcher = _hub.Subscribe(Task);
        Publish(1, 2);
        Publish(4, 5);

        Assert.Equal([4, 5], Kept(watcher, 3));
        Assert.Empty(Kept(watcher, 2));
        Assert.Equal(5, watcher.Revision);
    }

    [Fact]
    public void TaskThatNobodyWatches_HasNothingKept()
    {
        Publish(1, 2);
        using (var watcher = _hub.Subscribe(Task))
        {
            Assert.Equal(0, watcher.Revision);
            Publish(3, 3);
        }
        Assert.Equal(0, _hub.Watched);

        using var later = _hub.Subscribe(Task);

        Assert.Equal(0, later.Revision);
        Assert.Empty(Kept(later, 2));
    }

    [Fact]
    public void TaskForgotten_HasNothingKept_AndItsRevision()
    {
        using var watcher = _hub.Subscribe(Task);
        Publish(1, 3);

        _hub.Forget(Task);

        Assert.Empty(Kept(watcher, 2));
        Assert.Equal(3, watcher.Revision);
    }

    [Fact]
    public async Task Wait_EndsWithTheFirstOfABurst_AndTheRestIsThereToo()
    {
        using var watcher = _hub.Subscribe(Task);
        Publish(1, 2);
        var news = watcher.BeyondAsync(2);
        Assert.False(news.IsCompleted);

        Publish(3, 5);

        await news.WaitAsync(App.SopsClient.Patience);
        Assert.Equal([3, 4, 5], Kept(watcher, 2));
        Assert.True(watcher.BeyondAsync(4).IsCompleted);
        Assert.False(watcher.BeyondAsync(5).IsCompleted);
    }

    private void Publish(long first, long last, int length = 2)
    {
        for (var revision = first; revision <= last; revision++)
        {
            _hub.Publish(Task, revision, DateTimeOffset.UnixEpoch, new string(' ', length));
        }
    }

    private static IEnumerable<long> Kept(WatchHub.Subscription watcher, long after) =>
        watcher.After(after).Select(t => t.Revision);
}
