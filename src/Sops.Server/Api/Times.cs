using System.Globalization;
using Microsoft.Extensions.Options;
using Sops.Server.Runtime;
using Sops.V1;

namespace Sops.Server.Api;

/// <summary>Times as the documents show and take them: "2018-04-26 16:08:34 +0800", in the configured zone.</summary>
public sealed class Times
{
    private readonly TimeProvider _clock;

    public Times(IOptions<RuntimeOptions> options, TimeProvider clock)
        : this(options.Value.Zone, clock) { }

    private Times(TimeZoneInfo zone, TimeProvider clock)
    {
        Zone = zone;
        _clock = clock;
    }

    /// <summary>In which they are.</summary>
    public TimeZoneInfo Zone { get; }

    /// <summary>The same in the zone that a caller expects; "" for the configured one.</summary>
    /// <param name="field">Where the caller named it.</param>
    public Times In(string expectedTimezone, string field = "expected_timezone")
    {
        if (expectedTimezone.Length == 0)
        {
            return this;
        }
        // What is no name of a zone could be a path, and the system would look there.
        var isName =
            expectedTimezone.All(c => char.IsAsciiLetterOrDigit(c) || c is '/' or '_' or '-' or '+')
            && expectedTimezone[0] != '/';
        return isName && TimeZoneInfo.TryFindSystemTimeZoneById(expectedTimezone, out var zone)
            ? new Times(zone, _clock)
            : throw SopsException.Invalid(
                FailureReasons.RequestInvalid,
                $"{field} {expectedTimezone} is unknown.",
                new FieldViolation(field, "is unknown")
            );
    }

    /// <summary>Now, as it ends a name that the service makes: "20180426160834".</summary>
    public string Stamp() =>
        TimeZoneInfo.ConvertTime(_clock.GetUtcNow(), Zone).ToString("yyyyMMddHHmmss", CultureInfo.InvariantCulture);

    /// <summary>"" where there is none.</summary>
    public string Text(DateTimeOffset? time) => time is { } at ? Format(at, " ") : "";

    /// <summary>A JSON string; null where there is none.</summary>
    public JsonValue Json(DateTimeOffset? time) => Values.Of(time is { } at ? Format(at, " ") : null);

    public JsonValue Json(long? milliseconds) => Json(From(milliseconds));

    /// <summary>BKFlow's form, without a blank before the offset.</summary>
    public string SpaceText(DateTimeOffset time) => Format(time, "");

    public JsonValue SpaceJson(DateTimeOffset? time) => Values.Of(time is { } at ? Format(at, "") : null);

    /// <summary>Whole seconds; to now where it has not ended, 0 where it has not begun.</summary>
    public long Elapsed(DateTimeOffset? start, DateTimeOffset? finish) =>
        start is { } begun ? (long)Math.Round(Math.Max(0, ((finish ?? _clock.GetUtcNow()) - begun).TotalSeconds)) : 0;

    public long Elapsed(long? start, long? finish, DateTimeOffset now) => Elapsed(From(start), From(finish) ?? now);

    /// <summary>As lists show a time where no zone was asked for: ISO 8601 in UTC, with milliseconds; null where there is none.</summary>
    public static JsonValue Utc(DateTimeOffset? time) =>
        Values.Of(time?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));

    /// <summary>Reads a time that a caller gave: with an offset or in the configured zone, ISO 8601, or a date.</summary>
    /// <param name="until">A date stands for the end of that day, not its beginning.</param>
    public DateTimeOffset Parse(string field, string text, bool until = false) =>
        TimeTexts.Parse(text.Trim(), Zone, until)
        ?? throw Invalid.Field(field, "is not a time such as 2020-09-15 14:24:00, with +0800 behind it or not");

    private string Format(DateTimeOffset time, string between)
    {
        var local = TimeZoneInfo.ConvertTime(time, Zone);
        var offset = local.Offset.ToString("hhmm", CultureInfo.InvariantCulture);
        var sign = local.Offset < TimeSpan.Zero ? '-' : '+';
        return local.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) + between + sign + offset;
    }

    private static DateTimeOffset? From(long? milliseconds) =>
        milliseconds is { } ms ? DateTimeOffset.FromUnixTimeMilliseconds(ms) : null;
}
