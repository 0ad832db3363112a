using System.Globalization;

namespace Sops.Schedules.Tests;

/// <summary>Short ways of saying when and how often.</summary>
internal static class At
{
    /// <summary>A moment in UTC: 2026-03-08T07:00.</summary>
    public static DateTimeOffset Utc(string text) =>
        DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    /// <summary>minute hour weekday day month, as a caller might have written them.</summary>
    public static CronFields Fields(string cron) =>
        cron.Split(' ') is [var minute, var hour, var weekday, var day, var month]
            ? CronFields.Parse(minute, hour, weekday, day, month)
            : throw new FormatException(cron);

    public static Cron Cron(string cron, string zone = "UTC") => Schedules.Cron.Of(Fields(cron), Zone(zone));

    public static TimeZoneInfo Zone(string name) => TimeZoneInfo.FindSystemTimeZoneById(name);

    public static string Text(DateTimeOffset? time) =>
        time?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture) ?? "never";
}
