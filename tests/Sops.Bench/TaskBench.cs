using System.Diagnostics;
using System.Globalization;

namespace Sops.Bench;

/// <summary>How fast tasks run on a started server, from the first call to the last node's end.</summary>
internal static class TaskBench
{
    private const int Tasks = 1000;
    private const int Nodes = 5;
    private const int InFlight = 64;
    private const int Samples = 5;
    private const int WarmUps = 10;
    private const int Links = 40;
    private const int Wide = 1000;
    private const int Long = 10_000;
    private const int Short = 100;

    public static async Task RunAsync(string directory, TextWriter output)
    {
        await output.WriteLineAsync(
            $"SQLite, WAL, synchronous=FULL; the server in its own process, median of {Samples} runs\n"
        );
        await using var server = await ServerProcess.StartAsync(directory);
        using var client = new BenchClient(server);
        var disk = await Limits.PrintAsync(server.Folder, client, output);
        await ManyAsync(server, client, disk, output);
        if (Environment.GetEnvironmentVariable("ONLY") is not null)
        {
            return;
        }
        await ChainAsync(client, disk, output);
        await LongAsync(client, output);
        await WideAsync(client, output);
    }

    private static async Task ManyAsync(ServerProcess server, BenchClient client, Limits limits, TextWriter output)
    {
        var template = await client.TemplateAsync(Trees.Chain(Nodes, "test_echo"));
        async Task<double> OnceAsync()
        {
            var watch = Stopwatch.StartNew();
            await client.StartAllAsync(template, Tasks, InFlight);
            await client.AllFinishedAsync();
            return Tasks * Nodes / watch.Elapsed.TotalSeconds;
        }
        for (var i = 0; i < WarmUps; i++)
        {
            await OnceAsync();
        }
        var (before, cpu) = (server.Stored, server.Cpu);
        var rate = await Statistics.OfAsync(Samples, OnceAsync);
        await output.FigureAsync(
            $"{Tasks:N0} tasks of {Nodes} nodes in a row, nodes/s",
            rate,
            $"{rate.Median / limits.Commits.Median:F2} of one-row commits/s"
        );
        cpu = server.Cpu - cpu;
        Console.WriteLine($"cpu ms per task {cpu.TotalMilliseconds / Samples / Tasks}");
        var bytes = (server.Stored - before) / (double)(Samples * Tasks * Nodes);
        await output.FigureAsync("bytes in the file per finished node", new Statistics(bytes, bytes, bytes));
    }

    private static async Task ChainAsync(BenchClient client, Limits limits, TextWriter output)
    {
        var template = await client.TemplateAsync(Trees.Chain(Links, "test_echo"));
        var micros = new List<double>();
        for (var i = 0; i < Samples + 1; i++)
        {
            var task = await client.StartedAsync(template);
            await client.WatchAsync(task);
            if (i > 0)
            {
                micros.AddRange(await TurnTimesAsync(client, template));
            }
        }
        micros.Sort();
        var (half, most) = (micros[micros.Count / 2], micros[(int)(micros.Count * 0.99)]);
        await output.FigureAsync(
            $"one task, {Links} nodes in a row: a node, p50, µs",
            new Statistics(half, micros[0], micros[^1]),
            $"{half / (1e6 / limits.Commits.Median):F2} of one commit; p99 {most:N0} µs"
        );
    }

    /// <summary>How long each node took, as a watcher saw it.</summary>
    private static async Task<IEnumerable<double>> TurnTimesAsync(BenchClient client, long template)
    {
        var task = await client.StartedAsync(template);
        var (seen, watch) = (new List<(long Revision, double At)>(), Stopwatch.StartNew());
        await client.WatchAsync(task, m => seen.Add((m.Revision, watch.Elapsed.TotalMicroseconds)));
        return seen.Zip(seen.Skip(1), (a, b) => b.Revision == a.Revision + 1 ? b.At - a.At : double.NaN)
            .Where(t => !double.IsNaN(t));
    }

    private static async Task LongAsync(BenchClient client, TextWriter output)
    {
        var brief = await RunsAsync(client, Trees.Chain(Short, "test_echo"));
        var whole = await RunsAsync(client, Trees.Chain(Long, "test_echo"));
        await output.FigureAsync($"one task of {Short} nodes in a row, ms", brief);
        await output.FigureAsync(
            $"one task of {Long:N0} nodes in a row, ms",
            whole,
            $"nodes/s {Long / whole.Median * 1000:N0}, {Long / whole.Median / (Short / brief.Median):F2} of those at {Short}"
        );
    }

    private static async Task WideAsync(BenchClient client, TextWriter output) =>
        await output.FigureAsync(
            $"one task, a parallel gateway of {Wide:N0}, ms",
            await RunsAsync(client, Trees.Wide(Wide))
        );

    private static async Task<Statistics> RunsAsync(BenchClient client, string tree)
    {
        var template = await client.TemplateAsync(tree);
        await OnceAsync();
        return await Statistics.OfAsync(Samples, OnceAsync);

        async Task<double> OnceAsync()
        {
            var watch = Stopwatch.StartNew();
            await client.StartedAsync(template);
            await client.AllFinishedAsync();
            return watch.Elapsed.TotalMilliseconds;
        }
    }
}
