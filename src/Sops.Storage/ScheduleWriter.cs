using System.Data.Common;
using Sops.Engine.Runs;

namespace Sops.Storage;

/// <summary>Writes what ticks lead to, in the transaction of the tasks that they make.</summary>
internal sealed class ScheduleWriter(WriteSession session)
{
    // What waits for a task to end is due at once where that has happened meanwhile.
    private readonly Statement _periodic = session.Prepare(
        """
        UPDATE periodic_task SET revision = @after, name = @name, constants = @constants, editor = @editor,
            edit_time = @edit_time, cron = @cron, zone = @zone, enabled = @enabled, pause_reason = @pause_reason,
            overlap = @overlap, catch_up_window = @catch_up_window, jitter = @jitter,
            pause_after_failures = @pause_after_failures, start_at = @start_at, end_at = @end_at,
            next_tick = @next_tick, last_tick = @last_tick, buffered_tick = @buffered_tick, failures = @failures,
            total_run_count = @total_run_count, last_run_at = @last_run_at, last_task_id = @last_task_id,
            is_deleted = @is_deleted,
            due_at = CASE
                WHEN @buffered_tick IS NOT NULL
                    AND NOT EXISTS (SELECT 1 FROM task WHERE id = @last_task_id AND finish_time IS NULL) THEN 0
                ELSE @due_at
            END
        WHERE id = @id AND revision = @before
        """
    );
    private readonly Statement _run = session.Prepare(
        """
        INSERT INTO periodic_run (periodic_task_id, tick, manual, outcome, task_id, task_state, message, ticks, create_time)
        VALUES (@periodic_task_id, @tick, @manual, @outcome, @task_id, '', @message, @ticks, @create_time)
        """
    );
    private readonly Statement _bufferedRun = session.Prepare(
        """
        UPDATE periodic_run SET outcome = @outcome, task_id = @task_id, message = @message
        WHERE periodic_task_id = @periodic_task_id AND tick = @tick AND manual = 0 AND outcome = 'buffered'
        """
    );
    private readonly Statement _ended = session.Prepare(
        "UPDATE periodic_run SET task_state = @task_state WHERE task_id = @task_id AND task_state <> @task_state"
    );
    private readonly Statement _failedFirst = session.Prepare(
        "UPDATE periodic_run SET task_state = 'FAILED' WHERE task_id = @task_id AND task_state = ''"
    );
    private readonly Statement _succeeded = session.Prepare(
        "UPDATE periodic_task SET failures = 0, revision = revision + 1 WHERE id = @id AND failures > 0"
    );
    private readonly Statement _failed = session.Prepare(
        "UPDATE periodic_task SET failures = failures + 1, revision = revision + 1 WHERE id = @id"
    );
    private readonly Statement _paused = session.Prepare(
        """
        UPDATE periodic_task SET enabled = 0, due_at = NULL, next_tick = NULL, buffered_tick = NULL,
            pause_reason = failures || ' runs in a row failed'
        WHERE id = @id AND enabled = 1 AND pause_after_failures > 0 AND failures >= pause_after_failures
        """
    );
    private readonly Statement _woken = session.Prepare(
        """
        UPDATE periodic_task SET due_at = 0
        WHERE id = @id AND buffered_tick IS NOT NULL AND last_task_id = @task_id AND enabled = 1
        """
    );
    private readonly Statement _dropBuffered = session.Prepare(
        """
        UPDATE periodic_run SET outcome = 'skipped', message = @message
        WHERE periodic_task_id = @periodic_task_id AND outcome = 'buffered'
        """
    );
    private readonly Statement _clocked = session.Prepare(
        """
        UPDATE clocked_task SET revision = revision + 1, task_name = @task_name, editor = @editor,
            edit_time = @edit_time, plan_start_time = @plan_start_time, parameters = @parameters, state = @state,
            task_id = @task_id, message = @message, due_at = @due_at, is_deleted = @is_deleted
        WHERE id = @id AND revision = @before
        """
    );

    /// <summary>False when the periodic task is not at that revision any more; nothing is written then.</summary>
    public bool Write(PeriodicTaskRow before, PeriodicTaskRow after)
    {
        var written = _periodic.Run(
            before.Revision + 1,
            after.Name,
            after.Constants,
            after.Editor,
            after.EditTime.ToUnixTimeMilliseconds(),
            after.Cron,
            after.Zone,
            after.Enabled,
            after.PauseReason,
            after.Overlap,
            after.CatchUpWindow,
            after.Jitter,
            after.PauseAfterFailures,
            after.StartAt?.ToUnixTimeMilliseconds(),
            after.EndAt?.ToUnixTimeMilliseconds(),
            after.NextTick?.ToUnixTimeMilliseconds(),
            after.LastTick?.ToUnixTimeMilliseconds(),
            after.BufferedTick?.ToUnixTimeMilliseconds(),
            after.Failures,
            after.TotalRunCount,
            after.LastRunAt?.ToUnixTimeMilliseconds(),
            after.LastTaskId,
            after.IsDeleted,
            after.DueAt?.ToUnixTimeMilliseconds(),
            before.Id,
            before.Revision
        );
        if (written == 0)
        {
            return false;
        }
        if (before.BufferedTick is not null && !after.Enabled)
        {
            _dropBuffered.Run("disabled before the former task had ended", before.Id);
        }
        return true;
    }

    /// <summary>False when somebody changed the periodic task meanwhile; nothing is written then.</summary>
    public bool Write(TickCommit tick)
    {
        if (!Write(tick.After, tick.After))
        {
            return false;
        }
        var run = tick.Run;
        var at = run.Tick.ToUnixTimeMilliseconds();
        if (tick.WasBuffered)
        {
            _bufferedRun.Run(run.Outcome, run.TaskId, run.Message, run.PeriodicTaskId, at);
            return true;
        }
        try
        {
            _run.Run(
                run.PeriodicTaskId,
                at,
                run.Manual,
                run.Outcome,
                run.TaskId,
                run.Message,
                run.Ticks,
                run.CreateTime.ToUnixTimeMilliseconds()
            );
        }
        catch (DbException e) when (session.Dialect.IsUniqueViolation(e))
        {
            throw new TickTakenException(run.PeriodicTaskId, run.Tick, e);
        }
        return true;
    }

    /// <summary>A task that a periodic task made has failed or ended, which that one counts, and may have waited for.</summary>
    public void TaskMoved(long periodicTaskId, TurnCommit turn)
    {
        var ended = turn.State is NodeState.Finished or NodeState.Revoked;
        if (ended)
        {
            var state = NodeRun.Wire(turn.State);
            if (_ended.Run(state, turn.TaskId) > 0 && turn.State == NodeState.Finished)
            {
                _succeeded.Run(periodicTaskId);
            }
            _woken.Run(periodicTaskId, turn.TaskId);
        }
        else if (turn.ShownState == NodeState.Failed && _failedFirst.Run(turn.TaskId) > 0)
        {
            _failed.Run(periodicTaskId);
            if (_paused.Run(periodicTaskId) > 0)
            {
                _dropBuffered.Run("disabled before the former task had ended", periodicTaskId);
            }
        }
    }

    /// <summary>False when the clocked task is not at that revision any more; nothing is written then.</summary>
    public bool Write(ClockedTaskRow after) =>
        _clocked.Run(
            after.TaskName,
            after.Editor,
            after.EditTime.ToUnixTimeMilliseconds(),
            after.PlanStartTime.ToUnixTimeMilliseconds(),
            after.Parameters,
            after.State,
            after.TaskId,
            after.Message,
            after.DueAt?.ToUnixTimeMilliseconds(),
            after.IsDeleted,
            after.Id,
            after.Revision
        ) > 0;
}
