using Sops.Engine.Pipelines;
using Sops.Engine.Runs;

namespace Sops.Server.Runtime;

/// <summary>Settings of the runtime; see contract 1 for the keys.</summary>
public sealed class RuntimeOptions
{
    /// <summary>Zone of every text time: Sops:TimeZone, else the machine's.</summary>
    public TimeZoneInfo Zone { get; set; } = TimeZoneInfo.Local;
    public RunLimits Runs { get; set; } = new();
    public PipelineLimits Pipelines { get; set; } = PipelineLimits.Default;

    /// <summary>Plugin calls under way at once.</summary>
    public int PluginCalls { get; set; } = 256;

    /// <summary>How long one call of a plugin may take; what takes longer waits with a poll or a callback.</summary>
    public TimeSpan PluginCallTime { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Where people reach this service, for links: Sops:PublicUrl, else the REST address.</summary>
    public string PublicUrl { get; set; } = "";
}
