using Microsoft.Data.Sqlite;
using Sops.Server.Tests.App;
using static Sops.Engine.Tests.Runs.TreeBuilder;
using static Sops.Server.Tests.App.TestTrees;

namespace Sops.Server.Tests.Durability;

/// <summary>`verify` as an operator runs it: beside the service, on a stopped one and on a backup.</summary>
public sealed class VerifyTests
{
    [Fact]
    public async Task Verify_WhileTasksRun_FindsNothing_AndHoldsNobodyUp()
    {
        await using var server = await SopsProcess.BeginAsync();
        using var stop = new CancellationTokenSource();
        var count = 0;
        var work = Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                await server.Client!.StartAsync(Tree(Echo("a"), Parallel("g", Echo("b"), Pause("p"))));
                Interlocked.Increment(ref count);
            }
        });
        await Eventually.IsAsync(() => Volatile.Read(ref count) > 20, "tasks");

        for (var times = 0; times < 3; times++)
        {
            var before = Volatile.Read(ref count);
            var (exit, said) = await server.StartAnotherAsync("verify");
            Assert.True(exit == 0, said);
            Assert.Matches(@"^\S+sops\.db: tasks \d+, findings 0\n$", said);
            Assert.True(int.Parse(said.Split(' ', ',')[2]) >= before, said);
        }

        await stop.CancelAsync();
        await work;
        Assert.Equal(0, await server.TerminateAsync(SopsClient.Patience));
        var stopped = await server.StartAnotherAsync("verify");
        Assert.True(stopped.ExitCode == 0, stopped.Output);
    }

    [Fact]
    public async Task Verify_OfAFileThatIsNamed_SaysWhatIsOff_TheFirstHundredOfIt()
    {
        await using var server = await SopsProcess.BeginAsync();
        var task = await server.Client!.StartAsync(Tree(Echo("a")));
        await task.UntilAsync("FINISHED");
        var file = Path.Combine(server.Folder, "backup.db");
        Assert.Equal(0, (await server.StartAnotherAsync("backup", file)).ExitCode);
        Spoil(file, $"UPDATE task SET state = 3 WHERE id = {task.Id}");

        var one = await server.StartAnotherAsync("verify", $"--ConnectionStrings:Sops=Data Source={file}");
        Spoil(
            file,
            $"""
            WITH RECURSIVE n(i) AS (SELECT 1000 UNION ALL SELECT i + 1 FROM n WHERE i < 1199)
            INSERT INTO work_item SELECT {task.Id}, i, 0, 1, 1, 0 FROM n
            """
        );
        var many = await server.StartAnotherAsync("verify", $"--ConnectionStrings:Sops=Data Source={file}");

        Assert.Equal(
            (1, $"task {task.Id}: its state is RUNNING, by its history FINISHED\n{file}: tasks 1, findings 1\n"),
            one
        );
        var lines = many.Output.TrimEnd().Split('\n');
        Assert.Equal((1, 101), (many.ExitCode, lines.Length));
        Assert.Equal($"{file}: tasks 1, findings 201, the first 100 of them shown", lines[^1]);
    }

    [Fact]
    public async Task Verify_OfWhatIsNoSuchDatabase_SaysSoInOneLine()
    {
        await using var server = await SopsProcess.BeginAsync();
        var text = Path.Combine(server.Folder, "text.db");
        await File.WriteAllTextAsync(text, new string('x', 8192));
        var newer = Path.Combine(server.Folder, "newer.db");
        Assert.Equal(0, (await server.StartAnotherAsync("backup", newer)).ExitCode);
        Spoil(newer, "INSERT INTO schema_version VALUES (9999, 'newer')");

        (string Argument, string Said)[] wrong =
        [
            ("--ConnectionStrings:Sops=Data Source=nowhere.db", "There is no database"),
            ($"--ConnectionStrings:Sops=Data Source={text}", "file is not a database"),
            ($"--ConnectionStrings:Sops=Data Source={newer}", "has schema 9999"),
            (newer, "--ConnectionStrings:Sops="),
        ];
        foreach (var (argument, said) in wrong)
        {
            var (exit, output) = await server.StartAnotherAsync("verify", argument);
            Assert.Equal((1, 1), (exit, output.Trim().Split('\n').Length));
            Assert.StartsWith("verify: ", output, StringComparison.Ordinal);
            Assert.Contains(said, output, StringComparison.Ordinal);
        }
    }

    private static void Spoil(string file, string statement)
    {
        using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = statement;
        Assert.True(command.ExecuteNonQuery() > 0);
    }
}
