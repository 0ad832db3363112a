using Microsoft.Extensions.Time.Testing;
using Sops.Engine.Runs;
using Sops.Server.Access;
using Sops.Server.Runtime;

namespace Sops.Server.Tests.Runtime;

/// <summary>Work that is held in memory and read from the store again is one piece of work.</summary>
public sealed class WorkQueueTests
{
    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public void Work_ReadFromTheStoreAgain_IsDoneOnce()
    {
        using var queue = new WorkQueue(_clock, new LiveRuns());
        var done = 0;
        queue.Work = (_, _) =>
        {
            done++;
            return Task.FromResult(true);
        };
        // A store keeps whole milliseconds, rounded up.
        var exact = new WorkItem(1, WorkKind.Call, 1, 1, _clock.GetUtcNow().AddTicks(12_345_678));
        var stored = exact with { Due = _clock.GetUtcNow().AddMilliseconds(1235) };

        queue.Add(5, exact);
        queue.Add(5, stored);

        Assert.Equal(1, queue.Count);
        _clock.Advance(TimeSpan.FromMilliseconds(1234));
        Assert.Equal(0, done);
        _clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal((1, 0), (done, queue.Count));
    }

    [Fact]
    public void Work_WhoseOutcomeIsUnknown_IsNotBegunAgain()
    {
        var runs = new LiveRuns();
        using var queue = new WorkQueue(_clock, runs);
        var begun = 0;
        queue.Work = (_, _) =>
        {
            begun++;
            return Task.FromResult(false);
        };
        var work = new WorkItem(1, WorkKind.Call, 1, 1, _clock.GetUtcNow().AddMilliseconds(5));
        queue.Add(5, work);
        _clock.Advance(TimeSpan.FromMilliseconds(5));

        queue.Add(5, work);
        _clock.Advance(TimeSpan.FromSeconds(30));

        Assert.Equal((1, 0), (begun, runs.Count));
    }

    [Fact]
    public void Work_TakenBack_LeavesNothing()
    {
        var runs = new LiveRuns();
        using var queue = new WorkQueue(_clock, runs);
        var work = new WorkItem(1, WorkKind.Timeout, 1, 0, _clock.GetUtcNow().AddTicks(12_345_678));
        queue.Add(5, work);

        queue.Remove(5, work);

        Assert.Equal((0, 0), (queue.Count, runs.Count));
    }
}
