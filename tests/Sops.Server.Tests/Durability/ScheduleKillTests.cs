using Dapper;
using Microsoft.Data.Sqlite;
using Sops.Server.Tests.App;
using Sops.V1;
using static Sops.Engine.Tests.Runs.TreeBuilder;
using static Sops.Server.Tests.App.TestTrees;

namespace Sops.Server.Tests.Durability;

/// <summary>
/// A process that is killed while its schedules fire makes each tick's task once: none twice, and none of the catch-up
/// window left out. Many minutes are owed at the start, so that every kill finds ticks under way.
/// </summary>
public sealed class ScheduleKillTests(ITestOutputHelper output)
{
    private const int Schedules = 4;
    private static int Owed => 36 * Kills;
    private const int Minute = 60_000;

    /// <summary>SOPS_TEST_KILLS asks for a long run.</summary>
    private static int Kills =>
        int.TryParse(Environment.GetEnvironmentVariable("SOPS_TEST_KILLS"), out var kills) ? kills : 20;

    [Fact]
    public async Task Ticks_OwedToSchedules_KilledMeanwhile_MakeEachTaskOnce()
    {
        var seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        await using var server = await SopsProcess.BeginAsync(("Sops__TimeZone", "UTC"));
        await MakeAsync(server.Client!);
        await server.KillAsync();
        var first = await OweAsync(server.ConnectionString);
        var seen = new HashSet<long>();
        for (var kill = 0; kill < Kills; kill++)
        {
            var before = await RunsAsync(server.ConnectionString);
            await server.StartAsync();
            await UntilAsync(async () => await RunsAsync(server.ConnectionString) > before);
            await Task.Delay(random.Next(100));
            await server.KillAsync();
            seen.Add(await RunsAsync(server.ConnectionString));
        }
        output.WriteLine($"ticks dealt with at the kills: {string.Join(", ", seen.Order())}");
        Assert.Equal(Kills, seen.Count);

        await server.StartAsync();
        var now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        await UntilAsync(async () => await OwedAsync(server.ConnectionString, now) == 0);
        await server.KillAsync();

        await RequireEachOnceAsync(server.ConnectionString, first, now);
    }

    private static async Task MakeAsync(SopsClient client)
    {
        var template = await client.Templates.CreateTemplateAsync(
            new CreateTemplateRequest
            {
                BkBizId = SopsClient.Business,
                Name = "t",
                PipelineTree = new JsonValue { Json = Tree(Pause("p")) },
            }
        );
        for (var i = 0; i < Schedules; i++)
        {
            var made = await client.PeriodicTasks.CreatePeriodicTaskAsync(
                new CreatePeriodicTaskRequest
                {
                    BkBizId = SopsClient.Business,
                    TemplateId = template.TemplateId,
                    Name = $"p{i}",
                    Cron = new Cron(),
                    Policy = new SchedulePolicy { CatchUpWindow = 2 * Owed * 60 },
                }
            );
            await client.PeriodicTasks.SetPeriodicTaskEnabledAsync(
                new SetPeriodicTaskEnabledRequest
                {
                    BkBizId = SopsClient.Business,
                    TaskId = made.Id,
                    Enabled = true,
                }
            );
        }
    }

    /// <summary>As if nobody had been there for so many minutes; gives back the first tick that is owed.</summary>
    private static async Task<long> OweAsync(string connectionString)
    {
        await using var connection = new SqliteConnection(connectionString);
        await connection.ExecuteAsync("DELETE FROM periodic_run");
        var first = (DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() / Minute - Owed) * Minute;
        await connection.ExecuteAsync(
            "UPDATE periodic_task SET next_tick = @first, due_at = @first, total_run_count = 0, last_tick = NULL",
            new { first }
        );
        return first;
    }

    private static async Task RequireEachOnceAsync(string connectionString, long first, long until)
    {
        await using var connection = new SqliteConnection(connectionString);
        var expected = Enumerable.Range(0, (int)((until - first) / Minute) + 1).Select(i => first + (long)i * Minute);
        foreach (
            var (id, name, runs) in await connection.QueryAsync<(long, string, long)>(
                "SELECT id, name, total_run_count FROM periodic_task"
            )
        )
        {
            var ticks = (
                await connection.QueryAsync<(long Tick, string Outcome, long? Task)>(
                    "SELECT tick, outcome, task_id FROM periodic_run WHERE periodic_task_id = @id ORDER BY tick",
                    new { id }
                )
            ).ToList();
            var tasks = (
                await connection.QueryAsync<(long Id, string Name)>(
                    "SELECT id, name FROM task WHERE periodic_task_id = @id",
                    new { id }
                )
            ).ToDictionary(t => t.Id, t => t.Name);
            Assert.All(ticks, t => Assert.Equal("started", t.Outcome));
            Assert.Equal(expected, ticks.Select(t => t.Tick).Where(t => t <= until));
            Assert.All(
                ticks,
                t =>
                    Assert.Equal(
                        $"{name}_{DateTimeOffset.FromUnixTimeMilliseconds(t.Tick):yyyyMMddHHmmss}",
                        tasks[t.Task!.Value]
                    )
            );
            Assert.Equal(ticks.Count, tasks.Count);
            Assert.Equal(ticks.Count, runs);
        }
    }

    private static Task<long> RunsAsync(string connectionString) =>
        CountAsync(connectionString, "SELECT COUNT(*) FROM periodic_run", 0);

    private static Task<long> OwedAsync(string connectionString, long now) =>
        CountAsync(connectionString, "SELECT COUNT(*) FROM periodic_task WHERE next_tick <= @now", now);

    private static async Task<long> CountAsync(string connectionString, string sql, long now)
    {
        await using var connection = new SqliteConnection(connectionString);
        return await connection.ExecuteScalarAsync<long>(sql, new { now });
    }

    private static async Task UntilAsync(Func<Task<bool>> holds)
    {
        for (var end = DateTime.UtcNow + SopsClient.Patience; !await holds(); )
        {
            Assert.True(DateTime.UtcNow < end, "ticks stay owed");
            await Task.Delay(5);
        }
    }
}
