namespace Sops.Storage.Tests;

/// <summary>A database file of one test's own, in a folder that is made with it and goes with it.</summary>
public sealed class TempFile : IDisposable
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), "sops-" + Guid.NewGuid().ToString("N"));

    public string File => Path.Combine(_folder, "data", "sops.db");

    public string ConnectionString => $"Data Source={File}";

    public void Dispose()
    {
        if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
        }
    }
}
