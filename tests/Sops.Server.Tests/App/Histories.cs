using System.Text.Json;
using Sops.Engine;
using Sops.Engine.Runs;
using Sops.Server.Runtime;
using Sops.Storage;

namespace Sops.Server.Tests.App;

/// <summary>Holds what a store remembers of its tasks against their histories.</summary>
internal static class Histories
{
    /// <summary>Every task's run folded from its history is the run restored from its rows, field for field.</summary>
    public static async Task RequireEqualToRowsAsync(Database database, RunLoader loader)
    {
        foreach (var task in await TasksAsync(database))
        {
            // A task that still moves may take a turn between the two readings.
            for (var attempt = 0; ; attempt++)
            {
                var rows = (await loader.LoadAsync(task, default)).Run;
                var history = await loader.RebuildAsync(task, default);
                if (rows.Revision == history.Revision || attempt == 100)
                {
                    Assert.Equal(Describe(history), Describe(rows));
                    break;
                }
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
