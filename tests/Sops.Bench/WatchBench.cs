using System.Collections.Concurrent;
using System.Globalization;
using Sops.V1;

namespace Sops.Bench;

/// <summary>How soon many watchers learn of turns, and what idle ones cost.</summary>
internal static class WatchBench
{
    private const int Tasks = 100;
    private const int WatchersPerTask = 10;
    private const int Nodes = 20;
    private const double NodeSeconds = 0.2;
    private const int Idle = 10_000;
    private const int Samples = 5;
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(5);

    public static async Task RunAsync(string directory, TextWriter output)
    {
        await output.WriteLineAsync(
            $"SQLite, WAL, synchronous=FULL; the server in its own process, median of {Samples} runs\n"
        );
        await using var server = await ServerProcess.StartAsync(directory);
        using var client = new BenchClient(server);
        await DeliveryAsync(client, output);
        await IdleAsync(server, client, output);
    }

    private static async Task DeliveryAsync(BenchClient client, TextWriter output)
    {
        var template = await client.TemplateAsync(Trees.Sleeps(Nodes, NodeSeconds));
        await DelaysAsync(client, template);
        var (half, most) = (new List<double>(), new List<double>());
        for (var i = 0; i < Samples; i++)
        {
            var delays = await DelaysAsync(client, template);
            half.Add(delays[delays.Count / 2]);
            most.Add(delays[(int)(delays.Count * 0.99)]);
        }
        var what = $"{Tasks * WatchersPerTask:N0} watchers on {Tasks} running tasks: turn to delivery";
        await output.FigureAsync($"{what}, p50, ms", Statistics.Of(half));
        await output.FigureAsync("… p99, ms", Statistics.Of(most));
    }

    /// <summary>Milliseconds from the moment a turn was decided, before its commit, to each watcher's having it.</summary>
    private static async Task<List<double>> DelaysAsync(BenchClient client, long template)
    {
        var tasks = await client.StartAllAsync(template, Tasks, inFlight: 8);
        var delays = new ConcurrentQueue<double>();
        await Task.WhenAll(
            tasks
                .SelectMany(t => Enumerable.Repeat(t, WatchersPerTask))
                .Select(t =>
                    client.WatchAsync(
                        t,
                        seen =>
                        {
                            if (seen.EventCase == WatchTaskStatusResponse.EventOneofCase.Change)
                            {
                                var at = seen.Change.CommitTime.ToDateTimeOffset();
                                delays.Enqueue((DateTimeOffset.UtcNow - at).TotalMilliseconds);
                            }
                        }
                    )
                )
        );
        return [.. delays.Order()];
    }

    private static async Task IdleAsync(ServerProcess server, BenchClient client, TextWriter output)
    {
        var waiting = await client.StartedAsync(await client.TemplateAsync(Trees.Chain(1, Trees.Pause)));
        await Task.Delay(Settled);
        var before = server.Memory;
        var request = new WatchTaskStatusRequest { BkBizId = BenchClient.Business, TaskId = waiting };
        using var ends = new CancellationTokenSource();
        var watches = Enumerable
            .Range(0, Idle)
            .Select(_ => client.Tasks.WatchTaskStatus(request, cancellationToken: ends.Token))
            .ToList();
        await Task.WhenAll(watches.Select(w => w.ResponseStream.MoveNext(default)));
        await Task.Delay(Settled);
        var each = (server.Memory - before) / 1e3 / Idle;
        await output.FigureAsync(
            $"{Idle:N0} idle watchers: memory of the server, MB",
            new Statistics(server.Memory / 1e6, before / 1e6, server.Memory / 1e6),
            string.Create(CultureInfo.InvariantCulture, $"{each:F1} kB each")
        );
        await ends.CancelAsync();
        watches.ForEach(w => w.Dispose());
    }
}
