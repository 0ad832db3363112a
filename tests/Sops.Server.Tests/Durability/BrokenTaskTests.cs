using Microsoft.Data.Sqlite;
using Sops.Server.Tests.App;
using static Sops.Engine.Tests.Runs.TreeBuilder;
using static Sops.Server.Tests.App.TestTrees;

namespace Sops.Server.Tests.Durability;

/// <summary>A task whose rows cannot be read harms itself only.</summary>
public sealed class BrokenTaskTests
{
    [Fact]
    public async Task Start_WithATaskThatCannotBeRead_TakesUpTheOthers()
    {
        await using var server = await SopsProcess.BeginAsync();
        var broken = await server.Client!.StartAsync(Tree(Node("p", "test_poll", ("times", 100_000))));
        var sound = await server.Client.StartAsync(Tree(Node("p", "test_poll", ("times", 20))));
        await broken.UntilNodeAsync("p", "RUNNING");
        await sound.UntilNodeAsync("p", "RUNNING");
        await server.KillAsync();
        var rows = Spoil(server.ConnectionString, broken.Id, "{");

        await server.StartAsync();

        await (sound with { Client = server.Client! }).UntilAsync("FINISHED");
        var answer = await server.Client!.GetAsync($"/apigw/get_task_status/{broken.Id}/2/");
        Assert.Equal((200, 3599999), (answer.Status, answer.Code));
        await server.KillAsync();
        Spoil(server.ConnectionString, broken.Id, rows);
    }

    /// <summary>Puts that in place of what the task's node is stored as; returns what it was.</summary>
    private static string Spoil(string connectionString, long task, string doc)
    {
        using var connection = new SqliteConnection(connectionString + ";Pooling=false");
        connection.Open();
        using var read = connection.CreateCommand();
        read.CommandText = "SELECT doc FROM task_node WHERE task_id = $task AND node <> 0 AND doc LIKE '%call%'";
        read.Parameters.AddWithValue("$task", task);
        var before = (string?)read.ExecuteScalar();
        using var write = connection.CreateCommand();
        write.CommandText = before is null
            ? "UPDATE task_node SET doc = $doc WHERE task_id = $task AND doc = '{'"
            : "UPDATE task_node SET doc = $doc WHERE task_id = $task AND doc = $before";
        write.Parameters.AddWithValue("$task", task);
        write.Parameters.AddWithValue("$doc", doc);
        if (before is not null)
        {
            write.Parameters.AddWithValue("$before", before);
        }
        Assert.Equal(1, write.ExecuteNonQuery());
        return before ?? "{";
    }
}
