using System.Globalization;

namespace Sops.Server.Api;

/// <summary>The forms in which callers write a time.</summary>
internal static class TimeTexts
{
    private const DateTimeStyles Exactly = DateTimeStyles.None;

    private static readonly string[] WithOffset =
    [
        "yyyy-MM-dd HH:mm:ss zzz",
        "yyyy-MM-dd HH:mm:sszzz",
        "yyyy-MM-dd'T'HH:mm:sszzz",
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz",
    ];

    private static readonly string[] InUtc = ["yyyy-MM-dd'T'HH:mm:ss'Z'", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'"];

    private static readonly string[] Local =
    [
        "yyyy-MM-dd HH:mm:ss",
        "yyyy-MM-dd'T'HH:mm:ss",
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF",
    ];

    /// <summary>Null where it is none of them, or of no year that can be counted.</summary>
    /// <param name="until">A date stands for the end of that day, not its beginning.</param>
    public static DateTimeOffset? Parse(string text, TimeZoneInfo zone, bool until)
    {
        var culture = CultureInfo.InvariantCulture;
        if (DateTimeOffset.TryParseExact(text, WithOffset, culture, Exactly, out var moment))
        {
            return moment;
        }
        if (DateTimeOffset.TryParseExact(text, InUtc, culture, DateTimeStyles.AssumeUniversal, out moment))
        {
            return moment;
        }
        if (DateTime.TryParseExact(text, Local, culture, Exactly, out var local))
        {
            return In(zone, local);
        }
        return DateOnly.TryParseExact(text, "yyyy-MM-dd", culture, Exactly, out var day)
            ? In(zone, day.ToDateTime(until ? new TimeOnly(23, 59, 59, 999) : TimeOnly.MinValue))
            : null;
    }

    private static DateTimeOffset? In(TimeZoneInfo zone, DateTime local)
    {
        var offset = zone.GetUtcOffset(local);
        var utc = local.Ticks - offset.Ticks;
        return utc >= DateTime.MinValue.Ticks && utc <= DateTime.MaxValue.Ticks ? new(local, offset) : null;
    }
}
