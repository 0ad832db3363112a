using Sops.Server.Hosting;

namespace Sops.Server.Runtime;

/// <summary>How old watch streams may get: the setting Sops:Watch:MaxStreamAgeMinutes.</summary>
public sealed class StreamAge
{
    private const int DefaultMinutes = 120;
    private const int MaxMinutes = 7 * 24 * 60;

    /// <summary>How much sooner than that a stream may be ended, so that those opened together do not all come back at once.</summary>
    private const double Spread = 0.25;

    private readonly TimeSpan? _most;

    /// <exception cref="StartRefusedException">It is no number, or out of its range.</exception>
    public StreamAge(IConfiguration settings)
    {
        var section = settings.GetSection("Sops:Watch");
        section.RequireKnown("MaxStreamAgeMinutes");
        var minutes = section.Number("MaxStreamAgeMinutes", 0, MaxMinutes) ?? DefaultMinutes;
        _most = minutes > 0 ? TimeSpan.FromMinutes(minutes) : null;
    }

    /// <summary>The age at which one more stream ends; null for none.</summary>
    public TimeSpan? Next() => _most * (1 - (Spread * Random.Shared.NextDouble()));
}
