using System.Data.Common;
using System.Globalization;
using System.Reflection;
using Dapper;

namespace Sops.Storage;

/// <summary>One step of the schema.</summary>
internal sealed record Migration(int Version, string Name, string Sql)
{
    /// <summary>The steps this program was built with, oldest first.</summary>
    public static IReadOnlyList<Migration> Embedded { get; } = [.. Read().OrderBy(m => m.Version)];

    private static IEnumerable<Migration> Read()
    {
        var assembly = Assembly.GetExecutingAssembly();
        foreach (
            var name in assembly.GetManifestResourceNames().Where(n => n.EndsWith(".sql", StringComparison.Ordinal))
        )
        {
            using var text = new StreamReader(assembly.GetManifestResourceStream(name)!);
            var version = int.Parse(name.AsSpan(0, 4), CultureInfo.InvariantCulture);
            yield return new Migration(version, Path.GetFileNameWithoutExtension(name), text.ReadToEnd());
        }
    }
}

/// <summary>Brings a database to the schema of this program, one transaction a step.</summary>
internal sealed class Migrator(Dialect dialect, IReadOnlyList<Migration> migrations)
{
    public async Task MigrateAsync(DbConnection connection)
    {
        await connection.ExecuteAsync(
            "CREATE TABLE IF NOT EXISTS schema_version (version INTEGER PRIMARY KEY, name TEXT NOT NULL)"
        );
        var current = await connection.ExecuteScalarAsync<int>("SELECT COALESCE(MAX(version), 0) FROM schema_version");
        var known = migrations.Count == 0 ? 0 : migrations[^1].Version;
        if (current > known)
        {
            throw new StorageException(
                $"The database {dialect.Name} has schema {current}, and this program knows none above {known}: "
                    + "start the newer program that wrote it."
            );
        }
        foreach (var migration in migrations.Where(m => m.Version > current))
        {
            await ApplyAsync(connection, migration);
        }
    }

    private async Task ApplyAsync(DbConnection connection, Migration migration)
    {
        await connection.ExecuteAsync(dialect.Begin);
        try
        {
            await connection.ExecuteAsync(dialect.Schema(migration.Sql));
            await connection.ExecuteAsync(
                "INSERT INTO schema_version (version, name) VALUES (@Version, @Name)",
                new { migration.Version, migration.Name }
            );
            await connection.ExecuteAsync("COMMIT");
        }
        catch (DbException e)
        {
            // A full disk ends the transaction by itself.
            if (dialect.InTransaction(connection))
            {
                await connection.ExecuteAsync("ROLLBACK");
            }
            throw new StorageException(
                $"Migration {migration.Name} of the database {dialect.Name} failed: {e.Message}",
                e
            );
        }
    }
}
