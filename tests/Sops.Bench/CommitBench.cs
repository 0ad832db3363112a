using System.Diagnostics;
using System.Globalization;
using Sops.Engine.Pipelines;
using Sops.Engine.Runs;
using Sops.Storage;

namespace Sops.Bench;

/// <summary>Turns made durable, by so many tasks at once, against what the disk can do.</summary>
internal static class CommitBench
{
    private const int Activities = 100;
    private const int Samples = 3;
    private const string Durability = "SQLite, WAL, synchronous=FULL: a turn is on the disk before it is answered";
    private static readonly int[] TasksAtOnce = [1, 16, 64, 256];
    private static readonly TimeSpan Sample = TimeSpan.FromSeconds(3);

    public static async Task RunAsync(string directory, TextWriter output)
    {
        using var place = new BenchFolder(directory);
        await output.WriteLineAsync($"{Durability}\nmedian of {Samples} samples of {Sample.TotalSeconds} s each\n");
        await output.WriteLineAsync("tasks    turns/s                          transactions/s   disk/s    ratio");
        var tree = Chain.Of(Activities);
        foreach (var tasks in TasksAtOnce)
        {
            var samples = new List<Measured>();
            for (var i = 0; i < Samples; i++)
            {
                samples.Add(await MeasureAsync(Path.Combine(place.Path, $"{tasks}-{i}.db"), tree, tasks));
            }
            var turns = Statistics.Of(samples.Select(s => s.Turns));
            var disk = Statistics.Of(samples.Select(s => s.Disk)).Median;
            var transactions = Statistics.Of(samples.Select(s => s.Transactions)).Median;
            await output.WriteLineAsync(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{tasks, 5}{turns, -40}{transactions, 8:N0}{disk, 12:N0}{turns.Median / disk, 9:F2}"
                )
            );
        }
        await output.WriteLineAsync(
            "\ndisk: 4 KiB appended and fsynced, one after the other, right before each sample"
        );
    }

    private sealed record Measured(double Turns, double Transactions, double Disk);

    private static async Task<Measured> MeasureAsync(string file, PipelineTree tree, int tasks)
    {
        var disk = Disk.AppendsPerSecond($"{file}.disk");
        await using var database = await Database.OpenAsync($"Data Source={file}");
        var before = database.Committer.Transactions;
        var watch = Stopwatch.StartNew();
        var workers = Enumerable
            .Range(0, tasks)
            .Select(worker => Task.Run(() => PlayAsync(database.Tasks, tree, worker, watch)));
        var turns = (await Task.WhenAll(workers)).Sum();
        var seconds = watch.Elapsed.TotalSeconds;
        return new Measured(turns / seconds, (database.Committer.Transactions - before) / seconds, disk);
    }

    /// <summary>One task after the other, turn by turn, each turn begun only when the one before is durable.</summary>
    private static async Task<long> PlayAsync(TaskStore store, PipelineTree tree, int worker, Stopwatch watch)
    {
        for (var (turns, round) = (0L, 0); ; round++)
        {
            var task = await StoredTask.CreateAsync(store, tree, worker, round);
            turns++;
            for (var node = tree.Root.Start.Outgoing[0].Target; node is ServiceActivity; node = node.Outgoing[0].Target)
            {
                if (watch.Elapsed > Sample)
                {
                    return turns;
                }
                await task.TurnAsync(node.Index);
                turns++;
            }
        }
    }
}
