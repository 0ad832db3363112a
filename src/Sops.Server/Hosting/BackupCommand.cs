using Sops.Server.Runtime;
using Sops.Storage;

namespace Sops.Server.Hosting;

/// <summary>`backup FILE`: writes the database, as it is now, into a new file; the service goes on meanwhile.</summary>
public static class BackupCommand
{
    public const string Name = "backup";

    /// <param name="settings">Further arguments, which name the database where it is not the one of the settings.</param>
    /// <exception cref="StorageException">There is no such database, or the file cannot be written.</exception>
    public static async Task RunAsync(string file, string[] settings)
    {
        await Database.BackupAsync(RuntimeExtensions.DatabaseOfTheSettings(settings), file);
        Console.WriteLine($"{Path.GetFullPath(file)}, {new FileInfo(file).Length} bytes");
    }
}
