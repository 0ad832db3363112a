using System.Collections.Concurrent;
using System.Globalization;
using Grpc.Core;
using Grpc.Health.V1;
using Sops.V1;

namespace Sops.Bench;

/// <summary>How soon many watchers learn of turns, and what idle ones cost.</summary>
internal static class WatchBench
{
    private const int Tasks = 100;
    private const int WatchersPerTask = 10;
    private const int Nodes = 20;
    private const double NodeSeconds = 0.2;
    private const int Connections = 10;
    private const int BusinessWatchers = 20;
    private const int Idle = 10_000;
    private const int InFlight = 64;
    private const int Samples = 5;
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(5);

    public static async Task RunAsync(string directory, TextWriter output)
    {
        await output.WriteLineAsync(
            $"SQLite, WAL, synchronous=FULL; the server in its own process, median of {Samples} runs\n"
        );
        // One for each, so that none is measured with what the one before has left behind.
        foreach (
            var measure in (Func<ServerProcess, BenchClient, TextWriter, Task>[])
                [DeliveryAsync, BusinessAsync, BareAsync, IdleAsync]
        )
        {
            await using var server = await ServerProcess.StartAsync(directory);
            using var client = new BenchClient(server);
            await measure(server, client, output);
        }
    }

    private static async Task DeliveryAsync(ServerProcess server, BenchClient client, TextWriter output)
    {
        var limits = await Limits.PrintAsync(server, client, output);
        var template = await client.TemplateAsync(Trees.Sleeps(Nodes, NodeSeconds));
        var watchers = Enumerable.Range(0, Connections).Select(_ => new BenchClient(server)).ToList();
        await DelaysAsync(client, watchers, template);
        var (half, most) = (new List<double>(), new List<double>());
        for (var i = 0; i < Samples; i++)
        {
            var delays = await DelaysAsync(client, watchers, template);
            half.Add(delays[delays.Count / 2]);
            most.Add(delays[(int)(delays.Count * 0.99)]);
        }
        watchers.ForEach(w => w.Dispose());
        var what = $"{Tasks * WatchersPerTask:N0} watchers on {Tasks} running tasks: turn to delivery";
        await LineAsync($"{what}, p50, ms", half);
        await LineAsync("… p99, ms", most);

        Task LineAsync(string figure, List<double> samples)
        {
            var delays = Statistics.Of(samples);
            return output.FigureAsync(figure, delays, limits.OfOneCommit(TimeSpan.FromMilliseconds(delays.Median)));
        }
    }

    /// <summary>
    /// Milliseconds from the moment a turn was decided, before its commit, to each watcher's having it: of watchers who were
    /// there before the tasks began, and of tasks that began evenly over the time of a node.
    /// </summary>
    private static async Task<List<double>> DelaysAsync(
        BenchClient client,
        IReadOnlyList<BenchClient> watchers,
        long template
    )
    {
        var tasks = new List<long>();
        while (tasks.Count < Tasks)
        {
            tasks.Add(await client.CreatedAsync(template));
        }
        var delays = new ConcurrentQueue<double>();
        var watches = await Task.WhenAll(
            tasks.SelectMany(
                (t, i) =>
                    Enumerable.Range(0, WatchersPerTask).Select(w => watchers[(i + w) % Connections].WatchingAsync(t))
            )
        );
        var seen = Task.WhenAll(watches.Select(w => SeenAsync(w, delays)));
        using var next = new PeriodicTimer(TimeSpan.FromSeconds(NodeSeconds / Tasks));
        foreach (var task in tasks)
        {
            await next.WaitForNextTickAsync();
            await client.StartAsync(task);
        }
        await seen;
        return [.. delays.Order()];
    }

    private static async Task SeenAsync(
        AsyncServerStreamingCall<WatchTaskStatusResponse> watch,
        ConcurrentQueue<double> delays
    )
    {
        using (watch)
        {
            while (await watch.ResponseStream.MoveNext(default))
            {
                if (
                    watch.ResponseStream.Current is
                    { EventCase: WatchTaskStatusResponse.EventOneofCase.Change, Change: var change }
                )
                {
                    delays.Enqueue((DateTimeOffset.UtcNow - change.CommitTime.ToDateTimeOffset()).TotalMilliseconds);
                }
            }
        }
    }

    /// <summary>What a busy business costs by being watched in one stream.</summary>
    private static async Task BusinessAsync(ServerProcess server, BenchClient client, TextWriter output)
    {
        var run = await TaskBench.ManyAsync(server, client, TaskBench.Tree);
        var (alone, watched) = (new List<double>(), new List<double>());
        for (var i = 0; i < Samples; i++)
        {
            alone.Add(await run());
            using var ends = new CancellationTokenSource();
            var request = new WatchTasksRequest { BkBizId = BenchClient.Business };
            var watches = Enumerable
                .Range(0, BusinessWatchers)
                .Select(_ => ReadAsync(client.Tasks.WatchTasks(request, cancellationToken: ends.Token), ends.Token))
                .ToList();
            watched.Add(await run());
            await ends.CancelAsync();
            await Task.WhenAll(watches);
        }
        var (without, with) = (Statistics.Of(alone), Statistics.Of(watched));
        await output.FigureAsync("nodes/s of a business that nobody watches", without);
        await output.FigureAsync(
            $"… that {BusinessWatchers} clients watch whole",
            with,
            string.Create(CultureInfo.InvariantCulture, $"{with.Median / without.Median:F2} of those")
        );
    }

    private static async Task ReadAsync(AsyncServerStreamingCall<WatchTasksResponse> watch, CancellationToken ends)
    {
        using (watch)
        {
            try
            {
                while (await watch.ResponseStream.MoveNext(default)) { }
            }
            // A message may be half read then, which the client tells in many ways.
            catch (RpcException) when (ends.IsCancellationRequested) { }
        }
    }

    /// <summary>What a stream costs that never says anything: the least that the libraries let one cost.</summary>
    private static Task BareAsync(ServerProcess server, BenchClient client, TextWriter output)
    {
        var health = new Health.HealthClient(client.Channel);
        return IdleAsync(
            server,
            $"limit: {Idle:N0} idle streams of grpc.health.v1",
            ends => health.Watch(new HealthCheckRequest(), cancellationToken: ends),
            output
        );
    }

    private static async Task IdleAsync(ServerProcess server, BenchClient client, TextWriter output)
    {
        var waiting = await client.StartedAsync(await client.TemplateAsync(Trees.Chain(1, Trees.Pause)));
        var request = new WatchTaskStatusRequest { BkBizId = BenchClient.Business, TaskId = waiting };
        await IdleAsync(
            server,
            $"{Idle:N0} idle watchers",
            ends => client.Tasks.WatchTaskStatus(request, cancellationToken: ends),
            output
        );
    }

    private static async Task IdleAsync<T>(
        ServerProcess server,
        string what,
        Func<CancellationToken, AsyncServerStreamingCall<T>> open,
        TextWriter output
    )
    {
        await Task.Delay(Settled);
        var before = server.Memory;
        using var ends = new CancellationTokenSource();
        var streams = new ConcurrentBag<AsyncServerStreamingCall<T>>();
        await Parallel.ForEachAsync(
            Enumerable.Range(0, Idle),
            new ParallelOptions { MaxDegreeOfParallelism = InFlight },
            async (_, cancellation) =>
            {
                var stream = open(ends.Token);
                streams.Add(stream);
                await stream.ResponseStream.MoveNext(cancellation);
            }
        );
        await Task.Delay(Settled);
        var after = server.Memory;
        await output.FigureAsync(
            $"{what}: memory of the server, MB",
            new Statistics(after / 1e6, before / 1e6, after / 1e6),
            string.Create(CultureInfo.InvariantCulture, $"{(after - before) / 1e3 / Idle:F1} kB each")
        );
        await ends.CancelAsync();
        foreach (var stream in streams)
        {
            stream.Dispose();
        }
    }
}
