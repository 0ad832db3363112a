namespace Sops.Engine.Expressions.Feel;

/// <summary>What follows a time: Z, +08:00 or @Asia/Shanghai.</summary>
/// <param name="Fixed">Its distance from UTC, where that never changes.</param>
internal sealed record FeelZone(TimeSpan? Fixed, TimeZoneInfo? Named)
{
    public static FeelZone Read(string text)
    {
        if (text == "Z")
            return new FeelZone(TimeSpan.Zero, null);
        // Rules of zones are tables of the platform, as those of letters are.
        if (text[0] == '@')
            return TimeZoneInfo.TryFindSystemTimeZoneById(text[1..], out var zone)
                ? new FeelZone(null, zone)
                : throw new ExpressionError($"there is no time zone '{text[1..]}'");
        var minutes = ((text[1] - '0') * 10 + text[2] - '0') * 60 + (text[4] - '0') * 10 + text[5] - '0';
        return minutes <= 14 * 60
            ? new FeelZone(TimeSpan.FromMinutes(text[0] == '-' ? -minutes : minutes), null)
            : throw new ExpressionError($"{text} is no distance from UTC");
    }

    public TimeSpan At(DateTime local) => Fixed ?? Named!.GetUtcOffset(local);
}
