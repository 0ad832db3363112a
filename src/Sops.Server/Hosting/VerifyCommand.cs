using Sops.Server.Runtime;
using Sops.Server.Verification;
using Sops.Storage;

namespace Sops.Server.Hosting;

/// <summary>`verify`: holds all that is stored, as it is at one moment, against itself and says what is off; the service goes on meanwhile.</summary>
public static class VerifyCommand
{
    public const string Name = "verify";

    /// <summary>More than these are only counted.</summary>
    private const int MostShown = 100;

    /// <summary>Prints a line for each finding and one in the end; the exit code is 0 where there is none, else 1.</summary>
    /// <param name="settings">Arguments that name the database where it is not the one of the settings.</param>
    /// <exception cref="StartRefusedException">An argument is no setting.</exception>
    /// <exception cref="StorageException">There is no such database, it is none, or it has another schema than this program.</exception>
    public static async Task RunAsync(string[] settings)
    {
        if (settings is [var first, ..] && !first.StartsWith("--", StringComparison.Ordinal))
        {
            throw new StartRefusedException(
                $"it takes settings alone; name the file as \"--ConnectionStrings:Sops=Data Source={first}\"."
            );
        }
        await using var stored = await Database.OpenMomentAsync(RuntimeExtensions.DatabaseOfTheSettings(settings));
        var check = new DatabaseCheck(stored);
        var count = 0L;
        await foreach (var finding in check.FindAsync())
        {
            if (count++ < MostShown)
            {
                Console.WriteLine(finding);
            }
        }
        var shown = count > MostShown ? $", the first {MostShown} of them shown" : "";
        Console.WriteLine($"{stored.Name}: tasks {check.TasksChecked}, findings {count}{shown}");
        Environment.ExitCode = count == 0 ? 0 : 1;
    }
}
