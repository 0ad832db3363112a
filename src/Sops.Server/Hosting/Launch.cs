using Sops.Storage;

namespace Sops.Server.Hosting;

/// <summary>Runs the process from the banner to its exit code; what an operator can mend is told in one line, without a stack.</summary>
public static class Launch
{
    public static async Task<int> RunToExitCodeAsync(this WebApplication app)
    {
        try
        {
            await app.StartAsync();
        }
        catch (Exception e) when (e is StorageException or IOException)
        {
            await Console.Error.WriteLineAsync($"Sops.Grpc did not start: {e.Message}");
            return 1;
        }
        Console.WriteLine(app.Services.GetRequiredService<Banner>().Text());
        await app.WaitForShutdownAsync();
        return 0;
    }
}
