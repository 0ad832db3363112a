using Microsoft.Extensions.Time.Testing;
using Sops.Server.Overload;

namespace Sops.Server.Tests.Overload;

/// <summary>How many calls are let in at once follows how long they take.</summary>
public sealed class PlacesTests
{
    private const int Most = 1000;
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(400);
    private readonly FakeTimeProvider _clock = new();
    private readonly Places _places;

    public PlacesTests() => _places = new Places(Full.ReadCalls, Most, Patience, _clock);

    [Fact]
    public void All_CanBeTakenAtOnce_AndNoMore_AndAgain()
    {
        Assert.Equal(Most, Quick());
        Assert.Equal(Most, Quick());
    }

    [Fact]
    public void SlowCalls_LeaveFewerAndFewer_ButSome()
    {
        Assert.True(_places.TryTake(out _));
        var before = Most;
        for (var i = 0; i < 30; i++)
        {
            Slow();
            Slow();
            var free = Quick();
            Assert.True(free < before || free == Places.Least - 1, $"{free} of {before}");
            before = free;
        }
        Assert.Equal(Places.Least - 1, before);
    }

    [Fact]
    public void QuickCalls_BringThemBack()
    {
        Assert.True(_places.TryTake(out _));
        Slow();
        var before = Quick();
        Assert.True(before < Most - 1);
        while (before < Most - 1)
        {
            Quick();
            _clock.Advance(2 * Patience);
            Quick();
            Assert.True(Quick() > before);
            before = Quick();
        }
    }

    [Fact]
    public void FewSlowCalls_AmongQuickOnes_ChangeNothing()
    {
        Assert.True(_places.TryTake(out _));
        Assert.True(_places.TryTake(out var slow));
        Quick();
        _clock.Advance(2 * Patience);
        slow.Dispose();
        Assert.Equal(Most - 1, Quick());
    }

    [Fact]
    public void Rest_BringsThemAllBack()
    {
        Assert.True(_places.TryTake(out var last));
        Slow();
        Assert.True(Quick() < Most - 1);
        last.Dispose();
        Assert.Equal(Most, Quick());
    }

    [Fact]
    public void Streams_MayTakeAsLongAsTheyLike()
    {
        var places = new Places(Full.Watches, 200, Timeout.InfiniteTimeSpan, _clock);
        Assert.True(places.TryTake(out _));
        for (var i = 0; i < 5; i++)
        {
            Assert.True(places.TryTake(out var stream));
            _clock.Advance(TimeSpan.FromDays(1));
            stream.Dispose();
        }
        Assert.Equal(199, Fill(places).Count);
    }

    /// <summary>Takes all that are free, and gives them back at once.</summary>
    private int Quick()
    {
        var taken = Fill(_places);
        taken.ForEach(place => place.Dispose());
        return taken.Count;
    }

    private void Slow()
    {
        var taken = Fill(_places);
        _clock.Advance(2 * Patience);
        taken.ForEach(place => place.Dispose());
    }

    private static List<Places.Place> Fill(Places places)
    {
        var taken = new List<Places.Place>();
        while (places.TryTake(out var place))
        {
            taken.Add(place);
        }
        return taken;
    }
}
