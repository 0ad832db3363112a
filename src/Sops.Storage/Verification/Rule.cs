using Sops.Engine.Runs;

namespace Sops.Storage.Verification;

/// <summary>What must hold of a table's rows and can be asked of the database itself.</summary>
/// <param name="What">What is said of a row of which it does not hold.</param>
/// <param name="Broken">Selects those rows: what names the row, and its task or null.</param>
internal sealed record Rule(string Table, string What, string Broken)
{
    /// <summary>Ids are given once, so what has a lower id than the last one was there and was removed.</summary>
    public static IReadOnlyList<Rule> All { get; } =
    [
        new(
            "task",
            "its periodic task is not there",
            """
            SELECT t.id, t.id FROM task t WHERE t.periodic_task_id IS NOT NULL
                AND NOT EXISTS (SELECT 1 FROM periodic_task p WHERE p.id = t.periodic_task_id)
            """
        ),
        new(
            "template",
            "the version that it has is not among its versions",
            """
            SELECT t.id, NULL FROM template t WHERE NOT EXISTS
                (SELECT 1 FROM template_version v WHERE v.template_id = t.id AND v.snapshot_digest = t.snapshot_digest)
            """
        ),
        new(
            "periodic_task",
            "is disabled and yet due",
            """
            SELECT id, NULL FROM periodic_task WHERE (enabled = 0 OR is_deleted = 1)
                AND (due_at IS NOT NULL OR next_tick IS NOT NULL OR buffered_tick IS NOT NULL)
            """
        ),
        new(
            "periodic_task",
            "has a tick to deal with and is never due",
            """
            SELECT p.id, NULL FROM periodic_task p WHERE p.enabled = 1 AND p.is_deleted = 0 AND p.due_at IS NULL
                AND (p.next_tick IS NOT NULL OR p.buffered_tick IS NOT NULL
                    AND NOT EXISTS (SELECT 1 FROM task t WHERE t.id = p.last_task_id AND t.finish_time IS NULL))
            """
        ),
        new(
            "periodic_task",
            "its last task was never there",
            "SELECT id, last_task_id FROM periodic_task WHERE last_task_id > @lastTask"
        ),
        new(
            "periodic_task",
            "its buffered tick has no record",
            """
            SELECT p.id, NULL FROM periodic_task p WHERE p.buffered_tick IS NOT NULL AND NOT EXISTS
                (SELECT 1 FROM periodic_run r WHERE r.periodic_task_id = p.id AND r.tick = p.buffered_tick
                    AND r.manual = 0 AND r.outcome = 'buffered')
            """
        ),
        new(
            "periodic_run",
            "is buffered, and its periodic task waits for another tick or none",
            """
            SELECT r.id, NULL FROM periodic_run r JOIN periodic_task p ON p.id = r.periodic_task_id
            WHERE r.outcome = 'buffered' AND (p.buffered_tick IS NULL OR p.buffered_tick <> r.tick)
            """
        ),
        new(
            "periodic_run",
            "its task was never there",
            "SELECT id, task_id FROM periodic_run WHERE task_id > @lastTask"
        ),
        new(
            "periodic_run",
            "has a task although none was started, or none although one was",
            "SELECT id, task_id FROM periodic_run WHERE (outcome = 'started') <> (task_id IS NOT NULL)"
        ),
        new(
            "periodic_run",
            "its task is not of its periodic task",
            """
            SELECT r.id, r.task_id FROM periodic_run r JOIN task t ON t.id = r.task_id
            WHERE t.periodic_task_id IS NULL OR t.periodic_task_id <> r.periodic_task_id
            """
        ),
        new(
            "periodic_run",
            "says otherwise than its task how that ended",
            $"""
            SELECT r.id, r.task_id FROM periodic_run r JOIN task t ON t.id = r.task_id
            WHERE CASE
                WHEN t.state = {(int)NodeState.Finished} THEN r.task_state <> 'FINISHED'
                WHEN t.state = {(int)NodeState.Revoked} THEN r.task_state <> 'REVOKED'
                WHEN t.shown_state = {(int)NodeState.Failed} THEN r.task_state <> 'FAILED'
                ELSE r.task_state NOT IN ('', 'FAILED') END
            """
        ),
        new(
            "clocked_task",
            "is to be started and never due, or due and not to be started",
            """
            SELECT id, task_id FROM clocked_task
            WHERE (state = 'not_started' AND is_deleted = 0) <> (due_at IS NOT NULL)
            """
        ),
        new(
            "clocked_task",
            "has a task although it was not started, or none although it was",
            "SELECT id, task_id FROM clocked_task WHERE (state = 'started') <> (task_id IS NOT NULL)"
        ),
        new(
            "clocked_task",
            "its task was never there",
            "SELECT id, task_id FROM clocked_task WHERE task_id > @lastTask"
        ),
        new(
            "delivery",
            "its task was never there",
            "SELECT id, task_id FROM delivery WHERE task_id > @lastTask OR task_id < 0"
        ),
        new(
            "delivery",
            "its task is another business'",
            "SELECT d.id, d.task_id FROM delivery d JOIN task t ON t.id = d.task_id WHERE t.business_id <> d.business_id"
        ),
        new(
            "delivery",
            "its webhook was never there",
            "SELECT id, task_id FROM delivery WHERE webhook_id > @lastWebhook"
        ),
        new(
            "delivery",
            "its webhook is another business'",
            """
            SELECT d.id, d.task_id FROM delivery d JOIN webhook w ON w.id = d.webhook_id
            WHERE w.business_id <> d.business_id
            """
        ),
        new(
            "delivery",
            "is pending although it ended, or has ended and is yet to be sent",
            "SELECT id, task_id FROM delivery WHERE (state = 0) <> (ended_at IS NULL) OR state <> 0 AND next_at IS NOT NULL"
        ),
        new(
            "delivery",
            "is pending in a lane of which not exactly one goes out next",
            "SELECT MIN(id), MIN(task_id) FROM delivery WHERE state = 0 GROUP BY lane HAVING COUNT(next_at) <> 1"
        ),
    ];
}
