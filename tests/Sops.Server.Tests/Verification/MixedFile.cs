using Microsoft.Data.Sqlite;
using Sops.Server.Tests.App;
using Sops.Server.Tests.Schedules;
using Sops.Storage;
using Sops.V1;
using static Sops.Engine.Tests.Runs.TreeBuilder;
using static Sops.Server.Tests.App.TestTrees;

namespace Sops.Server.Tests.Verification;

/// <summary>A database with some of everything that can be stored, to take copies of.</summary>
public sealed class MixedFile : IAsyncLifetime
{
    // Ids of tasks.
    public const long Finished = 1;
    public const long Retried = 2;
    public const long Waiting = 3;
    public const long Polling = 4;
    public const long Created = 5;
    public const long Clocked = 6;
    public const long Told = 9;

    private static readonly string[] Ended = ["FINISHED"];
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("sops-verify-");

    private string Whole => Path.Combine(_folder.FullName, "whole.db");

    public async ValueTask InitializeAsync()
    {
        var app = new MixedApp();
        await app.InitializeAsync();
        await using (app)
        {
            await RunTasksAsync(app.Client);
            await RunSchedulesAsync(app);
            await TellAsync(app.Client);
            await app.BackupAsync(Whole);
        }
    }

    public ValueTask DisposeAsync()
    {
        _folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    /// <summary>The connection string of a copy in which those statements were run.</summary>
    public async Task<string> CopyAsync(params string[] statements)
    {
        var file = Path.Combine(_folder.FullName, $"{Guid.NewGuid():N}.db");
        File.Copy(Whole, file);
        var connectionString = $"Data Source={file}";
        await using var connection = new SqliteConnection($"{connectionString};Pooling=False;Foreign Keys=False");
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        foreach (var statement in statements)
        {
            await using var command = connection.CreateCommand();
            command.CommandText = statement;
            Assert.True(await command.ExecuteNonQueryAsync() > 0, $"nothing was changed: {statement}");
        }
        return connectionString;
    }

    private static async Task RunTasksAsync(SopsClient client)
    {
        var finished = await client.StartAsync(
            Tree(
                Constant("text", "", from: ("a", "text"), output: true),
                Echo("a"),
                Parallel("g", Echo("b"), Sub("s", Build("s", Echo("c")))),
                Echo("d")
            )
        );
        await finished.UntilAsync(Ended);
        var retried = await client.StartAsync(Tree(Fail("f")));
        await retried.UntilNodeAsync("f", "FAILED");
        await client.Tasks.OperateNodeAsync(
            new OperateNodeRequest
            {
                BkBizId = retried.Business,
                TaskId = retried.Id,
                NodeId = retried["f"],
                Action = "retry",
            }
        );
        await retried.UntilAsync(v => v.Nodes[retried["f"]] == "FAILED" && v.Revision > 4);
        var waiting = await client.StartAsync(Tree(Parallel("g", Pause("p"), Pause("q"))));
        await waiting.UntilNodeAsync("q", "RUNNING");
        var polling = await client.StartAsync(Tree(Node("l", "test_sleep", ("seconds", 1_000_000))));
        await polling.UntilNodeAsync("l", "RUNNING");
        var created = await client.CreateAsync(Tree(Echo("a")));
        Assert.Equal(
            [Finished, Retried, Waiting, Polling, Created],
            [finished.Id, retried.Id, waiting.Id, polling.Id, created.Id]
        );
    }

    /// <summary>Clocked tasks 1 (started) and 2; periodic tasks 1 (with a buffered tick), 2 (disabled) and 3.</summary>
    private static async Task RunSchedulesAsync(ScheduledApp app)
    {
        var template = await app.TemplateAsync(Tree(Echo("a")));
        foreach (var at in (string[])["2026-03-01 00:10:00 +0000", "2027-03-01 00:10:00 +0000"])
        {
            await app.Client.ClockedTasks.CreateClockedTaskAsync(
                new CreateClockedTaskRequest
                {
                    BkBizId = SopsClient.Business,
                    TemplateId = template,
                    TaskName = "c",
                    PlanStartTime = at,
                }
            );
        }
        await app.PassAsync(TimeSpan.FromMinutes(10));
        var hourly = new Cron { Minute = "0", Hour = "*" };
        await app.PeriodicAsync(Tree(Pause("p")), hourly, new SchedulePolicy { Overlap = "buffer_one" });
        await app.EnableAsync(await app.PeriodicAsync(Tree(Echo("a")), hourly), false);
        await app.PassAsync(TimeSpan.FromMinutes(50));
        var last = await app.PeriodicAsync(Tree(Echo("a")), hourly);
        await app.PassAsync(TimeSpan.FromHours(1));
        await app.RestedAsync((await app.RunsAsync(last))[0].TaskId, "FINISHED");
    }

    /// <summary>Deliveries 1 and 2, of which one waits for the other, as nobody listens.</summary>
    private static async Task TellAsync(SopsClient client)
    {
        await client.Webhooks.CreateWebhookAsync(new CreateWebhookRequest { BkBizId = 3, Url = "http://127.0.0.1:1/" });
        var told = await client.StartAsync(Tree(Echo("a")), business: 3);
        await told.UntilAsync(Ended);
        Assert.Equal(Told, told.Id);
    }

    private sealed class MixedApp : ScheduledApp
    {
        protected override IEnumerable<(string Key, string Value)> Settings =>
            [.. base.Settings, ("Sops:Outbound:AllowedNetworks:0", "127.0.0.0/8")];

        public Task BackupAsync(string file) => Database.BackupAsync(ConnectionString, file);
    }
}
