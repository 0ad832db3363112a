using CsCheck;

namespace Sops.Schedules.Tests;

/// <summary>Random crons against every minute of four years. CsCheck_Seed in the environment repeats a failure.</summary>
public class CronPropertyTests
{
    private static readonly DateTimeOffset From = At.Utc("2025-06-01T00:00");
    private static readonly DateTimeOffset To = From.AddYears(4);

    private static readonly string[] Zones =
    [
        "Asia/Shanghai",
        "America/New_York",
        "Europe/London",
        "Australia/Lord_Howe",
        "Africa/Casablanca",
    ];

    [Theory]
    [MemberData(nameof(ZoneRows))]
    public void Cron_OverFourYears_FiresWhereTheMinutesMatch(string zone)
    {
        var minutes = WallClock.Minutes(At.Zone(zone), From, To).ToArray();

        RandomCron.Gen.Sample(
            text =>
            {
                var expected = new Matcher(text).Ticks(minutes);
                var actual = TestedCron(text, zone);
                Assert.Equal(expected.Select(t => t.UtcTicks), actual.Select(t => t.UtcTicks));
            },
            time: 2,
            threads: 1
        );
    }

    public static TheoryData<string> ZoneRows => [.. Zones];

    /// <summary>No time when the fields are refused as a whole: then the matcher has to find none either.</summary>
    private static IEnumerable<DateTimeOffset> TestedCron(string text, string zone)
    {
        try
        {
            return At.Cron(text, zone).After(From.AddTicks(-1)).TakeWhile(t => t < To);
        }
        catch (CronRefusedException refused) when (refused.Field == "cron")
        {
            return [];
        }
    }
}
