using System.Diagnostics;
using System.Globalization;
using Sops.V1;

namespace Sops.Bench;

/// <summary>What becomes of the work done a second, and of the memory, when ten times as much is asked for as can be done.</summary>
internal static class OverloadBench
{
    private const int Factor = 10;
    private const int InFlight = 4096;
    private const int Samples = 5;
    private static readonly int[] ClosedLoops = [16, 64, 256];
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Sample = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Overload = TimeSpan.FromSeconds(60);

    public static async Task RunAsync(string directory, TextWriter output)
    {
        await output.WriteLineAsync(
            "SQLite, WAL, synchronous=FULL; server and client in processes of their own on the same cores\n"
                + "create_and_start_task of 5 echo nodes; goodput is tasks FINISHED a second\n"
        );
        await using var server = await ServerProcess.StartAsync(directory);
        using var client = new BenchClient(server);
        var request = new CreateAndStartTaskRequest
        {
            BkBizId = BenchClient.Business,
            TemplateId = await client.TemplateAsync(Trees.Chain(5, Trees.Echo)),
            Name = "bench",
        };
        using var load = await Load.OpenAsync(server.Grpc, "TaskService/CreateAndStartTask", request);

        var limits = await Limits.PrintAsync(server, client, output);
        await load.ClosedAsync(64, WarmUp);
        var (peak, best) = (0.0, 0);
        foreach (var callers in ClosedLoops)
        {
            var goodput = await ClosedAsync(callers);
            (peak, best) = goodput > peak ? (goodput, callers) : (peak, best);
        }
        List<double> goodputs = [],
            ratios = [],
            memory = [];
        for (var i = 0; i < Samples; i++)
        {
            var sampling = new Timer(_ => memory.Add(server.Memory / 1e6), null, TimeSpan.Zero, Overload / 6);
            var overload = await MeasureAsync(() => load.OpenAsync(Factor * peak, InFlight, Overload));
            await sampling.DisposeAsync();
            await LineAsync($"open loop of {Factor * peak:N0}/s", overload);
            // Before and after, since the machine is not the same from one minute to the next.
            var after = await ClosedAsync(best);
            goodputs.Add(overload.Goodput);
            ratios.Add(overload.Goodput / ((peak + after) / 2));
            peak = after;
        }
        await output.WriteLineAsync();
        var (done, ratio) = (Statistics.Of(goodputs), Statistics.Of(ratios));
        await output.FigureAsync(
            "goodput, tasks/s",
            done,
            string.Create(
                CultureInfo.InvariantCulture,
                $"{ratio.Median:F2} ({ratio.Least:F2} to {ratio.Most:F2}) of the peak, {limits.OfCommits(done.Median)}"
            )
        );
        await output.FigureAsync("memory, MB", Statistics.Of(memory), string.Join(", ", memory.Select(m => $"{m:F0}")));

        async Task<double> ClosedAsync(int callers)
        {
            var seen = await MeasureAsync(() => load.ClosedAsync(callers, Sample));
            await LineAsync($"closed loop of {callers}", seen);
            return seen.Goodput;
        }

        async Task<Outcome> MeasureAsync(Func<Task<Seen>> run)
        {
            var (before, watch) = (await FinishedAsync(), Stopwatch.StartNew());
            var (cpu, own) = (server.Cpu, Environment.CpuUsage.TotalTime);
            var seen = await run();
            var (after, elapsed) = (await FinishedAsync(), watch.Elapsed.TotalSeconds);
            return new(
                seen,
                server.Cpu - cpu,
                Environment.CpuUsage.TotalTime - own,
                (after - before) / elapsed,
                seen.Latencies.Count / elapsed
            );
        }

        async Task<long> FinishedAsync() =>
            (
                await client.Tasks.CountTasksAsync(
                    new CountTasksRequest { BkBizId = BenchClient.Business, GroupBy = "status" }
                )
            )
                .Groups.Single(g => g.Code == "FINISHED")
                .Value;

        async Task LineAsync(string what, Outcome outcome) =>
            await output.WriteLineAsync(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{what, -28}{outcome.Goodput, 8:N0} finished/s{outcome.Taken, 8:N0} taken/s{outcome.Seen}  CPU {outcome.Server.TotalSeconds:F0} s, client {outcome.Client.TotalSeconds:F0} s"
                )
            );
    }

    private sealed record Outcome(Seen Seen, TimeSpan Server, TimeSpan Client, double Goodput, double Taken);
}
