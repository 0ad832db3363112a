namespace Sops.Storage;

/// <summary>The log beside a SQLite file.</summary>
internal static class SqliteLog
{
    private const int BytesAtOnce = 1 << 20;

    /// <summary>
    /// Writes what is in the log once more, so that the system sends it to the disk whatever it believes to be there. Nobody
    /// else may write meanwhile; those who read see no difference.
    /// </summary>
    /// <exception cref="StorageException">The disk failed.</exception>
    public static void MakeDurable(string databaseFile)
    {
        try
        {
            using var log = File.OpenHandle(
                databaseFile + "-wal",
                FileMode.Open,
                FileAccess.ReadWrite,
                FileShare.ReadWrite
            );
            var bytes = new byte[BytesAtOnce];
            for (var (at, read) = (0L, 0); (read = RandomAccess.Read(log, bytes, at)) > 0; at += read)
            {
                RandomAccess.Write(log, bytes.AsSpan(0, read), at);
            }
            RandomAccess.FlushToDisk(log);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StorageException($"The log of {databaseFile} cannot be made durable: {e.Message}", e);
        }
    }
}
