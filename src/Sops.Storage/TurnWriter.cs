namespace Sops.Storage;

/// <summary>Writes turns; the statements that every node transition goes through.</summary>
internal sealed class TurnWriter(WriteSession session)
{
    private readonly Statement _task = session.Prepare(
        """
        UPDATE task SET revision = @revision, state = @state, shown_state = @shown_state, next_token = @next_token,
            operator = @operator, start_time = @start_time, finish_time = @finish_time
        WHERE id = @id AND revision = @before
        """
    );
    private readonly Statement _constants = session.Prepare(
        "UPDATE task_document SET constants = @constants WHERE task_id = @task_id"
    );
    private readonly Statement _claim = session.Prepare(
        """
        UPDATE task SET name = @name, current_flow = @current_flow, claimant = @claimant, claim_time = @claim_time
        WHERE id = @id AND claimant IS NULL
        """
    );
    private readonly Statement _event = session.Prepare(
        """
        INSERT INTO task_event (task_id, revision, at, actor, command, events, shown)
        VALUES (@task_id, @revision, @at, @actor, @command, @events, @shown)
        """
    );
    private readonly Statement _node = session.Prepare(
        """
        INSERT INTO task_node (task_id, node, state, doc) VALUES (@task_id, @node, @state, @doc)
        ON CONFLICT (task_id, node) DO UPDATE SET state = excluded.state, doc = excluded.doc
        """
    );
    private readonly Statement _attempt = session.Prepare(
        "INSERT INTO task_attempt (task_id, node, archived, doc) VALUES (@task_id, @node, @archived, @doc)"
    );
    private readonly Statement _token = session.Prepare(
        """
        INSERT INTO task_token (task_id, token, doc) VALUES (@task_id, @token, @doc)
        ON CONFLICT (task_id, token) DO UPDATE SET doc = excluded.doc
        """
    );
    private readonly Statement _endToken = session.Prepare(
        "DELETE FROM task_token WHERE task_id = @task_id AND token = @token"
    );
    private readonly Statement _variable = session.Prepare(
        """
        INSERT INTO task_variable (task_id, scope, key, value) VALUES (@task_id, @scope, @key, @value)
        ON CONFLICT (task_id, scope, key) DO UPDATE SET value = excluded.value
        """
    );
    private readonly Statement _work = session.Prepare(
        """
        INSERT INTO work_item (task_id, node, kind, attempt, number, due_at)
        VALUES (@task_id, @node, @kind, @attempt, @number, @due_at)
        ON CONFLICT (task_id, node, kind)
        DO UPDATE SET attempt = excluded.attempt, number = excluded.number, due_at = excluded.due_at
        """
    );
    private readonly Statement _workDone = session.Prepare(
        "DELETE FROM work_item WHERE task_id = @task_id AND node = @node AND kind = @kind"
    );

    public void Write(TurnRows rows)
    {
        var (first, last) = (rows.First, rows.Last);
        var written = _task.Run(
            last.Revision,
            (int)last.State,
            (int)last.ShownState,
            last.NextToken,
            last.Operator,
            last.StartTime?.ToUnixTimeMilliseconds(),
            last.FinishTime?.ToUnixTimeMilliseconds(),
            last.TaskId,
            first.Revision - 1
        );
        if (written == 0)
        {
            throw new RevisionConflictException(first.TaskId, first.Revision);
        }
        if (rows.Constants is not null)
        {
            _constants.Run(rows.Constants, last.TaskId);
        }
        foreach (var (turn, events) in rows.Turns)
        {
            Write(turn, events);
        }
        WriteNodes(rows);
        WriteTokens(rows);
        WriteWork(rows);
    }

    /// <summary>What a turn alone has to say.</summary>
    private void Write(TurnCommit turn, string events)
    {
        if (turn.Claim is not null)
        {
            Write(turn, turn.Claim);
        }
        var at = turn.At.ToUnixTimeMilliseconds();
        _event.Run(turn.TaskId, turn.Revision, at, turn.Actor, turn.Command, events, turn.Shown);
        session.Characters += events.Length + turn.Shown.Length;
        if (turn.PeriodicTaskId is { } periodic)
        {
            session.Schedules.TaskMoved(periodic, turn);
        }
        foreach (var delivery in turn.Deliveries)
        {
            session.Deliveries.Write(delivery, turn.TaskId, turn.At);
        }
        if (turn.Call is not null)
        {
            session.Calls.Write(turn.Call);
        }
    }

    private void Write(TurnCommit turn, TaskClaim claim)
    {
        var at = turn.At.ToUnixTimeMilliseconds();
        if (_claim.Run(claim.Name, TaskRow.ExecuteFlow, claim.Claimant, at, turn.TaskId) == 0)
        {
            throw new RevisionConflictException(turn.TaskId, turn.Revision);
        }
    }

    private void WriteNodes(TurnRows rows)
    {
        var task = rows.Last.TaskId;
        foreach (var (node, doc) in rows.Nodes)
        {
            _node.Run(task, node.Node, (int)node.State, doc);
            session.Characters += doc.Length;
        }
        foreach (var (node, doc) in rows.Archived)
        {
            _attempt.Run(task, node.Node, node.Archived, doc);
            session.Characters += doc.Length;
        }
        foreach (var (variable, value) in rows.Variables)
        {
            _variable.Run(task, variable.Scope, variable.Key, value);
            session.Characters += value.Length;
        }
    }

    private void WriteTokens(TurnRows rows)
    {
        foreach (var (id, doc) in rows.Tokens)
        {
            _token.Run(rows.Last.TaskId, id, doc);
        }
        foreach (var id in rows.EndedTokens)
        {
            _endToken.Run(rows.Last.TaskId, id);
        }
    }

    private void WriteWork(TurnRows rows)
    {
        var task = rows.Last.TaskId;
        foreach (var done in rows.WorkDone)
        {
            _workDone.Run(task, done.Node, (int)done.Kind);
        }
        foreach (var work in rows.Work)
        {
            _work.Run(task, work.Node, (int)work.Kind, work.Attempt, work.Number, DueWork.Milliseconds(work.Due));
        }
    }
}
