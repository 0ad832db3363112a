using Microsoft.Extensions.Configuration.Json;
using Microsoft.Extensions.FileProviders;

namespace Sops.Server.Hosting;

/// <summary>Where settings come from: shipped beside the assembly, then the working directory, then environment and arguments.</summary>
public static class SettingsExtensions
{
    // Ports that move, or open, because a file was replaced under a running service would surprise everybody.
    private const string KeepWhatWasRead = "--hostBuilder:reloadConfigOnChange=false";

    /// <summary>The shipped settings and wwwroot are found beside the assembly, wherever the process was started.</summary>
    public static WebApplicationOptions BesideTheAssembly(string[] args) =>
        new() { Args = [KeepWhatWasRead, .. args], ContentRootPath = AppContext.BaseDirectory };

    public static WebApplicationBuilder AddWorkingDirectorySettings(this WebApplicationBuilder builder)
    {
        var sources = ((IConfigurationBuilder)builder.Configuration).Sources;
        var shipped = sources.OfType<JsonConfigurationSource>().LastOrDefault();
        sources.Insert(
            shipped is null ? 0 : sources.IndexOf(shipped) + 1,
            new JsonConfigurationSource
            {
                FileProvider = new PhysicalFileProvider(Environment.CurrentDirectory),
                Path = "appsettings.json",
                Optional = true,
            }
        );
        return builder;
    }
}
