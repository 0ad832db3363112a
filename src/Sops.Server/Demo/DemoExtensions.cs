using Spectre.Console;

namespace Sops.Server.Demo;

/// <summary>The sample templates and the run that shows them; see <see cref="DemoRun"/>.</summary>
public static class DemoExtensions
{
    public static IServiceCollection AddDemo(this IServiceCollection services) =>
        services.AddSingleton(AnsiConsole.Console).AddSingleton<DemoRun>();
}
