using Spectre.Console;

namespace Sops.Server.Demo;

/// <summary>The sample templates and the run that shows them; see <see cref="DemoRun"/>.</summary>
public static class DemoExtensions
{
    public const string Name = "demo";

    /// <summary>Its name as the first argument asks for it; else nothing of it is loaded.</summary>
    public static bool IsAskedFor(string[] args) => args is [Name, ..];

    public static IServiceCollection AddDemo(this IServiceCollection services) =>
        services.AddSingleton(AnsiConsole.Console).AddSingleton<DemoRun>();
}
