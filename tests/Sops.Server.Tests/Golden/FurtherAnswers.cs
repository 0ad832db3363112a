namespace Sops.Server.Tests.Golden;

/// <summary>What bk-sops and BKFlow answer to methods that the seed documents lack but that no task can do without.</summary>
internal static class FurtherAnswers
{
    public static readonly Answer Standings = new(
        """
        [{
          "id": "integer", "name": "filled", "status": "@node", "flow_type": "=common|=common_func",
          "current_flow": "=func_claim|=execute_task|=finished", "is_deleted": "boolean", "create_time": "time",
          "start_time": "time|empty", "finish_time": "time|empty", "url": "filled"
        }]
        """
    );

    /// <summary>get_task_list shows times in UTC, ISO 8601.</summary>
    public static readonly Answer List = ListWith("iso_time|null");

    /// <summary>The same with expected_timezone.</summary>
    public static readonly Answer ListInZone = ListWith("time|empty");

    public static readonly Answer Functional = new(
        """
        [{
          "id": "integer", "task_id": "integer", "name": "filled", "creator": "filled", "create_time": "time",
          "claimant": "text", "claim_time": "time|empty", "status": "=submitted|=claimed|=executed|=finished",
          "bk_biz_id": "integer", "project_id": "integer"
        }]
        """
    )
    {
        Beside = "\"count\": \"integer\", \"next_page_token?\": \"filled\",",
    };

    public static readonly Answer Operations = new(
        """
        [{
          "id": "integer", "operator": "filled", "operate_type": "filled", "operate_source": "=api",
          "instance_id": "integer", "project_id": "integer", "operate_date": "time", "node_id": "text",
          "app_code": "text", "outcome": "filled", "extra_info": "object"
        }]
        """
    )
    {
        Beside = "\"next_page_token?\": \"filled\",",
    };

    /// <summary>get_periodic_task_list with include_edit_info.</summary>
    public static readonly Answer PeriodicTasksWithEdits = new(
        """
        [{
          "id": "integer", "name": "filled", "template_id": "filled", "template_source": "=project|=common",
          "creator": "filled", "cron": "filled", "enabled": "boolean", "last_run_at": "time|empty",
          "total_run_count": "integer", "auth_actions": ["filled"], "editor": "filled|null", "edit_time": "time",
          "is_latest": "boolean|null", "next_run_at": "time|empty", "policy": "@schedule_policy",
          "failures": "integer", "pause_reason": "text"
        }]
        """
    )
    {
        Beside = "\"next_page_token?\": \"filled\",",
    };

    /// <summary>modify_constants_for_task and claim_functionalization_task.</summary>
    public static readonly Answer Done = new("\"=success\"");

    public static readonly Answer NodeOperated = new("""{"revision": "integer"}""");

    /// <summary>BKFlow's operate_task and operate_node.</summary>
    public static readonly Answer SpaceOperated = new("\"null\"");

    public static readonly Answer SpaceStates = new("\"@space_node\"");

    public static readonly Answer SpaceDetail = new(
        """
        {
          "id": "integer", "space_id": "integer", "scope_type": "text|null", "scope_value": "text|null",
          "instance_id": "filled", "template_id": "null", "name": "filled", "creator": "filled",
          "create_time": "bkflow_time", "executor": "text", "start_time": "bkflow_time|null",
          "finish_time": "bkflow_time|null", "description": "text", "is_started": "boolean", "is_finished": "boolean",
          "is_revoked": "boolean", "is_deleted": "boolean", "is_expired": "boolean", "snapshot_id": "integer",
          "execution_snapshot_id": "integer", "tree_info_id": "null", "extra_info": "object",
          "elapsed_time": "integer", "pipeline_tree": "object", "constants": "object",
          "outputs": ["?", {"key": "filled", "value": "any", "name": "text"}], "task_url": "filled"
        }
        """
    );

    private static Answer ListWith(string time) =>
        new(
            $$"""
            [{
              "id": "integer", "name": "filled", "category": "filled", "create_method": "filled", "creator": "filled",
              "executor": "text", "start_time": "{{time}}", "finish_time": "{{time}}", "is_started": "boolean",
              "is_finished": "boolean", "template_source": "filled", "template_id": "filled",
              "is_child_taskflow": "boolean", "project_id": "integer", "project_name": "text", "bk_biz_id": "integer",
              "bk_biz_name": "text", "auth_actions": ["filled"], "state": "filled"
            }]
            """
        )
        {
            Beside = "\"count\": \"integer\", \"next_page_token?\": \"filled\",",
        };
}
