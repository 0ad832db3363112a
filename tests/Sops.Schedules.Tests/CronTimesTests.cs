namespace Sops.Schedules.Tests;

/// <summary>Times worked out by hand, which hold the matcher of the other tests to the truth as well. All in UTC.</summary>
public class CronTimesTests
{
    [Theory]
    [InlineData(
        "1,2,3-19/2 2 3 4 5",
        "UTC",
        "2026-01-01T00:00",
        "2033-05-04T02:01 2033-05-04T02:02 2033-05-04T02:03 2033-05-04T02:05"
    )]
    [InlineData("0 0 * 29 2", "UTC", "2026-01-01T00:00", "2028-02-29T00:00 2032-02-29T00:00 2036-02-29T00:00")]
    [InlineData("0 0 * 29 2", "UTC", "2096-03-01T00:00", "2104-02-29T00:00")]
    [InlineData("0 0 mon 29 2", "UTC", "2026-01-01T00:00", "2044-02-29T00:00 2072-02-29T00:00")]
    [InlineData(
        "0 13 5 13 *",
        "UTC",
        "2026-01-01T00:00",
        "2026-02-13T13:00 2026-03-13T13:00 2026-11-13T13:00 2027-08-13T13:00"
    )]
    [InlineData("0 0 sun 31 *", "UTC", "2026-01-01T00:00", "2026-05-31T00:00 2027-01-31T00:00 2027-10-31T00:00")]
    [InlineData(
        "0 22-2/2 * * *",
        "UTC",
        "2026-01-01T03:00",
        "2026-01-01T22:00 2026-01-02T00:00 2026-01-02T02:00 2026-01-02T22:00"
    )]
    [InlineData("0 0 fri-mon/2 * *", "UTC", "2026-01-01T00:00", "2026-01-02T00:00 2026-01-04T00:00 2026-01-09T00:00")]
    [InlineData(
        "0 0 * */10 *",
        "UTC",
        "2026-01-01T00:00",
        "2026-01-11T00:00 2026-01-21T00:00 2026-01-31T00:00 2026-02-01T00:00"
    )]
    [InlineData("0 0 * 1 11-2/3", "UTC", "2026-01-01T00:00", "2026-02-01T00:00 2026-11-01T00:00 2027-02-01T00:00")]
    [InlineData("30 8 * * *", "Asia/Shanghai", "2026-01-01T00:00", "2026-01-01T00:30 2026-01-02T00:30")]
    [InlineData("30 2 * * *", "America/New_York", "2026-03-07T12:00", "2026-03-08T07:00 2026-03-09T06:30")]
    [InlineData("30-30 2 * * *", "America/New_York", "2026-03-07T12:00", "2026-03-09T06:30")]
    [InlineData("30 * * * *", "America/New_York", "2026-03-08T06:00", "2026-03-08T06:30 2026-03-08T07:30")]
    [InlineData(
        "*/30 * * * *",
        "America/New_York",
        "2026-03-08T06:00",
        "2026-03-08T06:30 2026-03-08T07:00 2026-03-08T07:30"
    )]
    [InlineData(
        "0,30 2,3 * * *",
        "America/New_York",
        "2026-03-08T06:00",
        "2026-03-08T07:00 2026-03-08T07:30 2026-03-09T06:00"
    )]
    [InlineData("30 1 * * *", "America/New_York", "2026-10-31T12:00", "2026-11-01T05:30 2026-11-02T06:30")]
    [InlineData("30 1 * * *", "America/New_York", "2026-11-01T06:15", "2026-11-02T06:30")]
    [InlineData(
        "30-30 1 * * *",
        "America/New_York",
        "2026-10-31T12:00",
        "2026-11-01T05:30 2026-11-01T06:30 2026-11-02T06:30"
    )]
    [InlineData("30 1-1 * * *", "America/New_York", "2026-11-01T06:15", "2026-11-01T06:30 2026-11-02T06:30")]
    [InlineData("30 1 * * *", "Europe/London", "2026-03-28T12:00", "2026-03-29T01:00 2026-03-30T00:30")]
    [InlineData("30 1 * * *", "Europe/London", "2026-10-24T12:00", "2026-10-25T00:30 2026-10-26T01:30")]
    [InlineData(
        "*/30 1 * * *",
        "Europe/London",
        "2026-10-24T12:00",
        "2026-10-25T00:00 2026-10-25T00:30 2026-10-25T01:00 2026-10-25T01:30"
    )]
    [InlineData(
        "*/30 1 * * *",
        "Europe/Dublin",
        "2026-10-24T12:00",
        "2026-10-25T00:00 2026-10-25T00:30 2026-10-25T01:00 2026-10-25T01:30"
    )]
    [InlineData("30 2 * * *", "Africa/Casablanca", "2026-03-21T12:00", "2026-03-22T02:00 2026-03-23T01:30")]
    [InlineData("15 2 * * *", "Australia/Lord_Howe", "2026-10-03T00:00", "2026-10-03T15:30 2026-10-04T15:15")]
    [InlineData("15-15 2 * * *", "Australia/Lord_Howe", "2026-10-03T00:00", "2026-10-04T15:15")]
    [InlineData("45 1 * * *", "Australia/Lord_Howe", "2026-04-04T12:00", "2026-04-04T14:45 2026-04-05T15:15")]
    [InlineData(
        "45-45 1 * * *",
        "Australia/Lord_Howe",
        "2026-04-04T12:00",
        "2026-04-04T14:45 2026-04-04T15:15 2026-04-05T15:15"
    )]
    public void Cron_AfterAMoment_FiresAtTheseTimes(string cron, string zone, string after, string expected)
    {
        var from = At.Utc(after);
        var count = expected.Split(' ').Length;

        var minutes = WallClock.Minutes(At.Zone(zone), from, At.Utc(expected[^16..]).AddMinutes(1));
        var matched = new Matcher(cron).Ticks(minutes).Where(t => t > from).Take(count);
        Assert.Equal(expected, string.Join(' ', At.Cron(cron, zone).After(from).Take(count).Select(t => At.Text(t))));
        Assert.Equal(expected, string.Join(' ', matched.Select(t => At.Text(t))));
    }

    [Theory]
    [InlineData("2026-01-01T00:00:00", "2026-01-01T00:01")]
    [InlineData("2026-01-01T00:00:00.0000001", "2026-01-01T00:01")]
    [InlineData("2025-12-31T23:59:59.9999999", "2026-01-01T00:00")]
    [InlineData("0001-01-01T00:00:00", "1970-01-01T00:01")]
    [InlineData("2498-12-31T23:58:00", "2498-12-31T23:59")]
    [InlineData("2499-06-01T00:00:00", "never")]
    [InlineData("9999-12-31T23:59:59", "never")]
    public void Cron_EveryMinute_IsStrictlyAfter(string after, string expected) =>
        Assert.Equal(expected, At.Text(At.Cron("* * * * *").Next(At.Utc(after))));

    [Fact]
    public void Cron_InAZone_TellsTheTimeOnTheWall()
    {
        var next = At.Cron("30 8 * * *", "Asia/Shanghai").Next(At.Utc("2026-01-01T00:00"));

        Assert.Equal(new DateTime(2026, 1, 1, 8, 30, 0), next?.DateTime);
        Assert.Equal(TimeSpan.FromHours(8), next?.Offset);
    }
}
