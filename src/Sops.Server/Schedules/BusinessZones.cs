using System.Globalization;
using Sops.Server.Hosting;

namespace Sops.Server.Schedules;

/// <summary>
/// The zone in which a business' crons are read: Sops:Businesses:BUSINESS:TimeZone, else Sops:TimeZone, else UTC. Never the
/// machine's own, for another machine may go on with the same schedules.
/// </summary>
public sealed class BusinessZones
{
    private readonly Dictionary<long, string> _zones;
    private readonly string _otherwise;

    /// <exception cref="StartRefusedException">A setting names a zone that is not known here.</exception>
    public BusinessZones(IConfiguration settings)
    {
        _otherwise = Known(settings.GetSection("Sops:TimeZone")) ?? "UTC";
        _zones = settings
            .GetSection("Sops:Businesses")
            .GetChildren()
            .Select(b => (Id: b.Key, Zone: Known(b.GetSection("TimeZone"))))
            .Where(b => b.Zone is not null)
            .ToDictionary(b => long.Parse(b.Id, NumberStyles.None, CultureInfo.InvariantCulture), b => b.Zone!);
    }

    /// <summary>IANA name.</summary>
    public string Of(long businessId) => _zones.GetValueOrDefault(businessId, _otherwise);

    private static string? Known(IConfigurationSection setting) =>
        setting.Value is not { Length: > 0 } zone ? null
        : TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _) ? zone
        : throw new StartRefusedException($"{setting.Path}: {zone} is no time zone known here.");
}
