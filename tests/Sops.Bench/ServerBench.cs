using System.Diagnostics;
using System.Globalization;
using Sops.V1;

namespace Sops.Bench;

/// <summary>Calls a second that a started server answers, against what the disk and a bare gRPC call can do.</summary>
internal static class ServerBench
{
    private const int Samples = 5;
    private static readonly TimeSpan Sample = TimeSpan.FromSeconds(3);

    public static async Task RunAsync(string directory, TextWriter output)
    {
        await output.WriteLineAsync(
            $"SQLite, WAL, synchronous=FULL; the server in its own process, {Limits.InFlight} calls in flight, "
                + $"median of {Samples} samples of {Sample.TotalSeconds} s\n"
        );
        await using var server = await ServerProcess.StartAsync(directory);
        using var client = new BenchClient(server);
        using var http = new HttpClient { BaseAddress = server.Rest };
        var waiting = await client.TemplateAsync(Trees.Chain(5, Trees.Pause));
        var running = await client.TemplateAsync(Trees.Chain(5, Trees.Echo));
        var shown = await client.StartedAsync(await client.TemplateAsync(Trees.Chain(20, Trees.Echo)));
        await client.WatchAsync(shown);
        var status = new GetTaskStatusRequest { BkBizId = BenchClient.Business, TaskId = shown };

        var limits = await Limits.PrintAsync(server, client, output);
        await Line("get_task_status of 20 nodes, gRPC", () => client.Tasks.GetTaskStatusAsync(status).ResponseAsync);
        await Line(
            "get_task_status of 20 nodes, REST",
            () =>
                http.GetByteArrayAsync(
                    new Uri($"/apigw/get_task_status/{shown}/{BenchClient.Business}/", UriKind.Relative)
                )
        );
        await Line("create_and_start_task, 5 nodes, first one waits", () => client.StartedAsync(waiting), writes: true);
        await Line(
            "create_and_start_task, 5 nodes, all run meanwhile",
            () => client.StartedAsync(running),
            writes: true
        );

        async Task Line(string what, Func<Task> call, bool writes = false)
        {
            var rate = await MeasureAsync(call);
            var ofBare = string.Create(
                CultureInfo.InvariantCulture,
                $"{rate.Median / limits.Calls.Median:F2} of bare calls"
            );
            await output.FigureAsync(what, rate, writes ? $"{ofBare}, {limits.OfCommits(rate.Median)}" : ofBare);
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
                .Range(0, Limits.InFlight)
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
