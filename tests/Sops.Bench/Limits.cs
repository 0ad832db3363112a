using System.Diagnostics;
using System.Globalization;
using Grpc.Health.V1;
using Microsoft.Data.Sqlite;

namespace Sops.Bench;

/// <summary>What the machine and its libraries can do at most at that time, which figures are compared with.</summary>
/// <param name="Appends">4 KiB appended and fsynced, a second.</param>
/// <param name="Commits">SQLite transactions of one row, a second.</param>
/// <param name="Batches">Rows a second in SQLite transactions of 64.</param>
/// <param name="Calls">Unary gRPC calls a second to a started server that do nothing.</param>
internal sealed record Limits(Statistics Appends, Statistics Commits, Statistics Batches, Statistics Calls)
{
    private const int Samples = 5;
    private const int Batch = 64;
    public const int InFlight = 64;
    private static readonly TimeSpan Sample = TimeSpan.FromSeconds(1);

    /// <summary>A time as a multiple of what one commit of one row takes.</summary>
    public string OfOneCommit(TimeSpan time) =>
        string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds * Commits.Median:F2} of one commit");

    /// <summary>What was done a second against how often one row can be committed.</summary>
    public string OfCommits(double perSecond) =>
        string.Create(CultureInfo.InvariantCulture, $"{perSecond / Commits.Median:F2} of one-row commits/s");

    /// <summary>Measured on the disk that the server writes to.</summary>
    public static async Task<Limits> PrintAsync(ServerProcess server, BenchClient client, TextWriter output)
    {
        var folder = server.Folder;
        var health = new Health.HealthClient(client.Channel);
        async Task<double> CallsAsync()
        {
            var watch = Stopwatch.StartNew();
            var calls = await Task.WhenAll(
                Enumerable
                    .Range(0, InFlight)
                    .Select(async _ =>
                    {
                        var made = 0L;
                        for (; watch.Elapsed < Sample; made++)
                        {
                            await health.CheckAsync(new HealthCheckRequest());
                        }
                        return made;
                    })
            );
            return calls.Sum() / watch.Elapsed.TotalSeconds;
        }
        await CallsAsync();
        var limits = new Limits(
            Many(i => Disk.AppendsPerSecond(Path.Combine(folder, $"{i}.disk"))),
            Many(i => RowsPerSecond(Path.Combine(folder, $"{i}.one"), 1)),
            Many(i => RowsPerSecond(Path.Combine(folder, $"{i}.many"), Batch)),
            await Statistics.OfAsync(Samples, CallsAsync)
        );
        await output.FigureAsync("limit: 4 KiB appended and fsynced, /s", limits.Appends);
        await output.FigureAsync("limit: SQLite commits of one row, /s", limits.Commits);
        await output.FigureAsync($"limit: rows in SQLite commits of {Batch}, /s", limits.Batches);
        await output.FigureAsync($"limit: bare unary gRPC, {InFlight} in flight, /s", limits.Calls);
        await output.WriteLineAsync();
        return limits;
    }

    private static Statistics Many(Func<int, double> sample) =>
        Statistics.Of(Enumerable.Range(0, Samples).Select(sample));

    private static double RowsPerSecond(string file, int batch)
    {
        using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        using var setup = connection.CreateCommand();
        setup.CommandText =
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE turn (id INTEGER PRIMARY KEY, doc TEXT)";
        setup.ExecuteNonQuery();
        using var insert = connection.CreateCommand();
        insert.CommandText = "INSERT INTO turn (doc) VALUES (@doc)";
        insert.Parameters.AddWithValue("@doc", new string('x', 200));
        var (rows, watch) = (0L, Stopwatch.StartNew());
        while (watch.Elapsed < Sample)
        {
            using var transaction = connection.BeginTransaction();
            insert.Transaction = transaction;
            for (var i = 0; i < batch; i++, rows++)
            {
                insert.ExecuteNonQuery();
            }
            transaction.Commit();
        }
        return rows / watch.Elapsed.TotalSeconds;
    }
}
