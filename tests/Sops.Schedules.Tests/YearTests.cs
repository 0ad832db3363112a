using CsCheck;

namespace Sops.Schedules.Tests;

/// <summary>Schedules over long times on a clock that the test moves.</summary>
public class YearTests
{
    private static readonly DateTimeOffset From = At.Utc("2026-01-01T00:00");
    private static readonly DateTimeOffset To = From.AddYears(1);
    private static readonly DateTimeOffset Summer = At.Utc("2026-06-15T10:30");
    private static readonly TimeSpan Moment = TimeSpan.FromTicks(1);
    private static readonly string[] Zones = ["UTC", "Asia/Shanghai", "America/New_York", "Australia/Lord_Howe"];

    private static readonly Dictionary<string, WallClock.Minute[]> Minutes = Zones.ToDictionary(
        z => z,
        z => WallClock.Minutes(At.Zone(z), From, To).ToArray()
    );

    [Fact]
    public void AThousandSchedules_OverAYear_FireEachTickOnce()
    {
        for (var i = 0; i < 1000; i++)
        {
            // Minutes and hours of every kind, on one to a few days of the month.
            var cron = $"{i % 60},{i * 7 % 60} {i % 24}-{i * 5 % 24}/{1 + i % 9} * {1 + i % 28}-{1 + i % 31} *";
            var zone = Zones[i % Zones.Length];
            var rules = new ScheduleRules
            {
                Cron = At.Cron(cron, zone),
                Jitter = TimeSpan.FromSeconds(i % 3 * 20),
                Seed = i,
            };
            var keeper = new Keeper(rules, From - Moment);

            keeper.Pass(From, To.AddMinutes(1));

            Assert.Equal(
                new Matcher(cron).Ticks(Minutes[zone]).Select(t => t.UtcTicks),
                keeper.Fired.Select(t => t.UtcTicks).TakeWhile(t => t < To.UtcTicks)
            );
            Assert.Empty(keeper.Missed);
        }
    }

    [Fact]
    public void RandomSchedules_AskedAtRandomMoments_DealWithEachTickOnce() =>
        Gen.Select(
                RandomCron.Gen,
                Gen.Int[0, 3],
                Gen.Int[0, 7200],
                Gen.Int[0, 600],
                Gen.Int[-3600, 40_000].Array[1, 60]
            )
            .Sample(
                (cron, zone, window, jitter, steps) =>
                {
                    if (Tested(cron, Zones[zone]) is not { } tested)
                    {
                        return;
                    }
                    var rules = new ScheduleRules
                    {
                        Cron = tested,
                        CatchUpWindow = TimeSpan.FromSeconds(window),
                        Jitter = TimeSpan.FromSeconds(jitter),
                    };
                    var keeper = new Keeper(rules, From - Moment);
                    var now = From;
                    foreach (var step in steps)
                    {
                        now = Clamp(now.AddSeconds(step));
                        keeper.Ask(now);
                    }
                    Dealt(keeper, new Matcher(cron).Ticks(Minutes[Zones[zone]]), keeper.State.Next ?? To);
                },
                time: 3,
                threads: 1
            );

    [Theory]
    [InlineData("*/5 * * * *", 0)]
    [InlineData("*/5 * * * *", 3600)]
    [InlineData("45 * * * *", 0)]
    [InlineData("45 * * * *", 3600)]
    public void AClockThatJumpsAnHourAhead_MissesOnlyWhatIsOlderThanTheWindow(string cron, int window)
    {
        var rules = new ScheduleRules { Cron = At.Cron(cron), CatchUpWindow = TimeSpan.FromSeconds(window) };
        var keeper = new Keeper(rules, From - Moment);

        keeper.Pass(From, Summer);
        keeper.Pass(Summer.AddHours(1), To);

        Dealt(keeper, new Matcher(cron).Ticks(Minutes["UTC"]), To);
        if (window > 0)
        {
            Assert.Empty(keeper.Missed);
        }
        else
        {
            var miss = Assert.Single(keeper.Missed);
            Assert.InRange(miss.First, Summer, Summer.AddHours(1));
            Assert.InRange(miss.Last, miss.First, Summer.AddHours(1).AddMinutes(-1));
        }
    }

    [Fact]
    public void AClockThatIsPutBackAnHour_FiresNothingTwiceAndNothingLate()
    {
        var keeper = new Keeper(new ScheduleRules { Cron = At.Cron("*/5 * * * *") }, From - Moment);

        keeper.Pass(From, Summer);
        var before = keeper.Fired.Count;
        keeper.Pass(Summer.AddHours(-1), Summer);
        Assert.Equal(before, keeper.Fired.Count);
        keeper.Pass(Summer, To);

        Assert.Empty(keeper.Missed);
        Assert.Equal(new Matcher("*/5 * * * *").Ticks(Minutes["UTC"]), keeper.Fired);
    }

    [Fact]
    public void AScheduleEnabledAnew_FiresNothingOfTheTimeBetween()
    {
        var rules = new ScheduleRules { Cron = At.Cron("*/5 * * * *"), CatchUpWindow = TimeSpan.FromDays(30) };
        var keeper = new Keeper(rules, From - Moment);

        keeper.Pass(From, Summer);
        keeper.Restart(rules, Summer.AddDays(3));
        keeper.Pass(Summer.AddDays(3), To);

        var expected = new Matcher("*/5 * * * *").Ticks(Minutes["UTC"]);
        Assert.Equal(expected.Where(t => t < Summer || t > Summer.AddDays(3)), keeper.Fired);
        Assert.Empty(keeper.Missed);
    }

    [Fact]
    public void ACronModifiedWhileEnabled_HoldsFromTheNextTickOn()
    {
        var keeper = new Keeper(new ScheduleRules { Cron = At.Cron("*/5 * * * *") }, From - Moment);

        keeper.Pass(From, Summer);
        keeper.Restart(new ScheduleRules { Cron = At.Cron("7 1-23/2 * * *") }, Summer);
        keeper.Pass(Summer, To);

        var minutes = Minutes["UTC"];
        var former = new Matcher("*/5 * * * *").Ticks(minutes).Where(t => t < Summer);
        Assert.Equal(former.Concat(new Matcher("7 1-23/2 * * *").Ticks(minutes).Where(t => t > Summer)), keeper.Fired);
    }

    /// <summary>Each tick up to there was either fired or is counted as missed, in order.</summary>
    private static void Dealt(Keeper keeper, IEnumerable<DateTimeOffset> ticks, DateTimeOffset end)
    {
        var expected = ticks.Where(t => t < end).Select(t => t.UtcDateTime).ToList();
        var missed = keeper
            .Missed.SelectMany(m => expected.Where(t => t >= m.First.UtcDateTime && t <= m.Last.UtcDateTime))
            .ToList();
        Assert.DoesNotContain(keeper.Missed, m => m.More);
        Assert.Equal(missed.Count, keeper.Missed.Sum(m => m.Count));
        Assert.Equal(expected, keeper.Fired.Select(t => t.UtcDateTime).Concat(missed).Order());
        Assert.Equal(keeper.Fired.Order(), keeper.Fired);
    }

    private static DateTimeOffset Clamp(DateTimeOffset time) =>
        time < From ? From
        : time > To - TimeSpan.FromDays(1) ? To - TimeSpan.FromDays(1)
        : time;

    private static Cron? Tested(string cron, string zone)
    {
        try
        {
            return At.Cron(cron, zone);
        }
        catch (CronRefusedException refused) when (refused.Field == "cron")
        {
            return null;
        }
    }
}
