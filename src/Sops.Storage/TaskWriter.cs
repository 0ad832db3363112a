namespace Sops.Storage;

/// <summary>Writes new tasks, up to where their first turn takes over.</summary>
internal sealed class TaskWriter(WriteSession session)
{
    private readonly Statement _task = session.Prepare(
        """
        INSERT INTO task (id, business_id, revision, state, shown_state, next_token, operator, space, name, template_id,
            template_source, category, flow_type, current_flow, creator, executor, create_method, app_code,
            description, instance_id, snapshot_digest, create_time, scope_type, scope_value,
            periodic_task_id, is_deleted)
        VALUES (@id, @business_id, 0, 0, 0, 0, '', @space, @name, @template_id, @template_source, @category, @flow_type,
            @current_flow, @creator, @executor, @create_method, @app_code, @description, @instance_id,
            @snapshot_digest, @create_time, @scope_type, @scope_value,
            @periodic_task_id, 0)
        """
    );
    private readonly Statement _document = session.Prepare(
        "INSERT INTO task_document (task_id, constants, extra, callback_url, callback_version) VALUES (@task_id, @constants, @extra, @callback_url, @callback_version)"
    );

    public void Insert(TaskRow task)
    {
        _task.Run(
            task.Id,
            task.BusinessId,
            task.Space,
            task.Name,
            task.TemplateId,
            task.TemplateSource,
            task.Category,
            task.FlowType,
            task.CurrentFlow,
            task.Creator,
            task.Executor,
            task.CreateMethod,
            task.AppCode,
            task.Description,
            task.InstanceId,
            task.SnapshotDigest,
            task.CreateTime.ToUnixTimeMilliseconds(),
            task.ScopeType,
            task.ScopeValue,
            task.PeriodicTaskId
        );
        _document.Run(task.Id, task.Constants, task.Extra, task.CallbackUrl, task.CallbackVersion);
        session.Characters += task.Extra.Length + (task.Constants?.Length ?? 0);
    }
}
