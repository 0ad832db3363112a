using Sops.Storage;

namespace Sops.Server.Hosting;

/// <summary>Runs the process from the banner to its exit code; what an operator can mend is told in one line, without a stack.</summary>
public static class Launch
{
    /// <summary>The exit code of what `run` starts: 1 when a port, a file or the database cannot be had.</summary>
    public static async Task<int> ExitCodeAsync(Func<Task> run)
    {
        try
        {
            await run();
            return 0;
        }
        catch (Exception e) when (e is StorageException or IOException)
        {
            await Console.Error.WriteLineAsync($"Sops.Grpc did not start: {e.Message}");
            return 1;
        }
    }

    public static async Task RunWithBannerAsync(this WebApplication app)
    {
        await app.StartAsync();
        Console.WriteLine(app.Services.GetRequiredService<Banner>().Text());
        await app.WaitForShutdownAsync();
    }
}
