using System.Globalization;
using Microsoft.Extensions.Options;
using Sops.Server.Runtime;
using Sops.V1;

namespace Sops.Server.Api;

/// <summary>Times as the documents show them: "2018-04-26 16:08:34 +0800", in the configured zone.</summary>
public sealed class Times(IOptions<RuntimeOptions> options, TimeProvider clock)
{
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
        start is { } begun ? (long)Math.Round(Math.Max(0, ((finish ?? clock.GetUtcNow()) - begun).TotalSeconds)) : 0;

    public long Elapsed(long? start, long? finish, DateTimeOffset now) => Elapsed(From(start), From(finish) ?? now);

    private string Format(DateTimeOffset time, string between)
    {
        var local = TimeZoneInfo.ConvertTime(time, options.Value.Zone);
        var offset = local.Offset.ToString("hhmm", CultureInfo.InvariantCulture);
        var sign = local.Offset < TimeSpan.Zero ? '-' : '+';
        return local.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) + between + sign + offset;
    }

    private static DateTimeOffset? From(long? milliseconds) =>
        milliseconds is { } ms ? DateTimeOffset.FromUnixTimeMilliseconds(ms) : null;
}
