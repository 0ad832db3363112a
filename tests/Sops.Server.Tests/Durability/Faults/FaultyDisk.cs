using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace Sops.Server.Tests.Durability.Faults;

/// <summary>What happens to the disk; see disk.c.</summary>
/// <param name="Kind">write, sync, full, cut-write or cut-sync.</param>
/// <param name="After">At which write or fsync, or after how many bytes.</param>
/// <param name="File">sops.db, sops.db-wal or any.</param>
public sealed record Fault(string Kind, long After, string File = "any")
{
    /// <summary>The process is gone with the power, else it is there to say what happened.</summary>
    public bool IsPowerCut => Kind.StartsWith("cut", StringComparison.Ordinal);

    public override string ToString() => $"{Kind} {After} {File}";
}

/// <summary>A disk that fails when it is asked to, and knows what it holds once power is lost. Built from disk.c, once a run.</summary>
internal sealed class FaultyDisk : IDisposable
{
    private static readonly Lazy<string?> Library = new(Build);
    private static readonly string[] Files = ["sops.db", "sops.db-wal"];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("sops-disk-");

    /// <summary>Skips the test where the disk cannot be built.</summary>
    public FaultyDisk() => Assert.SkipWhen(Library.Value is null, "needs Linux and a C compiler (cc)");

    /// <summary>For the process that is to use this disk.</summary>
    public (string, string)[] Settings => [("LD_PRELOAD", Library.Value!), ("SOPS_DISK", _folder.FullName)];

    public bool HasFailed => File.Exists(Of("fired"));

    /// <summary>Pages that no fsync had written when it failed.</summary>
    public int Unsynced => int.Parse(File.ReadAllText(Of("fired")), CultureInfo.InvariantCulture);

    /// <summary>Asks the process that runs, or the next one, for a fault.</summary>
    public void Arm(Fault fault, uint seed)
    {
        File.Delete(Of("fired"));
        File.WriteAllText(Of("asked"), $"{fault.Kind} {fault.After} {seed} {fault.File}");
        File.Move(Of("asked"), Of("arm"), overwrite: true);
    }

    public void Disarm() => File.Delete(Of("arm"));

    /// <summary>Leaves in a folder what is on the disk; memory, and with it the log's index, is gone.</summary>
    public void LosePower(string folder)
    {
        foreach (var file in Files)
        {
            File.Delete(Path.Combine(folder, file));
            if (File.Exists(Of(file)))
            {
                File.Copy(Of(file), Path.Combine(folder, file));
            }
        }
        File.Delete(Path.Combine(folder, "sops.db-shm"));
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private string Of(string file) => Path.Combine(_folder.FullName, file);

    private static string? Build() => Build(ThisFolder());

    private static string? Build(string sources)
    {
        if (!OperatingSystem.IsLinux())
        {
            return null;
        }
        var library = Path.Combine(AppContext.BaseDirectory, "disk.so");
        try
        {
            using var compiler = Process.Start(
                "cc",
                ["-shared", "-fPIC", "-O2", "-o", library, Path.Combine(sources, "disk.c"), "-ldl"]
            );
            compiler.WaitForExit();
            Assert.Equal(0, compiler.ExitCode);
            return library;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    private static string ThisFolder([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
}
