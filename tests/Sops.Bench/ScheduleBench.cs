using System.Diagnostics;
using Dapper;
using Sops.Schedules;
using Sops.V1;
using Cron = Sops.Schedules.Cron;

namespace Sops.Bench;

/// <summary>What a great many schedules cost while they wait, and how long the tasks of many take that are due at once.</summary>
internal static class ScheduleBench
{
    private const int Schedules = 100_000;
    private const int Burst = 5_000;
    private const int Samples = 5;
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(10);

    public static async Task RunAsync(string directory, TextWriter output)
    {
        await output.WriteLineAsync(
            $"SQLite, WAL, synchronous=FULL; the server in its own process, median of {Samples} runs\n"
        );
        using var folder = new BenchFolder(directory);
        await MakeAsync(folder);
        var disk = Statistics.Of(
            Enumerable.Range(0, Samples).Select(i => Disk.AppendsPerSecond(Path.Combine(folder.Path, $"{i}.disk")))
        );
        await output.WriteLineAsync($"{"4 KiB appended and fsynced a second", -52}{disk}");
        var without = await IdleAsync(folder);
        await FillAsync(folder);
        var with = await IdleAsync(folder);
        await Line("start to first answer, no schedules, ms", without.Start);
        await Line($"start to first answer, {Schedules:N0} enabled, ms", with.Start);
        await Line("memory, no schedules, MB", without.Memory);
        await Line($"memory, {Schedules:N0} enabled, MB", with.Memory);
        await Line("idle CPU, no schedules, hundredths of a percent", without.Cpu);
        await Line($"idle CPU, {Schedules:N0} enabled, hundredths of a percent", with.Cpu);
        await Line($"{Burst:N0} due at once: to the last task started, ms", await BurstsAsync(folder));

        Task Line(string what, Statistics figure) => output.WriteLineAsync($"{what, -52}{figure}");
    }

    /// <summary>One periodic task, made as callers do, that the others are copies of.</summary>
    private static async Task MakeAsync(BenchFolder folder)
    {
        await using var server = await ServerProcess.StartOverAsync(folder);
        using var client = new BenchClient(server);
        await new PeriodicTaskService.PeriodicTaskServiceClient(client.Channel).CreatePeriodicTaskAsync(
            new CreatePeriodicTaskRequest
            {
                BkBizId = BenchClient.Business,
                TemplateId = await client.TemplateAsync(Trees.Chain(5, Trees.Pause)),
                Name = "bench",
                Cron = new V1.Cron { Minute = "0" },
            }
        );
    }

    /// <summary>So many more, enabled, with crons that differ and do not come up meanwhile.</summary>
    private static async Task FillAsync(BenchFolder folder)
    {
        await using var connection = await folder.OpenAsync();
        var columns = string.Join(
            ", ",
            (await connection.QueryAsync<string>("SELECT name FROM pragma_table_info('periodic_task')")).Except([
                "id",
                "cron",
                "enabled",
                "next_tick",
                "due_at",
            ])
        );
        await using var all = await connection.BeginTransactionAsync();
        var soon = DateTimeOffset.UtcNow.AddHours(6);
        for (var i = 0; i < Schedules; i++)
        {
            var fields = CronFields.Parse(
                $"{i % 60}",
                $"{soon.AddHours(i / 60 % 12).Hour}",
                "*",
                $"{soon.AddDays(1 + i / 720 % 20).Day}",
                "*"
            );
            var next = Cron.Of(fields, TimeZoneInfo.Utc).Next(soon)!.Value.ToUnixTimeMilliseconds();
            await connection.ExecuteAsync(
                $"""
                INSERT INTO periodic_task (cron, enabled, next_tick, due_at, {columns})
                SELECT @cron, 1, @next, @next, {columns} FROM periodic_task WHERE id = 1
                """,
                new { cron = fields.Stored, next },
                all
            );
        }
        await all.CommitAsync();
    }

    private static async Task<(Statistics Start, Statistics Memory, Statistics Cpu)> IdleAsync(BenchFolder folder)
    {
        List<double> start = [],
            memory = [],
            cpu = [];
        for (var i = 0; i < Samples; i++)
        {
            await using var server = await ServerProcess.StartOverAsync(folder);
            start.Add(server.StartTime.TotalMilliseconds);
            await Task.Delay(Idle);
            var (before, watch) = (server.Cpu, Stopwatch.StartNew());
            await Task.Delay(Idle);
            cpu.Add((server.Cpu - before) / watch.Elapsed * 10_000);
            memory.Add(server.Memory / 1e6);
        }
        return (Statistics.Of(start), Statistics.Of(memory), Statistics.Of(cpu));
    }

    private static async Task<Statistics> BurstsAsync(BenchFolder folder)
    {
        var samples = new List<double>();
        for (var i = 0; i < Samples; i++)
        {
            await using var connection = await folder.OpenAsync();
            var known = await connection.ExecuteScalarAsync<long>("SELECT COUNT(*) FROM periodic_run");
            var due = DateTimeOffset.UtcNow.AddSeconds(10).ToUnixTimeMilliseconds();
            await connection.ExecuteAsync(
                "UPDATE periodic_task SET next_tick = @due, due_at = @due WHERE id > 1 AND id <= 1 + @count",
                new { due, count = Burst }
            );
            await using var server = await ServerProcess.StartOverAsync(folder);
            while (await connection.ExecuteScalarAsync<long>("SELECT COUNT(*) FROM periodic_run") < known + Burst)
            {
                await Task.Delay(50);
            }
            var last = await connection.ExecuteScalarAsync<long>("SELECT MAX(create_time) FROM periodic_run");
            samples.Add(last - due);
        }
        return Statistics.Of(samples);
    }
}
