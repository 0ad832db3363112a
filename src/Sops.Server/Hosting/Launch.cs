using Sops.Server.Access;
using Sops.Server.Demo;
using Sops.Storage;

namespace Sops.Server.Hosting;

/// <summary>Runs the process from the banner to its exit code; what an operator can mend is told in one line, without a stack.</summary>
public static class Launch
{
    /// <summary>The exit code of what `run` starts, or of the command that the arguments name in its place: 1 when a port, a file or the database cannot be had, or a setting is refused.</summary>
    public static async Task<int> ExitCodeAsync(string[] args, Func<Task> run)
    {
        try
        {
            await (
                args switch
                {
                    [SecretCommand.Name] => SecretCommand.RunAsync(),
                    [BackupCommand.Name, var file, .. var settings] => BackupCommand.RunAsync(file, settings),
                    [BackupCommand.Name] => throw new StartRefusedException(
                        $"{BackupCommand.Name} wants a file to write."
                    ),
                    [VerifyCommand.Name, .. var settings] => VerifyCommand.RunAsync(settings),
                    [var word, ..] when !DemoExtensions.IsAskedFor(args) && !IsSetting(word) =>
                        throw new StartRefusedException(
                            $"{word} is no command; there are {string.Join(", ", Commands)}; without one it serves."
                        ),
                    _ => run(),
                }
            );
            return Environment.ExitCode;
        }
        catch (Exception e)
            when (e is StartRefusedException or StorageException or IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync(
                $"{(IsCommand(args) ? args[0] : "Sops.Grpc did not start")}: {e.Message}"
            );
            return 1;
        }
    }

    private static readonly string[] Commands =
    [
        BackupCommand.Name,
        VerifyCommand.Name,
        SecretCommand.Name,
        DemoExtensions.Name,
    ];

    private static bool IsCommand(string[] args) =>
        args is [SecretCommand.Name or BackupCommand.Name or VerifyCommand.Name, ..];

    /// <summary>As .NET reads it: --key value, /key value, key=value.</summary>
    private static bool IsSetting(string word) => word.StartsWith('-') || word.StartsWith('/') || word.Contains('=');

    /// <summary>Serves until it is told to stop; `demo` as the first argument shows it at work meanwhile.</summary>
    /// <exception cref="StartRefusedException">The demo would have to say which app it is.</exception>
    public static async Task RunWithBannerAsync(this WebApplication app, string[] args)
    {
        Contract.RequireKnown(((IEndpointRouteBuilder)app).DataSources.SelectMany(d => d.Endpoints));
        if (DemoExtensions.IsAskedFor(args) && AppSettings.HasApps(app.Configuration))
        {
            throw new StartRefusedException("the demo calls without an app: start it without Sops:Auth:Apps.");
        }
        KnownSettings.Require(app.Configuration);
        try
        {
            await app.StartAsync();
        }
        catch (OperationCanceledException) when (app.Lifetime.ApplicationStopping.IsCancellationRequested)
        {
            // Told to stop before all had begun.
            await app.StopAsync();
            return;
        }
        Console.WriteLine(app.Services.GetRequiredService<Banner>().Text());
        var demo = DemoExtensions.IsAskedFor(args)
            ? app.Services.GetRequiredService<DemoRun>().RunAsync()
            : Task.CompletedTask;
        await app.WaitForShutdownAsync();
        await demo;
    }
}
