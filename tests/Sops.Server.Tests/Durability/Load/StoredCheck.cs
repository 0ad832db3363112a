using Dapper;
using Microsoft.Data.Sqlite;

namespace Sops.Server.Tests.Durability.Load;

/// <summary>Whether a file holds what the callers of its service were told.</summary>
internal static class StoredCheck
{
    /// <summary>All that was answered and all that was shown is there. Tells how many calls got no answer, and were carried out all the same.</summary>
    public static async Task<(int Lost, int Done)> RequireAsync(string connectionString, IReadOnlyList<Errand> errands)
    {
        await using var connection = Open(connectionString);
        var revisions = (await connection.QueryAsync<(long, long)>("SELECT id, revision FROM task")).ToDictionary();
        var happened = (
            await connection.QueryAsync<(long Task, long Revision, string Kind)>(
                """
                SELECT e.task_id, e.revision, upper(json_extract(one.value, '$.kind'))
                FROM task_event e, json_each(e.events) one
                """
            )
        ).ToHashSet();
        var remembered = (await connection.QueryAsync<string>("SELECT request_id FROM request_record")).ToHashSet();
        foreach (var errand in errands)
        {
            var id = errand.Run?.Id ?? 0;
            foreach (var answer in errand.Answers)
            {
                Assert.All(
                    answer.Request.Step.Leaves,
                    kind =>
                        Assert.True(
                            happened.Contains((id, answer.Revision, kind)),
                            $"{errand.Name}, task {id}: {kind} at {answer.Revision} was answered and is lost"
                        )
                );
                Assert.Contains(answer.Request.Id, remembered);
            }
            Assert.True(
                revisions.GetValueOrDefault(id) >= errand.Watcher.Revision,
                $"{errand.Name}, task {id}: revision {errand.Watcher.Revision} was shown and is lost"
            );
        }
        var lost = errands.Select(e => e.Unanswered?.Id).OfType<string>().ToList();
        return (lost.Count, lost.Count(remembered.Contains));
    }

    /// <summary>There is one template of each script and one task of each errand, and nothing else.</summary>
    public static async Task RequireNoOthersAsync(
        string connectionString,
        IReadOnlyList<Script> scripts,
        IReadOnlyList<Errand> errands
    )
    {
        await using var connection = Open(connectionString);
        Assert.Equal(
            scripts.Select(s => s.Name).Order(),
            (await connection.QueryAsync<string>("SELECT name FROM template")).Order()
        );
        Assert.Equal(
            errands.Select(e => (e.Run!.Id, e.Name)).Order(),
            (await connection.QueryAsync<(long, string)>("SELECT id, name FROM task")).Order()
        );
    }

    private static SqliteConnection Open(string connectionString) =>
        new(connectionString + ";Mode=ReadOnly;Pooling=False");
}
