namespace Sops.Schedules.Tests;

/// <summary>What clocks in a zone show in each minute of a span, so that a cron can be held against every minute of it.</summary>
internal static class WallClock
{
    /// <summary>Zones change their clocks at the quarters of an hour only.</summary>
    private const int Quarter = 15;

    public static IEnumerable<Minute> Minutes(TimeZoneInfo zone, DateTimeOffset from, DateTimeOffset to)
    {
        Assert.Equal(0, from.Minute % Quarter);
        // Two days before tell whether the first minutes come for the second time.
        var latest = DateTime.MinValue;
        for (var time = from.UtcDateTime.AddDays(-2); time < to.UtcDateTime; time = time.AddMinutes(Quarter))
        {
            var offset = zone.GetUtcOffset(time);
            for (var i = 0; i < Quarter; i++)
            {
                var utc = time.AddMinutes(i);
                var shown = utc + offset;
                var isRepeat = shown <= latest;
                if (utc >= from.UtcDateTime)
                {
                    yield return new Minute(utc, shown, isRepeat ? -1 : (int)(shown - latest).TotalMinutes - 1);
                }
                latest = isRepeat ? latest : shown;
            }
        }
    }

    /// <param name="Shown">Date and time on the wall.</param>
    /// <param name="LeftOut">
    /// How many minutes right before this one the clock did not show, being put forward; -1: it was put back and has shown
    /// this before.
    /// </param>
    internal readonly record struct Minute(DateTime Utc, DateTime Shown, int LeftOut);
}
