using System.Net;
using Sops.Server.Access;

namespace Sops.Server.Hosting;

/// <summary>
/// While no app is configured nobody has to say who they are, so whoever reaches a port may do anything. The service
/// then listens on loopback only, unless Sops:Auth:AllowOpen says that something else guards the ports.
/// </summary>
public static class OpenMode
{
    /// <summary>Also reads every other setting about callers, so that a wrong one stops the start before anything is opened.</summary>
    /// <exception cref="StartRefusedException">A port is open to others and nobody checks who calls, or a setting makes no sense.</exception>
    public static WebApplicationBuilder RequireLoopback(this WebApplicationBuilder builder)
    {
        try
        {
            var settings = builder.Configuration;
            CallRates.Read(settings).Dispose();
            AppSettings.Origins(settings);
            if (AppSettings.Read(settings).Count == 0 && !AppSettings.AllowsOpen(settings))
            {
                Require(settings);
            }
        }
        catch (Exception e) when (e is InvalidOperationException or FormatException)
        {
            throw new StartRefusedException(e.Message);
        }
        return builder;
    }

    private static void Require(ConfigurationManager settings)
    {
        var urls = settings
            .GetSection("Kestrel:Endpoints")
            .GetChildren()
            .Select(e => e["Url"])
            .Concat((settings["urls"] ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries));
        if (urls.FirstOrDefault(u => !string.IsNullOrEmpty(u) && !IsLoopback(u)) is { } open)
        {
            throw new StartRefusedException(
                $"{open} can be reached from other machines, and no caller has to identify itself. "
                    + "Configure Sops:Auth:Apps, listen on 127.0.0.1, or set Sops:Auth:AllowOpen=true if something else "
                    + "guards this port."
            );
        }
    }

    private static bool IsLoopback(string url)
    {
        var host = BindingAddress.Parse(url).Host.Trim('[', ']');
        return host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));
    }
}
