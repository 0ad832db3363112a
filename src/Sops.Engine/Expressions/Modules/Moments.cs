using Sops.Engine.Expressions.Values;

namespace Sops.Engine.Expressions.Modules;

/// <summary>Moments as local times of a context's zone, and back.</summary>
internal static class Moments
{
    public static DateTime Local(EvaluationContext context) => Local(context.Now, context.Zone);

    public static DateTime Local(DateTimeOffset moment, TimeZoneInfo zone) =>
        // A float of seconds has no finer digits, and Python's datetime neither.
        Truncate(TimeZoneInfo.ConvertTime(moment, zone).DateTime);

    public static DateTime Utc(EvaluationContext context) => Truncate(context.Now.UtcDateTime);

    public static double ToTimestamp(DateTimeOffset moment) =>
        (moment.UtcTicks - DateTime.UnixEpoch.Ticks) / 10 / 1_000_000.0;

    public static double ToTimestamp(DateTime local, TimeZoneInfo zone)
    {
        var unspecified = DateTime.SpecifyKind(local, DateTimeKind.Unspecified);
        return (unspecified.Ticks - zone.GetUtcOffset(unspecified).Ticks - DateTime.UnixEpoch.Ticks) / 10 / 1_000_000.0;
    }

    public static DateTime FromTimestamp(double seconds, TimeZoneInfo zone)
    {
        if (!(Math.Abs(seconds) < 3e11))
            throw new ExpressionError("timestamp out of range");
        var micros = (long)Math.Round(seconds * 1_000_000, MidpointRounding.ToEven);
        return Make(() => Local(new DateTimeOffset(DateTime.UnixEpoch.AddTicks(micros * 10)), zone));
    }

    /// <summary>What a calculation of dates gives, unless it leaves the calendar.</summary>
    public static T Make<T>(Func<T> make)
    {
        try
        {
            return make();
        }
        catch (Exception e) when (e is ArgumentException or OverflowException)
        {
            throw new ExpressionError("date value out of range");
        }
    }

    private static DateTime Truncate(DateTime time) =>
        DateTime.SpecifyKind(new DateTime(time.Ticks / 10 * 10), DateTimeKind.Unspecified);
}
