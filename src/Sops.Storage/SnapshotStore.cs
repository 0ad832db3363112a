using System.Security.Cryptography;
using System.Text;
using Dapper;

namespace Sops.Storage;

/// <summary>Pipeline documents by the digest of their text; many templates and tasks share one.</summary>
public sealed class SnapshotStore(Database database)
{
    /// <summary>Lower-case hexadecimal SHA-256 of the text in UTF-8.</summary>
    public static string Digest(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    public async Task<string?> FindAsync(string digest, CancellationToken cancellation = default)
    {
        await using var connection = await database.OpenReadAsync(cancellation);
        return await connection.QuerySingleOrDefaultAsync<string>(
            "SELECT body FROM pipeline_snapshot WHERE digest = @digest",
            new { digest }
        );
    }
}
