using Microsoft.Extensions.Time.Testing;
using Sops.Server.Tests.App;
using static Sops.Engine.Tests.Runs.TreeBuilder;

namespace Sops.Server.Tests.Runtime;

/// <summary>
/// A timer counts on a clock of its own, and may fire a moment before the wall clock shows its time: what it was for is done
/// then, not put off until somebody looks through the rows again.
/// </summary>
public sealed class EarlyTimerTests(EarlyTimerTests.HastyApp app) : IClassFixture<EarlyTimerTests.HastyApp>
{
    [Fact]
    public async Task Poll_WhoseTimerFiresEarly_IsMade()
    {
        var task = await app.Client.StartAsync(Tree(TestTrees.Node("a", "test_sleep", ("seconds", 3))));
        await Eventually.IsAsync(() => app.Time.Armed > 0, "the poll waits");

        app.Time.Advance(TimeSpan.FromSeconds(3) - HastyTime.Early);

        await task.UntilAsync("FINISHED");
    }

    public sealed class HastyApp : SopsApp
    {
        internal HastyTime Time { get; } = new();

        protected override TimeProvider Clock => Time;
    }

    /// <summary>Its timers of three seconds fire a millisecond early.</summary>
    internal sealed class HastyTime() : FakeTimeProvider(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero))
    {
        public static readonly TimeSpan Early = TimeSpan.FromMilliseconds(1);
        private int _armed;

        public int Armed => Volatile.Read(ref _armed);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var isPoll = dueTime == TimeSpan.FromSeconds(3);
            var timer = base.CreateTimer(callback, state, isPoll ? dueTime - Early : dueTime, period);
            _ = isPoll ? Interlocked.Increment(ref _armed) : 0;
            return timer;
        }
    }
}
