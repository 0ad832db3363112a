using System.Text.Json;
using Dapper;
using Microsoft.Data.Sqlite;
using Sops.Engine;
using Sops.Engine.Pipelines;
using Sops.Engine.Runs;
using Sops.Server.Tests.App;
using Sops.Storage;
using static Sops.Server.Tests.Verification.MixedFile;

namespace Sops.Server.Tests.Verification;

/// <summary>What takes more than one statement to break.</summary>
public sealed class BrokenFileTests(MixedFile file) : IClassFixture<MixedFile>
{
    /// <summary>A history that cannot be, with the rows that follow from it.</summary>
    [Fact]
    public async Task NodeUnderWay_InAFinishedTask_IsFound()
    {
        var connectionString = await file.CopyAsync();
        await using var connection = new SqliteConnection($"{connectionString};Pooling=False");
        var task = new { Finished };
        var (body, instance) = await connection.QuerySingleAsync<(string, string)>(
            """
            SELECT s.body, t.instance_id FROM task t JOIN pipeline_snapshot s ON s.digest = t.snapshot_digest
            WHERE t.id = @Finished
            """,
            task
        );
        var run = new Run(PipelineParser.Parse(body, PipelineLimits.Unlimited).Tree!, new TaskIds(instance));
        var node = run.Tree.Nodes.First(n => n?.Name == "b")!.Index;
        var turns = await connection.QueryAsync<(long Revision, long At, string Events)>(
            "SELECT revision, at, events FROM task_event WHERE task_id = @Finished ORDER BY revision",
            task
        );
        foreach (var turn in turns)
        {
            var events = JsonSerializer
                .Deserialize(turn.Events, RunJson.Default.IReadOnlyListHistoryEvent)!
                .Where(e => e is not NodeFinished finished || finished.Node != node)
                .ToList();
            run.Apply(events, DateTimeOffset.FromUnixTimeMilliseconds(turn.At));
            await connection.ExecuteAsync(
                "UPDATE task_event SET events = @events WHERE task_id = @Finished AND revision = @Revision",
                new
                {
                    Finished,
                    turn.Revision,
                    events = JsonSerializer.Serialize(events, RunJson.Default.IReadOnlyListHistoryEvent),
                }
            );
        }
        var after = run.Node(node)!;
        var work = DueWork.Of(Finished, Assert.Single(WorkItem.Of(after)));
        await connection.ExecuteAsync(
            """
            UPDATE task_node SET doc = @doc, state = @state WHERE task_id = @Finished AND node = @node;
            INSERT INTO work_item VALUES (@Finished, @node, @Kind, @Attempt, @Number, @due)
            """,
            new
            {
                Finished,
                node,
                doc = JsonSerializer.Serialize(after, RunJson.Default.NodeRun),
                state = (int)after.State,
                Kind = (int)work.Kind,
                work.Attempt,
                work.Number,
                due = work.DueAt.ToUnixTimeMilliseconds(),
            }
        );

        var found = await Histories.FindAsync(connectionString);

        Assert.Equal(
            $"task_node {node} of task {Finished}: is under way although its task is FINISHED",
            Assert.Single(found, f => f.Table == "task_node").ToString()
        );
    }

    /// <summary>Where the file itself is broken, all that can be read of it is checked all the same.</summary>
    [Fact]
    public async Task BrokenPage_IsFound_AndTheRestIsChecked()
    {
        var connectionString = await file.CopyAsync($"UPDATE task SET state = 3 WHERE id = {Finished}");
        long page;
        await using (var connection = new SqliteConnection($"{connectionString};Pooling=False"))
        {
            page = await connection.ExecuteScalarAsync<long>(
                "SELECT rootpage FROM sqlite_schema WHERE name = 'operation_at'"
            );
        }
        await using (var bytes = File.OpenWrite(new SqliteConnectionStringBuilder(connectionString).DataSource))
        {
            bytes.Position = (page - 1) * 4096;
            bytes.Write([.. Enumerable.Repeat((byte)0xff, 4096)]);
        }

        var found = await Histories.FindAsync(connectionString);

        Assert.StartsWith("database: ", found[0].ToString(), StringComparison.Ordinal);
        Assert.Equal($"task {Finished}: its state is RUNNING, by its history FINISHED", found[^1].ToString());
    }
}
