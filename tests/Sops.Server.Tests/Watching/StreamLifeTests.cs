using Microsoft.Extensions.Time.Testing;
using Sops.Server.Runtime;

namespace Sops.Server.Tests.Watching;

public sealed class StreamLifeTests : IDisposable
{
    private static readonly TimeSpan Age = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(1);

    private readonly FakeTimeProvider _clock = new();
    private readonly CancellationTokenSource _caller = new();
    private readonly CancellationTokenSource _stopping = new();
    private int _aborted;

    [Fact]
    public void WatcherThatTakesNothing_IsCutOff_AWhileAfterTheAge()
    {
        using var life = Begin();
        _clock.Advance(Age);
        Assert.True(life.IsTooOld);

        _clock.Advance(StreamLife.Grace - Moment);
        Assert.Equal(0, _aborted);
        _clock.Advance(Moment);
        Assert.Equal(1, _aborted);
    }

    [Fact]
    public void WatcherThatTakesNothing_IsCutOff_AWhileAfterTheStopBegan()
    {
        using var life = Begin();
        _stopping.Cancel();
        Assert.False(life.IsTooOld);

        _clock.Advance(StreamLife.Grace);
        Assert.Equal(1, _aborted);
    }

    [Fact]
    public void AnswerThatWasSentInTime_IsNot()
    {
        var life = Begin();
        _clock.Advance(Age);
        life.Dispose();

        _clock.Advance(StreamLife.Grace);
        Assert.Equal(0, _aborted);
    }

    public void Dispose()
    {
        _caller.Dispose();
        _stopping.Dispose();
    }

    private StreamLife Begin() => new(Age, _clock, () => _aborted++, _caller.Token, _stopping.Token);
}
