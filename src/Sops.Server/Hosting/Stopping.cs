namespace Sops.Server.Hosting;

/// <summary>Tells long calls, watch streams above all, that the process has begun to stop.</summary>
public sealed class Stopping(IHostApplicationLifetime lifetime)
{
    public CancellationToken Token => lifetime.ApplicationStopping;
}
