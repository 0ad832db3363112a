namespace Sops.Schedules.Tests;

public class TicksTests
{
    private static readonly DateTimeOffset Noon = At.Utc("2026-05-04T12:00");
    private static readonly TimeSpan Moment = TimeSpan.FromTicks(1);

    private static ScheduleRules Rules(string cron = "* * * * *") => new() { Cron = At.Cron(cron) };

    private static DateTimeOffset After(double minutes) => Noon.AddMinutes(minutes);

    [Fact]
    public void Decide_BeforeTheTick_WaitsAndAtTheTickFires()
    {
        var state = new TickState(Noon);

        Assert.Equal(new Wait(state), Ticks.Decide(Rules(), state, Noon - Moment, false));
        Assert.Equal(new Fire(Noon, false, new TickState(After(1))), Ticks.Decide(Rules(), state, Noon, false));
    }

    [Fact]
    public void Decide_WithNoTickLeft_Waits()
    {
        var state = new TickState(null);

        Assert.Equal(new Wait(state), Ticks.Decide(Rules(), state, Noon, true));
    }

    [Fact]
    public void Decide_ForAMinute_IsOnTime()
    {
        var rules = Rules("0 * * * *");
        var state = new TickState(Noon);
        var after = new TickState(After(60));

        Assert.Equal(new Fire(Noon, false, after), Ticks.Decide(rules, state, After(1) - Moment, false));
        Assert.Equal(new Miss(Noon, Noon, 1, false, after), Ticks.Decide(rules, state, After(1), false));
    }

    [Theory]
    [InlineData(30)]
    [InlineData(60)]
    [InlineData(61)]
    [InlineData(3600)]
    public void Decide_WithinTheCatchUpWindow_FiresLate(int seconds)
    {
        var rules = Rules("0 0 * * *") with { CatchUpWindow = TimeSpan.FromSeconds(seconds) };
        var tick = At.Utc("2026-05-04T00:00");
        var last =
            tick.AddSeconds(seconds) < tick + Ticks.Grace ? tick + Ticks.Grace - Moment : tick.AddSeconds(seconds);

        Assert.IsType<Fire>(Ticks.Decide(rules, new TickState(tick), last, false));
        Assert.IsType<Miss>(Ticks.Decide(rules, new TickState(tick), last + Moment, false));
    }

    [Fact]
    public void Decide_AfterAnAbsence_MissesWhatIsOldAtOnceAndFiresTheRest()
    {
        var rules = Rules("*/10 * * * *") with { CatchUpWindow = TimeSpan.FromMinutes(30) };
        var keeper = new Keeper(rules, Noon - Moment);

        var decisions = keeper.Ask(After(70));

        Assert.Equal(new Miss(Noon, After(30), 4, false, new TickState(After(40))), decisions[0]);
        Assert.Equal([After(40), After(50), After(60), After(70)], keeper.Fired);
        Assert.Equal(new TickState(After(80)), keeper.State);
    }

    [Fact]
    public void Decide_UpToTenThousand_CountsWhatWasMissed()
    {
        var state = new TickState(Noon);

        // The tick of the moment itself is on time.
        var all = (Miss)Ticks.Decide(Rules(), state, After(10_000), false);
        var more = (Miss)Ticks.Decide(Rules(), state, After(10_001), false);

        Assert.Equal(new Miss(Noon, After(9_999), 10_000, false, new TickState(After(10_000))), all);
        Assert.Equal(new Miss(Noon, After(9_999), 10_000, true, new TickState(After(10_001))), more);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(60, 60)]
    [InlineData(90, 90)]
    public void Decide_AfterAYearOfMinutes_GoesOnAtTheWindow(int windowMinutes, int back)
    {
        var rules = Rules() with { CatchUpWindow = TimeSpan.FromMinutes(windowMinutes) };
        var now = Noon.AddYears(1);

        var miss = (Miss)Ticks.Decide(rules, new TickState(Noon), now, false);

        Assert.Equal((Noon, 10_000, true), (miss.First, miss.Count, miss.More));
        Assert.Equal(new TickState(now.AddMinutes(-back)), miss.After);
    }

    [Fact]
    public void Decide_AfterYearsOfHoursWithJitter_LosesNoTickThatIsStillToCome()
    {
        var now = Noon.AddYears(2).AddMinutes(30);
        var goesOn = new HashSet<DateTimeOffset?>();
        for (var seed = 0; seed < 20; seed++)
        {
            var rules = Rules("0 * * * *") with
            {
                Jitter = TimeSpan.FromHours(1),
                CatchUpWindow = TimeSpan.FromMinutes(5),
                Seed = seed,
            };
            var first = rules
                .Cron.After(now.AddHours(-3))
                .First(t => now - Ticks.DueAt(rules, t) <= rules.CatchUpWindow);

            var miss = (Miss)Ticks.Decide(rules, new TickState(Noon), now, false);

            Assert.True(miss.More);
            Assert.Equal(new TickState(first), miss.After);
            goesOn.Add(miss.After.Next);
        }
        // The last one was put off into the window by some seeds, and is too late by others.
        Assert.Equal([now.AddMinutes(-30), now.AddMinutes(30)], goesOn.Order());
    }

    [Fact]
    public void Decide_WithLittleLeftOfTheSchedule_EndsBehindTheStretch()
    {
        var rules = Rules("0 * * * *") with { EndAt = After(121) };

        Assert.Equal(
            new Miss(Noon, After(120), 3, false, new TickState(null)),
            Ticks.Decide(rules, new TickState(Noon), Noon.AddYears(1), false)
        );
    }

    [Fact]
    public void Decide_WithTheFormerTaskOpen_FollowsTheOverlap()
    {
        var (state, after) = (new TickState(Noon), new TickState(After(1)));

        Assert.Equal(new Fire(Noon, false, after), Decide(Overlap.Allow, true));
        Assert.Equal(new Skip(Noon, after), Decide(Overlap.Skip, true));
        Assert.Equal(new Buffer(Noon, after with { Buffered = Noon }), Decide(Overlap.BufferOne, true));
        foreach (var overlap in Enum.GetValues<Overlap>())
        {
            Assert.Equal(new Fire(Noon, false, after), Decide(overlap, false));
        }

        TickDecision Decide(Overlap overlap, bool isOpen) =>
            Ticks.Decide(Rules() with { Overlap = overlap }, state, Noon, isOpen);
    }

    [Fact]
    public void Decide_WithATickBuffered_SkipsNewerOnesAndFiresItFirst()
    {
        var keeper = new Keeper(Rules() with { Overlap = Overlap.BufferOne }, Noon - Moment);

        Assert.IsType<Buffer>(keeper.Ask(Noon, previousIsOpen: true)[0]);
        Assert.Equal(new Skip(After(1), new TickState(After(2), Noon)), keeper.Ask(After(1), previousIsOpen: true)[0]);
        // Between two ticks, and the buffered one is older than a minute.
        Assert.Equal(
            [new Fire(Noon, true, new TickState(After(2))), new Wait(new TickState(After(2)))],
            keeper.Ask(After(1.9), previousIsOpen: false)
        );
        Assert.Equal(
            new Buffer(After(2), new TickState(After(3), After(2))),
            keeper.Ask(After(2), previousIsOpen: true)[0]
        );
    }

    [Fact]
    public void Decide_WithATickBufferedThroughAnAbsence_KeepsIt()
    {
        var rules = Rules() with { Overlap = Overlap.BufferOne };

        Assert.Equal(
            new Miss(After(1), After(5), 5, false, new TickState(After(6), Noon)),
            Ticks.Decide(rules, new TickState(After(1), Noon), After(6), previousIsOpen: true)
        );
    }

    [Fact]
    public void Next_WithinTheBounds_HasTheBeginningAndNotTheEnd()
    {
        var rules = Rules() with { StartAt = Noon, EndAt = After(2) };

        Assert.Equal(Noon, Ticks.Next(rules, Noon.AddYears(-1)));
        Assert.Equal(Noon, Ticks.Next(rules, Noon - Moment));
        Assert.Equal(After(1), Ticks.Next(rules, Noon));
        Assert.Null(Ticks.Next(rules, After(1)));
        Assert.Equal(After(2), Ticks.Next(rules with { EndAt = After(2) + Moment }, After(1)));
        Assert.Equal(After(1), Ticks.Next(rules with { StartAt = Noon + Moment }, Noon.AddYears(-1)));
    }

    [Fact]
    public void DueAt_WithJitter_IsSpreadOverItAndTheSameEveryTime()
    {
        var rules = Rules("0 * * * *") with { Jitter = TimeSpan.FromMinutes(10), Seed = 7 };
        var ticks = rules.Cron.After(Noon).Take(1000).ToList();
        var offs = ticks.Select(t => Ticks.DueAt(rules, t) - t).ToList();

        Assert.All(offs, o => Assert.InRange(o, TimeSpan.Zero, rules.Jitter - Moment));
        Assert.Equal(offs, ticks.Select(t => Ticks.DueAt(rules, t) - t));
        // A tenth each, give or take.
        var tenths = offs.GroupBy(o => (int)o.TotalMinutes).ToList();
        Assert.Equal(10, tenths.Count);
        Assert.All(tenths, t => Assert.InRange(t.Count(), 50, 150));
        Assert.True(ticks.Count(t => Ticks.DueAt(rules with { Seed = 8 }, t) == Ticks.DueAt(rules, t)) < 5);
    }

    [Fact]
    public void DueAt_WithLessThanAMillisecondOfJitter_IsTheTick() =>
        Assert.Equal(Noon, Ticks.DueAt(Rules() with { Jitter = Moment }, Noon));

    [Fact]
    public void Decide_WithJitterLongerThanTheInterval_FiresEveryTickInOrder()
    {
        var rules = Rules("*/5 * * * *") with { Jitter = TimeSpan.FromHours(6), Seed = 3 };
        var keeper = new Keeper(rules, Noon - Moment);

        keeper.Pass(Noon, Noon.AddDays(1));

        var expected = rules.Cron.After(Noon - Moment).TakeWhile(t => Ticks.DueAt(rules, t) < Noon.AddDays(1));
        Assert.Equal(expected, keeper.Fired);
        Assert.InRange(keeper.Fired.Count, 287, 288);
        Assert.Empty(keeper.Missed);
    }
}
