using Sops.Outbound;

namespace Sops.Server.Hosting;

/// <summary>Gives everything that calls out the one client, under the deployment's policy.</summary>
public static class OutboundExtensions
{
    private const string Section = "Sops:Outbound";

    public static IServiceCollection AddOutbound(this IServiceCollection services) =>
        services
            .AddSingleton(s => Policy(s.GetRequiredService<IConfiguration>()))
            .AddSingleton(s => OutboundHttp.Create(s.GetRequiredService<OutboundPolicy>()));

    /// <exception cref="StartRefusedException">A setting makes no sense; the message names its key.</exception>
    private static OutboundPolicy Policy(IConfiguration settings)
    {
        var section = settings.GetSection(Section);
        section.RequireKnown(nameof(OutboundOptions.Schemes), nameof(OutboundOptions.AllowedNetworks));
        var networks = section.GetSection(nameof(OutboundOptions.AllowedNetworks)).Items();
        // The binder would add to the default, and so http could not be taken away.
        var schemes = section.GetSection(nameof(OutboundOptions.Schemes)).Items().ToList();
        try
        {
            return new(
                schemes.Count == 0
                    ? new() { AllowedNetworks = [.. networks] }
                    : new() { Schemes = schemes, AllowedNetworks = [.. networks] }
            );
        }
        catch (ArgumentException e)
        {
            throw new StartRefusedException($"{Section}:{e.Message}");
        }
    }
}
