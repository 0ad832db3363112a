using Sops.Server.Verification;
using Sops.Storage;
using Sops.Storage.Verification;

namespace Sops.Server.Tests.App;

/// <summary>Holds what a store remembers against itself, each task against its history first of all.</summary>
internal static class Histories
{
    /// <summary>All that `verify` says of a database.</summary>
    public static async Task<IReadOnlyList<Finding>> FindAsync(string connectionString)
    {
        await using var stored = await Database.OpenMomentAsync(connectionString);
        var findings = new List<Finding>();
        await foreach (var finding in new DatabaseCheck(stored).FindAsync())
        {
            findings.Add(finding);
        }
        return findings;
    }

    public static async Task RequireEqualToRowsAsync(string connectionString) =>
        Assert.Empty(await FindAsync(connectionString));
}
