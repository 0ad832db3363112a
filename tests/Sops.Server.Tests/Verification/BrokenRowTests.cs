using Sops.Server.Tests.App;
using static Sops.Server.Tests.Verification.MixedFile;

namespace Sops.Server.Tests.Verification;

/// <summary>Whatever is changed by hand is found, and nothing else is.</summary>
public sealed class BrokenRowTests(MixedFile file) : IClassFixture<MixedFile>
{
    private const string Digest = "[0-9a-f]{64}";

    /// <summary>What is done to the file, and regular expressions of all that is said of it.</summary>
    public static TheoryData<string, string[]> Broken { get; } =
        new()
        {
            // Histories.
            {
                $"UPDATE task SET revision = 99 WHERE id = {Finished}",
                [$"task {Finished}: its revision is 99, and its history ends with .+"]
            },
            { Delete("task_event", Finished, "revision = 1"), [$"task_event 1 of task {Finished}: is missing"] },
            { Delete("task_event", Finished, "revision = 3"), [$"task_event 3 of task {Finished}: is missing"] },
            {
                Delete("task_event", Created, "revision = 1"),
                [$"task {Created}: its revision is 1, and its history ends with 0"]
            },
            {
                $"UPDATE task_event SET events = '[' WHERE task_id = {Finished} AND revision = 2",
                [$"task {Finished}: cannot be read: .+"]
            },
            {
                $"UPDATE task_event SET events = '[]' WHERE task_id = {Polling} AND revision = 1",
                [$"task {Polling}: cannot be read: No node 0 in this run"]
            },
            {
                "INSERT INTO task_event VALUES (999, 1, 0, '', '', '[]', '{}')",
                ["task_event of task 999: task_id 999 is in no task .rows: 1."]
            },
            // The task's own rows.
            { OfTask("state = 3", Finished), [$"task {Finished}: its state is RUNNING, by its history FINISHED"] },
            {
                OfTask("shown_state = 3", Retried),
                [$"task {Retried}: its shown_state is RUNNING, by its history FAILED"]
            },
            { OfTask("next_token = 77", Waiting), [$"task {Waiting}: its next_token is 77, by its history 4"] },
            { OfTask("start_time = NULL", Finished), [$"task {Finished}: its start_time is , by its history 2026-.+"] },
            { OfTask("finish_time = 0", Waiting), [$"task {Waiting}: its finish_time is 1970-.+, by its history "] },
            { OfTask("operator = 'else'", Waiting), [$"task {Waiting}: its operator is not the one of its history"] },
            { OfTask("start_time = 'soon'", Waiting), [$"task {Waiting}: cannot be read: .+"] },
            { Delete("task_document", Waiting), [$"task_document of task {Waiting}: is missing"] },
            {
                Update("task_document", "constants = '{\"${x}\":1}'", Waiting),
                [$"task_document of task {Waiting}: its constants are not those of its history: \\$.x."]
            },
            { OfTask("claimant = 'else'", Created), [$"task {Created}: its claim is not the one of its history"] },
            {
                Update("task_event", "shown = json_set(shown, '$.state', 'FAILED')", Finished, "revision = 2"),
                [$"task_event 2 of task {Finished}: shows another state than its history makes"]
            },
            {
                Update("task_event", "shown = json_set(shown, '$.nodes[0].retry', 7)", Finished, "revision = 2"),
                [$"task_event 2 of task {Finished}: shows node 0 otherwise than its history makes it"]
            },
            // Nodes.
            {
                Update("task_node", "state = 5", Waiting, "node = 0"),
                [$"task_node 0 of task {Waiting}: its state is FAILED, by its history RUNNING"]
            },
            {
                Update(
                    "task_node",
                    "doc = json_set(doc, '$.attempt', 7, '$.skipped', json('true'))",
                    Waiting,
                    "node = 0"
                ),
                [$"task_node 0 of task {Waiting}: is not as its history says: attempt, skipped"]
            },
            { Update("task_node", "doc = '{'", Waiting, "node = 0"), [$"task {Waiting}: cannot be read: .+"] },
            {
                Update("task_node", "node = 77", Retried, "node <> 0 AND doc LIKE '%\"archived\"%'"),
                [
                    $"task_node 77 of task {Retried}: is not in its history",
                    $"task_node \\d+ of task {Retried}: is missing",
                ]
            },
            { Delete("task_node", Finished, "node = 0"), [$"task_node 0 of task {Finished}: is missing"] },
            { Delete("task_attempt", Retried), [$@"task_attempt \d+/0 of task {Retried}: is missing"] },
            {
                Update("task_attempt", "doc = json_set(doc, '$.retry', 9)", Retried),
                [$@"task_attempt \d+/0 of task {Retried}: is not as its history says: retry"]
            },
            {
                Update("task_attempt", "archived = 5", Retried),
                [
                    $@"task_attempt \d+/5 of task {Retried}: is not in its history",
                    $@"task_attempt \d+/0 of task {Retried}: is missing",
                ]
            },
            { Delete("task_token", Waiting, "token = 1"), [$"task_token 1 of task {Waiting}: is missing"] },
            {
                Update("task_token", "doc = json_set(doc, '$.pending', 9)", Waiting, "token = 1"),
                [$"task_token 1 of task {Waiting}: is not as its history says: pending"]
            },
            {
                $"INSERT INTO task_token VALUES ({Finished}, 1, '{{\"id\":1,\"node\":0}}')",
                [$"task_token 1 of task {Finished}: is not in its history"]
            },
            {
                Delete("task_variable", Finished, "scope = 0"),
                [$@"task_variable 0/\S+ of task {Finished}: is missing"]
            },
            {
                Update("task_variable", "value = '7'", Finished, "scope = 0"),
                [$@"task_variable 0/\S+ of task {Finished}: is not as its history says: value"]
            },
            // Work.
            { Delete("work_item", Polling), [$@"work_item \d+/Call of task {Polling}: is owed and missing"] },
            {
                Update("work_item", "due_at = due_at + 1", Polling),
                [
                    $@"work_item \d+/Call of task {Polling}: is attempt 1, number 2 at .+, and owed is attempt 1, number 2 at .+",
                ]
            },
            {
                Update("work_item", "attempt = 9", Polling),
                [$@"work_item \d+/Call of task {Polling}: is attempt 9, .+"]
            },
            {
                $"INSERT INTO work_item VALUES ({Finished}, 2, 0, 1, 1, 0)",
                [$"work_item 2/Call of task {Finished}: nobody is owed it"]
            },
            // Pipelines and templates.
            {
                $"UPDATE pipeline_snapshot SET body = body || ' ' WHERE {IsOf(Created)}",
                [$"pipeline_snapshot {Digest}: its text has another SHA-256"]
            },
            {
                $"UPDATE pipeline_snapshot SET body = '' WHERE {IsOf(Polling)}",
                [
                    $"pipeline_snapshot {Digest}: its text has another SHA-256",
                    $"task {Polling}: cannot be read: Snapshot {Digest} cannot be parsed any more",
                ]
            },
            {
                $"DELETE FROM pipeline_snapshot WHERE {IsOf(Polling)}",
                [
                    $"task {Polling}: snapshot_digest {Digest} is in no pipeline_snapshot .rows: 1.",
                    $"template: snapshot_digest {Digest} is in no pipeline_snapshot .rows: 1.",
                    $"template_version: snapshot_digest {Digest} is in no pipeline_snapshot .rows: 1.",
                    $"task {Polling}: cannot be read: Snapshot {Digest} is missing",
                ]
            },
            {
                "DELETE FROM template_version WHERE template_id = 1",
                ["template 1: the version that it has is not among its versions"]
            },
            // Schedules.
            { OfTask("periodic_task_id = 99", Created), [$"task {Created}: its periodic task is not there"] },
            { "UPDATE periodic_task SET due_at = 1 WHERE id = 2", ["periodic_task 2: is disabled and yet due"] },
            {
                "UPDATE periodic_task SET due_at = NULL WHERE id = 3",
                ["periodic_task 3: has a tick to deal with and is never due"]
            },
            {
                "UPDATE periodic_task SET last_task_id = 1000 WHERE id = 3",
                ["periodic_task 3 of task 1000: its last task was never there"]
            },
            {
                "UPDATE periodic_task SET buffered_tick = NULL WHERE id = 1",
                [@"periodic_run \d+: is buffered, and its periodic task waits for another tick or none"]
            },
            {
                "DELETE FROM periodic_run WHERE outcome = 'buffered'",
                ["periodic_task 1: its buffered tick has no record"]
            },
            {
                "UPDATE periodic_run SET task_id = 1000 WHERE periodic_task_id = 3",
                [@"periodic_run \d+ of task 1000: its task was never there"]
            },
            {
                "UPDATE periodic_run SET task_id = NULL WHERE periodic_task_id = 3",
                [@"periodic_run \d+: has a task although none was started, or none although one was"]
            },
            {
                $"UPDATE periodic_run SET task_id = {Finished} WHERE periodic_task_id = 3",
                [$@"periodic_run \d+ of task {Finished}: its task is not of its periodic task"]
            },
            {
                "UPDATE periodic_run SET task_state = '' WHERE periodic_task_id = 3",
                [@"periodic_run \d+ of task 8: says otherwise than its task how that ended"]
            },
            {
                "UPDATE periodic_run SET task_state = 'REVOKED' WHERE periodic_task_id = 1 AND task_id IS NOT NULL",
                [@"periodic_run \d+ of task 7: says otherwise than its task how that ended"]
            },
            {
                "UPDATE periodic_run SET periodic_task_id = 99 WHERE outcome = 'buffered'",
                [
                    "periodic_run: periodic_task_id 99 is in no periodic_task .rows: 1.",
                    "periodic_task 1: its buffered tick has no record",
                ]
            },
            {
                "UPDATE clocked_task SET due_at = NULL WHERE id = 2",
                ["clocked_task 2: is to be started and never due, or due and not to be started"]
            },
            {
                "UPDATE clocked_task SET due_at = 1 WHERE id = 1",
                [$"clocked_task 1 of task {Clocked}: is to be started and never due, or due and not to be started"]
            },
            {
                "UPDATE clocked_task SET task_id = NULL WHERE id = 1",
                ["clocked_task 1: has a task although it was not started, or none although it was"]
            },
            {
                "UPDATE clocked_task SET task_id = 1000 WHERE id = 1",
                ["clocked_task 1 of task 1000: its task was never there"]
            },
            // Deliveries.
            {
                "UPDATE delivery SET task_id = 1000 WHERE id = 1",
                ["delivery 1 of task 1000: its task was never there"]
            },
            {
                $"UPDATE delivery SET task_id = {Finished} WHERE id = 1",
                [$"delivery 1 of task {Finished}: its task is another business'"]
            },
            {
                "UPDATE delivery SET webhook_id = 9 WHERE id = 1",
                [$"delivery 1 of task {Told}: its webhook was never there"]
            },
            {
                "UPDATE webhook SET business_id = 2",
                [
                    $"delivery 1 of task {Told}: its webhook is another business'",
                    $"delivery 2 of task {Told}: its webhook is another business'",
                ]
            },
            {
                "UPDATE delivery SET ended_at = 1 WHERE id = 1",
                [$"delivery 1 of task {Told}: is pending although it ended, or has ended and is yet to be sent"]
            },
            {
                "UPDATE delivery SET next_at = NULL WHERE id = 1",
                [$"delivery 1 of task {Told}: is pending in a lane of which not exactly one goes out next"]
            },
            {
                "UPDATE delivery SET next_at = 1 WHERE id = 2",
                [$"delivery 1 of task {Told}: is pending in a lane of which not exactly one goes out next"]
            },
        };

    [Theory]
    [MemberData(nameof(Broken))]
    public async Task Broken_IsFound_AndNothingElseIs(string statement, string[] expected)
    {
        var found = await Histories.FindAsync(await file.CopyAsync(statement));

        Assert.Equal(expected.Length, found.Count);
        Assert.All(found.Zip(expected), f => Assert.Matches($"^{f.Second}$", f.First.ToString()));
    }

    [Fact]
    public async Task Untouched_IsClean() => Assert.Empty(await Histories.FindAsync(await file.CopyAsync()));

    /// <summary>What was removed is no fault: its id was given once.</summary>
    [Fact]
    public async Task Removed_IsNoFinding()
    {
        string[] tables = ["task_event", "task_node", "task_document"];
        var copy = await file.CopyAsync([
            .. tables.Select(t => $"DELETE FROM {t} WHERE task_id IN (8, {Clocked}, {Told})"),
            $"DELETE FROM task WHERE id IN (8, {Clocked}, {Told})",
            "DELETE FROM webhook",
        ]);

        Assert.Empty(await Histories.FindAsync(copy));
    }

    private static string OfTask(string set, long task) => $"UPDATE task SET {set} WHERE id = {task}";

    private static string Update(string table, string set, long task, string where = "1 = 1") =>
        $"UPDATE {table} SET {set} WHERE task_id = {task} AND {where}";

    private static string Delete(string table, long task, string where = "1 = 1") =>
        $"DELETE FROM {table} WHERE task_id = {task} AND {where}";

    private static string IsOf(long task) => $"digest = (SELECT snapshot_digest FROM task WHERE id = {task})";
}
