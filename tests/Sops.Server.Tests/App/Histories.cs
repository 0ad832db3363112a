using System.Diagnostics;
using System.Text.Json;
using Sops.Engine;
using Sops.Engine.Runs;
using Sops.Server.Runtime;
using Sops.Storage;

namespace Sops.Server.Tests.App;

/// <summary>Holds what a store remembers of its tasks against their histories.</summary>
internal static class Histories
{
    /// <summary>
    /// Every task's run folded from its history is the run restored from its rows, field for field. The server that wrote
    /// them has ended or is about to let go of the file.
    /// </summary>
    public static async Task RequireEqualToRowsAsync(string connectionString)
    {
        await using var database = await OpenAsync(connectionString);
        var loader = new RunLoader(database.Tasks, new TreeCache(database.Snapshots));
        foreach (var task in await TasksAsync(database))
        {
            var rows = (await loader.LoadAsync(task, default)).Run;
            var history = await loader.RebuildAsync(task, default);
            Assert.Equal(Describe(history), Describe(rows));
        }
    }

    private static async Task<Database> OpenAsync(string connectionString)
    {
        var waited = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                return await Database.OpenAsync(connectionString);
            }
            catch (StorageException) when (waited.Elapsed < SopsClient.Patience)
            {
                await Task.Delay(20);
            }
        }
    }

    private static async Task<List<long>> TasksAsync(Database database)
    {
        await using var connection = await database.OpenReadAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT id FROM task ORDER BY id";
        await using var reader = await command.ExecuteReaderAsync();
        var tasks = new List<long>();
        while (await reader.ReadAsync())
        {
            tasks.Add(reader.GetInt64(0));
        }
        return tasks;
    }

    private static string Describe(Run run) =>
        string.Join(
            "\n",
            [
                $"{run.Revision} {run.TokensMade} {run.Operator} "
                    + JsonSerializer.Serialize(run.Constants, RunJson.Default.ValueMap),
                .. run.Nodes.Select(n =>
                    $"{run.ShownState(n.Node)} {JsonSerializer.Serialize(n, RunJson.Default.NodeRun)}"
                ),
                .. run.Tokens.Select(t => JsonSerializer.Serialize(t, RunJson.Default.Token)),
                .. run.Variables.Select(v => $"{v.Scope} {v.Key} {v.Value.GetRawText()}"),
            ]
        );
}
