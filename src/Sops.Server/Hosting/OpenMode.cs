using System.Net;

namespace Sops.Server.Hosting;

/// <summary>
/// While no app is configured nobody has to say who they are, so whoever reaches a port may do anything. The service
/// therefore listens on loopback only, unless Sops:Auth:AllowOpen says that something else guards the ports.
/// </summary>
public static class OpenMode
{
    /// <exception cref="StartRefusedException">A port is open to others, or apps are configured that nothing checks yet.</exception>
    public static WebApplicationBuilder RequireLoopback(this WebApplicationBuilder builder)
    {
        try
        {
            Require(builder.Configuration);
        }
        catch (Exception e) when (e is InvalidOperationException or FormatException)
        {
            throw new StartRefusedException(e.Message);
        }
        return builder;
    }

    private static void Require(ConfigurationManager settings)
    {
        if (settings.GetSection("Sops:Auth:Apps").GetChildren().Any())
        {
            throw new StartRefusedException(
                "Sops:Auth:Apps is configured, but this version does not check callers yet: it would be open all the same. "
                    + "Remove it, and keep the ports on loopback or behind something that checks callers."
            );
        }
        if (settings.GetValue<bool>("Sops:Auth:AllowOpen"))
        {
            return;
        }
        var urls = settings
            .GetSection("Kestrel:Endpoints")
            .GetChildren()
            .Select(e => e["Url"])
            .Concat((settings["urls"] ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries));
        if (urls.FirstOrDefault(u => !string.IsNullOrEmpty(u) && !IsLoopback(u)) is { } open)
        {
            throw new StartRefusedException(
                $"{open} can be reached from other machines, and no caller has to identify itself. "
                    + "Listen on 127.0.0.1, or set Sops:Auth:AllowOpen=true if something else guards this port."
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
