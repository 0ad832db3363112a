namespace Sops.Storage;

/// <summary>Keeps a second process off a database file; the system drops it with the process, however that ends.</summary>
internal static class FileLock
{
    public static FileStream Take(string databaseFile)
    {
        var file = databaseFile + ".lock";
        try
        {
            return new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StorageException(
                IsHeld(e)
                    ? $"The database {databaseFile} is in use by another process (it holds {file})."
                    : $"The lock file {file} cannot be opened: {e.Message}",
                e
            );
        }
    }

    // Sharing violation on Windows, EWOULDBLOCK on Linux and on macOS.
    private static bool IsHeld(Exception e) => e.HResult is unchecked((int)0x80070020) or 11 or 35;
}
