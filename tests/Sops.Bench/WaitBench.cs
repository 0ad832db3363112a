using System.Globalization;
using Dapper;

namespace Sops.Bench;

/// <summary>What tasks cost that only wait, and how soon a service that was killed goes on with those that do not.</summary>
internal static class WaitBench
{
    private const int Waiting = 100_000;
    private const int Running = 10_000;
    private const int RunningNodes = 20;
    private const int RunningSeconds = 5;
    private const int InFlight = 64;
    private const int Samples = 5;
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Resumed = TimeSpan.FromSeconds(60);

    public static async Task RunAsync(string directory, TextWriter output)
    {
        await output.WriteLineAsync(
            $"SQLite, WAL, synchronous=FULL; the server in its own process, median of {Samples} starts\n"
        );
        using var folder = new BenchFolder(directory);
        var bare = await IdleAsync(() => ServerProcess.StartBareAsync(folder));
        await output.FigureAsync("limit: a bare gRPC host, start to first answer, ms", bare.Starts);
        await output.FigureAsync("limit: a bare gRPC host, memory, MB", bare.Memory);
        var limits = await LimitsAsync(folder, output);
        var idle = await IdleAsync(() => ServerProcess.StartOverAsync(folder));
        await output.FigureAsync("idle: start to first answer, ms", idle.Starts, OfBare(idle.Starts, bare.Starts));
        await output.FigureAsync("idle: memory, MB", idle.Memory, OfBare(idle.Memory, bare.Memory));
        await output.FigureAsync(
            $"memory after making {Waiting:N0} waiting tasks, MB",
            await FilledAsync(directory, folder)
        );
        var full = await IdleAsync(() => ServerProcess.StartOverAsync(folder));
        await output.FigureAsync(
            $"memory with {Waiting:N0} waiting tasks, MB",
            full.Memory,
            string.Create(
                CultureInfo.InvariantCulture,
                $"{(full.Memory.Median - idle.Memory.Median) * 1e6 / Waiting:F0} bytes a task"
            )
        );
        var starts = await RestartsAsync(folder);
        var serving = Statistics.Of(starts.Select(s => s.Serving));
        var resumed = Statistics.Of(starts.Select(s => s.Resumed));
        var taken = Statistics.Of(starts.Select(s => s.Resumed - s.Serving));
        await output.FigureAsync(
            $"killed, {Waiting:N0} stored, {Running:N0} running: serving, ms",
            serving,
            OfBare(serving, bare.Starts)
        );
        await output.FigureAsync(
            "… all of them resumed, ms",
            resumed,
            $"{limits.OfOneCommit(TimeSpan.FromMilliseconds(taken.Median) / Running)} a task"
        );
    }

    private static string OfBare(Statistics figure, Statistics bare) =>
        string.Create(CultureInfo.InvariantCulture, $"{figure.Median / bare.Median:F2} of a bare host");

    private static async Task<Limits> LimitsAsync(BenchFolder folder, TextWriter output)
    {
        await using var server = await ServerProcess.StartOverAsync(folder);
        using var client = new BenchClient(server);
        return await Limits.PrintAsync(server, client, output);
    }

    private static async Task<(Statistics Starts, Statistics Memory)> IdleAsync(Func<Task<ServerProcess>> startAsync)
    {
        var (starts, memory) = (new List<double>(), new List<double>());
        for (var i = 0; i < Samples; i++)
        {
            await using var server = await startAsync();
            starts.Add(server.StartTime.TotalMilliseconds);
            await Task.Delay(Settled);
            memory.Add(server.Memory / 1e6);
        }
        return (Statistics.Of(starts), Statistics.Of(memory));
    }

    /// <summary>The last time it is that folder which is filled, the times before another.</summary>
    private static async Task<Statistics> FilledAsync(string directory, BenchFolder folder)
    {
        var memory = new List<double>();
        while (memory.Count < Samples - 1)
        {
            using var other = new BenchFolder(directory);
            memory.Add(await FillAsync(other));
        }
        memory.Add(await FillAsync(folder));
        return Statistics.Of(memory);
    }

    /// <summary>Half of them wait for a timer, half for a callback. Gives the megabytes that the service holds then.</summary>
    private static async Task<double> FillAsync(BenchFolder folder)
    {
        await using var server = await ServerProcess.StartOverAsync(folder);
        using var client = new BenchClient(server);
        var timer = await client.TemplateAsync(Trees.Sleeps(1, seconds: 86_400));
        var callback = await client.TemplateAsync(Trees.Chain(1, Trees.Pause));
        await Task.WhenAll(
            client.StartAllAsync(timer, Waiting / 2, InFlight / 2),
            client.StartAllAsync(callback, Waiting / 2, InFlight / 2)
        );
        await Task.Delay(Settled);
        return server.Memory / 1e6;
    }

    private static async Task<IReadOnlyList<(double Serving, double Resumed)>> RestartsAsync(BenchFolder folder)
    {
        await using (var server = await ServerProcess.StartOverAsync(folder))
        {
            using var client = new BenchClient(server);
            var running = await client.TemplateAsync(Trees.Sleeps(RunningNodes, RunningSeconds));
            await client.StartAllAsync(running, Running, InFlight);
        }
        var starts = new List<(double, double)>();
        while (starts.Count < Samples)
        {
            // Everything that was under way is due by then.
            await Task.Delay(TimeSpan.FromSeconds(RunningSeconds + 1));
            await using var database = await folder.OpenAsync();
            var begun = DateTimeOffset.UtcNow;
            await using var server = await ServerProcess.StartOverAsync(folder);
            while (
                await database.ExecuteScalarAsync<long?>(
                    "SELECT 1 FROM work_item WHERE due_at < @begun LIMIT 1",
                    new { begun = begun.ToUnixTimeMilliseconds() }
                ) == 1
            )
            {
                if (DateTimeOffset.UtcNow - begun > Resumed)
                {
                    throw new InvalidOperationException($"not all was resumed within {Resumed.TotalSeconds} s");
                }
                await Task.Delay(10);
            }
            starts.Add((server.StartTime.TotalMilliseconds, (DateTimeOffset.UtcNow - begun).TotalMilliseconds));
        }
        return starts;
    }
}
