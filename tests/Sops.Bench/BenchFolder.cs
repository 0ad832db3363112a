using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Sops.Bench;

/// <summary>A folder that a server works in, gone when it is disposed.</summary>
internal sealed class BenchFolder(string directory) : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateDirectory(
        System.IO.Path.Combine(directory, $"sops-bench-{Guid.NewGuid():N}")
    );

    public string Path => _folder.FullName;

    public string Database => System.IO.Path.Combine(Path, "data", "sops.db");

    /// <summary>The database, beside the server or without it.</summary>
    public async Task<SqliteConnection> OpenAsync()
    {
        var connection = new SqliteConnection(
            string.Create(CultureInfo.InvariantCulture, $"Data Source={Database};Pooling=False")
        );
        await connection.OpenAsync();
        return connection;
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
