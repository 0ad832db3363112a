using System.Globalization;
using Dapper;

namespace Sops.Bench;

/// <summary>Whether a file that holds a million finished tasks is as fast as an empty one.</summary>
internal static class FullBench
{
    private const int Stored = 1_000_000;
    private const int Filling = 1000;

    public static async Task RunAsync(string directory, TextWriter output)
    {
        await output.WriteLineAsync("SQLite, WAL, synchronous=FULL; the server in its own process, median of 5 runs\n");
        using BenchFolder empty = new(directory),
            full = new(directory);
        await FillAsync(full);
        // In turn, since the machine is not the same from one minute to the next.
        await using var small = await ServerProcess.StartOverAsync(empty);
        await using var large = await ServerProcess.StartOverAsync(full);
        using BenchClient few = new(small),
            many = new(large);
        var limits = await Limits.PrintAsync(small, few, output);
        var (without, with) = await TaskBench.CompareAsync((small, few), (large, many));
        await output.FigureAsync("nodes/s in an empty file", without, limits.OfCommits(without.Median));
        await output.FigureAsync(
            $"nodes/s beside {Stored:N0} finished tasks",
            with,
            string.Create(
                CultureInfo.InvariantCulture,
                $"{with.Median / without.Median:F2} of those, {limits.OfCommits(with.Median)}"
            )
        );
        await output.FigureAsync(
            "size of the file, MB",
            new Statistics(large.Stored / 1e6, large.Stored / 1e6, large.Stored / 1e6)
        );
    }

    /// <summary>Runs one task to its end and copies all that is stored of it.</summary>
    private static async Task FillAsync(BenchFolder folder)
    {
        await using (var server = await ServerProcess.StartOverAsync(folder))
        {
            using var client = new BenchClient(server);
            await client.WatchAsync(await client.StartedAsync(await client.TemplateAsync(TaskBench.Tree)));
        }
        await using var connection = await folder.OpenAsync();
        await connection.ExecuteAsync("PRAGMA synchronous = OFF; PRAGMA cache_size = -1000000");
        await connection.ExecuteAsync(
            "CREATE TEMP TABLE fill AS WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < @Filling) SELECT i FROM n",
            new { Filling }
        );
        var tables = new[]
        {
            ("task", "id"),
            ("task_document", "task_id"),
            ("task_node", "task_id"),
            ("task_event", "task_id"),
        };
        for (var from = 1; from < Stored; from += Filling)
        {
            await using var some = await connection.BeginTransactionAsync();
            foreach (var (table, key) in tables)
            {
                var others = (
                    await connection.QueryAsync<string>(
                        $"SELECT name FROM pragma_table_info('{table}') WHERE name <> '{key}'"
                    )
                ).AsList();
                var columns = string.Join(", ", others);
                var values = string.Join(", ", others.Select(c => $"t.{c}"));
                await connection.ExecuteAsync(
                    $"INSERT INTO {table} ({key}, {columns}) SELECT fill.i + @from, {values} FROM {table} t, fill WHERE t.{key} = 1 ORDER BY fill.i",
                    new { from },
                    some,
                    commandTimeout: 600
                );
            }
            await some.CommitAsync();
        }
    }
}
