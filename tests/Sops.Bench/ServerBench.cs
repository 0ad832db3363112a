using System.Diagnostics;
using System.Globalization;
using Grpc.Health.V1;
using Sops.V1;

namespace Sops.Bench;

/// <summary>Calls a second that a started server answers, against what the disk and a bare gRPC call can do.</summary>
internal static class ServerBench
{
    private const int InFlight = 32;
    private const int Samples = 5;
    private static readonly TimeSpan Sample = TimeSpan.FromSeconds(3);

    public static async Task RunAsync(string directory, TextWriter output)
    {
        await output.WriteLineAsync(
            $"SQLite, WAL, synchronous=FULL; the server in its own process, {InFlight} calls in flight, "
                + $"median of {Samples} samples of {Sample.TotalSeconds} s\n"
        );
        await using var server = await ServerProcess.StartAsync(directory);
        using var client = new BenchClient(server);
        using var http = new HttpClient { BaseAddress = server.Rest };
        var health = new Health.HealthClient(client.Channel);
        var waiting = await client.TemplateAsync(Trees.Chain(5, Trees.Pause));
        var running = await client.TemplateAsync(Trees.Chain(5, Trees.Echo));
        var shown = await client.StartedAsync(await client.TemplateAsync(Trees.Chain(20, Trees.Echo)));
        await client.WatchAsync(shown);
        var status = new GetTaskStatusRequest { BkBizId = BenchClient.Business, TaskId = shown };

        var disk = Statistics.Of(
            Enumerable.Range(0, Samples).Select(i => Disk.AppendsPerSecond(Path.Combine(server.Folder, $"{i}.disk")))
        );
        await output.WriteLineAsync($"{"4 KiB appended and fsynced", -52}{disk}");
        var bare = await MeasureAsync(() => health.CheckAsync(new HealthCheckRequest()).ResponseAsync);
        await output.WriteLineAsync($"{"bare unary gRPC (grpc.health.v1 Check)", -52}{bare}\n");
        await Line("get_task_status of 20 nodes, gRPC", () => client.Tasks.GetTaskStatusAsync(status).ResponseAsync);
        await Line(
            "get_task_status of 20 nodes, REST",
            () =>
                http.GetByteArrayAsync(
                    new Uri($"/apigw/get_task_status/{shown}/{BenchClient.Business}/", UriKind.Relative)
                )
        );
        await Line("create_and_start_task, 5 nodes, first one waits", () => client.StartedAsync(waiting));
        await Line("create_and_start_task, 5 nodes, all run meanwhile", () => client.StartedAsync(running));

        async Task Line(string what, Func<Task> call)
        {
            var rate = await MeasureAsync(call);
            await output.WriteLineAsync(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{what, -52}{rate, -40} {rate.Median / disk.Median, 6:F2} of disk {rate.Median / bare.Median, 6:F2} of bare"
                )
            );
        }
    }

    private static async Task<Statistics> MeasureAsync(Func<Task> call)
    {
        await RateAsync(call);
        var samples = new List<double>();
        for (var i = 0; i < Samples; i++)
        {
            samples.Add(await RateAsync(call));
        }
        return Statistics.Of(samples);
    }

    private static async Task<double> RateAsync(Func<Task> call)
    {
        var watch = Stopwatch.StartNew();
        var counts = await Task.WhenAll(
            Enumerable
                .Range(0, InFlight)
                .Select(_ =>
                    Task.Run(async () =>
                    {
                        var calls = 0L;
                        for (; watch.Elapsed < Sample; calls++)
                        {
                            await call();
                        }
                        return calls;
                    })
                )
        );
        return counts.Sum() / watch.Elapsed.TotalSeconds;
    }
}
