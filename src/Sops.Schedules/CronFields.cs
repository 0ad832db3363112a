namespace Sops.Schedules;

/// <summary>A cron as people write it: five fields that all have to match, unlike Vixie cron's days.</summary>
public sealed record CronFields
{
    private CronFields(string minute, string hour, string dayOfWeek, string dayOfMonth, string monthOfYear)
    {
        Minute = minute;
        Hour = hour;
        DayOfWeek = dayOfWeek;
        DayOfMonth = dayOfMonth;
        MonthOfYear = monthOfYear;
    }

    /// <summary>0 to 59.</summary>
    public string Minute { get; }

    /// <summary>0 to 23.</summary>
    public string Hour { get; }

    /// <summary>0 (Sunday) to 6, or names.</summary>
    public string DayOfWeek { get; }

    /// <summary>1 to 31.</summary>
    public string DayOfMonth { get; }

    /// <summary>1 to 12.</summary>
    public string MonthOfYear { get; }

    /// <summary>As the database keeps it: in the order of the text, a blank between.</summary>
    public string Stored => $"{Minute} {Hour} {DayOfWeek} {DayOfMonth} {MonthOfYear}";

    /// <exception cref="CronRefusedException">A field is none, or no day meets them all.</exception>
    public static CronFields Parse(
        string minute = "*",
        string hour = "*",
        string dayOfWeek = "*",
        string dayOfMonth = "*",
        string monthOfYear = "*"
    )
    {
        var fields = new CronFields(
            CronField.Minute.Clean(minute),
            CronField.Hour.Clean(hour),
            CronField.DayOfWeek.Clean(dayOfWeek),
            CronField.DayOfMonth.Clean(dayOfMonth),
            CronField.MonthOfYear.Clean(monthOfYear)
        );
        // In UTC, where every minute exists.
        return Cron.Of(fields, TimeZoneInfo.Utc).Next(DateTimeOffset.UnixEpoch) is not null
            ? fields
            : throw new CronRefusedException(
                "cron",
                "no day is ever all of its day_of_month, month_of_year and day_of_week"
            );
    }

    /// <summary>What <see cref="Stored"/> gave.</summary>
    public static CronFields FromStored(string stored) =>
        stored.Split(' ') is [var minute, var hour, var dayOfWeek, var dayOfMonth, var monthOfYear]
            ? new(minute, hour, dayOfWeek, dayOfMonth, monthOfYear)
            : throw new FormatException("A stored cron has five fields.");

    /// <summary>As callers are shown it. The third field is the day of the week.</summary>
    /// <param name="zone">IANA name of the zone that it is read in.</param>
    public string Text(string zone) => $"{Stored} (m/h/d/dM/MY) {zone}";
}
