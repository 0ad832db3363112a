using System.Diagnostics;

namespace Sops.Bench;

/// <summary>What the machine itself can do.</summary>
internal static class Disk
{
    private const int Block = 4096;
    private static readonly TimeSpan Sample = TimeSpan.FromSeconds(1);

    /// <summary>How often a second a file can grow by 4 KiB and be safe on the disk.</summary>
    public static double AppendsPerSecond(string path)
    {
        using var file = File.OpenHandle(
            path,
            FileMode.CreateNew,
            FileAccess.Write,
            options: FileOptions.DeleteOnClose
        );
        var block = new byte[Block];
        var (appends, watch) = (0L, Stopwatch.StartNew());
        while (watch.Elapsed < Sample)
        {
            RandomAccess.Write(file, block, appends * Block);
            RandomAccess.FlushToDisk(file);
            appends++;
        }
        return appends / watch.Elapsed.TotalSeconds;
    }
}
