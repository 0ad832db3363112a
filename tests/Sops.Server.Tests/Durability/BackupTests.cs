using Dapper;
using Microsoft.Data.Sqlite;
using Sops.Server.Tests.App;
using static Sops.Engine.Tests.Runs.TreeBuilder;
using static Sops.Server.Tests.App.TestTrees;

namespace Sops.Server.Tests.Durability;

/// <summary>A backup is taken while the service works, and is whole.</summary>
public sealed class BackupTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("sops-backup-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Backup_WhileTasksRun_HoldsWhatWasAnswered_AndIsSound()
    {
        await using var server = await SopsProcess.BeginAsync();
        var file = Path.Combine(_folder.FullName, "backup.db");
        using var stop = new CancellationTokenSource();
        var answered = new List<long>();
        var work = Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                var task = await server.Client!.StartAsync(Tree(Echo("a"), Echo("b")));
                lock (answered)
                {
                    answered.Add(task.Id);
                }
            }
        });
        await Eventually.IsAsync(() => Answered().Count > 20, "tasks");
        var before = Answered();

        var (exit, said) = await server.StartAnotherAsync(["backup", file]);

        await stop.CancelAsync();
        await work;
        Assert.True(exit == 0, said);
        Assert.Contains(file, said, StringComparison.Ordinal);
        Assert.Equal(["backup.db"], _folder.GetFiles().Select(f => f.Name));
        var connectionString = $"Data Source={file}";
        await using (var connection = new SqliteConnection(connectionString + ";Pooling=False"))
        {
            Assert.Equal("ok", await connection.ExecuteScalarAsync<string>("PRAGMA integrity_check"));
            Assert.Empty(before.Except(await connection.QueryAsync<long>("SELECT id FROM task")));
        }
        await Histories.RequireEqualToRowsAsync(connectionString);

        List<long> Answered()
        {
            lock (answered)
            {
                return [.. answered];
            }
        }
    }

    [Fact]
    public async Task Backup_OverwritesNothing_AndSaysInOneLineWhatIsWrong()
    {
        await using var server = await SopsProcess.BeginAsync();
        var file = Path.Combine(_folder.FullName, "backup.db");
        await File.WriteAllTextAsync(file, "mine");

        var there = await server.StartAnotherAsync(["backup", file]);
        var nowhere = await server.StartAnotherAsync(["backup", "/proc/no/such/backup.db"]);
        var none = await server.StartAnotherAsync([
            "backup",
            file + "2",
            $"--ConnectionStrings:Sops=Data Source={file}3",
        ]);
        var missing = await server.StartAnotherAsync(["backup"]);

        Assert.Equal("mine", await File.ReadAllTextAsync(file));
        Assert.All(
            [there, nowhere, none, missing],
            r => Assert.Equal((1, 1), (r.ExitCode, r.Output.Trim().Split('\n').Length))
        );
        Assert.Contains("is there already", there.Output, StringComparison.Ordinal);
        Assert.Contains("There is no database", none.Output, StringComparison.Ordinal);
        Assert.Contains("wants a file", missing.Output, StringComparison.Ordinal);
        Assert.Single(_folder.GetFiles());
    }
}
