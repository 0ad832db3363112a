using Sops.Server.Hosting;
using static Sops.Server.Hosting.QuietMoments;

namespace Sops.Server.Tests.Hosting;

public sealed class QuietMomentsTests
{
    private readonly QuietMoments _moments = new();

    [Fact]
    public void AfterTheStart_TheFirstQuietMomentCounts()
    {
        Assert.False(_moments.Next(Quiet + 1));
        Assert.True(_moments.Next(Quiet + 1));
    }

    [Fact]
    public void WhileMuchIsAskedFor_NoneComes()
    {
        for (var i = 1; i < 100; i++)
        {
            Assert.False(_moments.Next(i * (Quiet + 1)));
        }
        Assert.True(_moments.Next(99 * (Quiet + 1) + Quiet));
    }

    [Fact]
    public void QuietService_IsLeftAlone_UntilAsMuchIsNewAsWouldBeWorthIt()
    {
        _moments.Next(0);
        _moments.Collected(kept: 5_000_000);

        for (var allocated = Quiet; allocated < Worth; allocated += Quiet)
        {
            Assert.False(_moments.Next(allocated));
        }
        Assert.True(_moments.Next(Worth));
    }

    [Fact]
    public void WhereMuchIsInUse_AsMuchHasToBeNew()
    {
        _moments.Next(0);
        _moments.Collected(kept: 3 * Worth);

        _moments.Next(2 * Worth);
        Assert.False(_moments.Next(2 * Worth));
        _moments.Next(3 * Worth);
        Assert.True(_moments.Next(3 * Worth));
    }
}
