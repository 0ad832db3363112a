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
    private const int Chains = 50;
    private const int Wide = 1000;
    private const int Long = 10_000;
    private const int Short = 100;

    private static readonly (string Component, string What)[] Kinds =
    [
        (Trees.Echo, ""),
        (Trees.Call, ", counted as having effects"),
    ];

    public static string Tree { get; } = Trees.Chain(Nodes, Trees.Echo);

    public static async Task RunAsync(string directory, TextWriter output)
    {
        await output.WriteLineAsync(
            $"SQLite, WAL, synchronous=FULL; the server in its own process, median of {Samples} runs\n"
        );
        await using var server = await ServerProcess.StartAsync(directory, ("Sops__Limits__Nodes", $"{2 * Long}"));
        using var client = new BenchClient(server);
        var limits = await Limits.PrintAsync(server, client, output);
        foreach (var (component, what) in Kinds)
        {
            await ManyAsync(server, client, limits, component, what, output);
            await ChainAsync(client, limits, component, what, output);
            await LongAsync(server, client, limits, component, what, output);
            await WideAsync(server, client, limits, component, what, output);
        }
    }

    private static async Task ManyAsync(
        ServerProcess server,
        BenchClient client,
        Limits limits,
        string component,
        string what,
        TextWriter output
    )
    {
        var run = await ManyAsync(server, client, Trees.Chain(Nodes, component));
        var (before, cpu) = (server.Stored, server.Cpu);
        var rate = await Statistics.OfAsync(Samples, run);
        await output.FigureAsync(
            $"{Tasks:N0} tasks of {Nodes} nodes in a row{what}, nodes/s",
            rate,
            limits.OfCommits(rate.Median)
        );
        cpu = server.Cpu - cpu;
        var bytes = (server.Stored - before) / (double)(Samples * Tasks * Nodes);
        var micros = cpu.TotalMicroseconds / (Samples * Tasks * Nodes);
        await output.FigureAsync("processor time of the server per node, µs", new Statistics(micros, micros, micros));
        await output.FigureAsync("bytes in the file per finished node", new Statistics(bytes, bytes, bytes));
    }

    /// <summary>The same on two servers in turn.</summary>
    public static async Task<(Statistics One, Statistics Other)> CompareAsync(
        (ServerProcess Server, BenchClient Client) one,
        (ServerProcess Server, BenchClient Client) other
    )
    {
        var (runOne, runOther) = (
            await ManyAsync(one.Server, one.Client, Tree),
            await ManyAsync(other.Server, other.Client, Tree)
        );
        List<double> ones = [],
            others = [];
        for (var i = 0; i < Samples; i++)
        {
            ones.Add(await runOne());
            others.Add(await runOther());
        }
        return (Statistics.Of(ones), Statistics.Of(others));
    }

    /// <summary>A run that gives nodes a second, of a server that is warm.</summary>
    public static async Task<Func<Task<double>>> ManyAsync(ServerProcess server, BenchClient client, string tree)
    {
        var template = await client.TemplateAsync(tree);
        for (var i = 0; i < WarmUps; i++)
        {
            await OnceAsync();
        }
        return OnceAsync;

        async Task<double> OnceAsync()
        {
            var watch = Stopwatch.StartNew();
            await client.StartAllAsync(template, Tasks, InFlight);
            await server.AllEndedAsync();
            return Tasks * Nodes / watch.Elapsed.TotalSeconds;
        }
    }

    private static async Task ChainAsync(
        BenchClient client,
        Limits limits,
        string component,
        string what,
        TextWriter output
    )
    {
        var template = await client.TemplateAsync(Trees.Chain(Links, component));
        var (means, gaps) = (new List<double>(), new List<double>());
        for (var i = 0; i < WarmUps + Chains; i++)
        {
            var (mean, longest) = await ChainTimeAsync(client, template);
            if (i >= WarmUps)
            {
                means.Add(mean);
                gaps.AddRange(longest);
            }
        }
        means.Sort();
        gaps.Sort();
        var half = means[Chains / 2];
        await output.FigureAsync(
            $"one task, {Links} nodes in a row{what}: µs a node",
            Statistics.Of(means),
            $"{limits.OfOneCommit(TimeSpan.FromMicroseconds(half))}; between two nodes p99 {gaps[(int)(gaps.Count * 0.99)]:N0}"
        );
    }

    /// <summary>
    /// Microseconds a node from the start's call until a watcher has seen the task's end, and those between what it sees of a
    /// node and of the next.
    /// </summary>
    private static async Task<(double Mean, IEnumerable<double> Gaps)> ChainTimeAsync(BenchClient client, long template)
    {
        var task = await client.CreatedAsync(template);
        using var watching = await client.WatchingAsync(task);
        var (ends, watch) = (new List<double>(), Stopwatch.StartNew());
        var started = client.StartAsync(task);
        while (await watching.ResponseStream.MoveNext(default))
        {
            ends.Add(watch.Elapsed.TotalMicroseconds);
        }
        await started;
        return (ends[^1] / Links, ends.Zip(ends.Skip(1), (a, b) => b - a));
    }

    private static async Task LongAsync(
        ServerProcess server,
        BenchClient client,
        Limits limits,
        string component,
        string what,
        TextWriter output
    )
    {
        var brief = await RunsAsync(server, client, Trees.Chain(Short, component));
        var whole = await RunsAsync(server, client, Trees.Chain(Long, component));
        await output.FigureAsync($"one task of {Short} nodes in a row{what}, ms", brief);
        await output.FigureAsync(
            $"one task of {Long:N0} nodes in a row{what}, ms",
            whole,
            $"nodes/s {Long / whole.Median * 1000:N0}, {Long / whole.Median / (Short / brief.Median):F2} of those at {Short}; {limits.OfOneCommit(TimeSpan.FromMilliseconds(whole.Median) / Long)} a node"
        );
    }

    private static async Task WideAsync(
        ServerProcess server,
        BenchClient client,
        Limits limits,
        string component,
        string what,
        TextWriter output
    )
    {
        var runs = await RunsAsync(server, client, Trees.Wide(Wide, component));
        await output.FigureAsync(
            $"one task, a parallel gateway of {Wide:N0}{what}, ms",
            runs,
            $"{limits.OfOneCommit(TimeSpan.FromMilliseconds(runs.Median) / Wide)} a branch"
        );
    }

    private static async Task<Statistics> RunsAsync(ServerProcess server, BenchClient client, string tree)
    {
        var template = await client.TemplateAsync(tree);
        await OnceAsync();
        return await Statistics.OfAsync(Samples, OnceAsync);

        async Task<double> OnceAsync()
        {
            var watch = Stopwatch.StartNew();
            await client.StartedAsync(template);
            await server.AllEndedAsync();
            return watch.Elapsed.TotalMilliseconds;
        }
    }
}
