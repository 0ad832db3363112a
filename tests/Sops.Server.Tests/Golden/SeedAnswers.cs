namespace Sops.Server.Tests.Golden;

/// <summary>What the methods of the documents answer. Keys are the names of the samples.</summary>
internal static class SeedAnswers
{
    private const string Newer = "real servers of today have it, the document is older";
    private const string Ours = "ours, for callers that know it";
    private const string Numbers = "real servers send a number";

    public static readonly Dictionary<string, Answer> All = new()
    {
        ["003_get_template_list"] = new(
            """
            [{
              "bk_biz_id": "integer", "bk_biz_name": "text|null", "project_id": "integer", "project_name": "text",
              "id": "integer", "name": "filled", "category": "filled", "description": "text", "creator": "filled",
              "create_time": "time", "editor": "filled|null", "edit_time": "time", "auth_actions": ["filled"],
              "etag": "filled"
            }]
            """
        )
        {
            Beside = "\"next_page_token?\": \"filled\",",
            Departures = new Dictionary<string, string>
            {
                ["data.*.bk_biz_id: text, not integer"] = Numbers,
                ["data.*.project_id: absent"] = Newer,
                ["data.*.project_name: absent"] = Newer,
                ["data.*.description: absent"] = Newer,
                ["data.*.auth_actions: absent"] = Newer,
                ["data.*.etag: absent"] = Ours,
            },
        },
        ["003_get_template_info"] = new(
            """
            {
              "bk_biz_id": "integer", "bk_biz_name": "text|null", "project_id": "integer", "project_name": "text",
              "id": "integer", "name": "filled", "category": "filled", "description": "text", "creator": "filled",
              "create_time": "time", "editor": "filled|null", "edit_time": "time", "pipeline_tree": "@template_tree",
              "default_flow_type": "filled", "timeout": "integer", "version": "filled", "etag": "filled"
            }
            """
        )
        {
            Departures = new Dictionary<string, string>
            {
                ["data.bk_biz_id: text, not integer"] = Numbers,
                ["data.project_id: absent"] = Newer,
                ["data.project_name: absent"] = Newer,
                ["data.description: absent"] = Newer,
                ["data.pipeline_tree.constants.*.schema: absent"] = Newer,
                ["data.default_flow_type: absent"] = Ours,
                ["data.timeout: absent"] = Ours,
                ["data.version: absent"] = Ours,
                ["data.etag: absent"] = Ours,
            },
        },
        ["003_create_task"] = MadeTask(
            ("data.task_url: empty, not filled", "real servers send a link"),
            ("data.pipeline_tree.id: absent", "the other documents and real servers have it")
        ),
        ["001_create_task"] = MadeTask(),
        ["000_create_and_start_task"] = MadeTask(),
        ["003_start_task"] = new("\"=Success\""),
        ["004_start_task"] = new("""{"task_url": "filled"}""") { Beside = "\"task_url\": \"filled\"," },
        ["003_operate_task"] = new("\"=Success\""),
        ["003_get_task_status"] = new("\"@node\"")
        {
            Departures = new Dictionary<string, string>
            {
                ["data.parent_id: absent"] = Newer,
                ["data.version: empty, not filled"] = "real servers of today give the root a version too",
                ["data.error_ignorable: absent"] = Newer,
                ["data.error_ignored: absent"] = Newer,
                ["data.finish_time: empty, not time|null"] = "real servers of today send null",
                ["data.elapsed_time: absent"] = Newer,
                ["data.children.*.parent_id: absent"] = Newer,
                ["data.children.*.error_ignorable: absent"] = Newer,
                ["data.children.*.error_ignored: absent"] = Newer,
                ["data.children.*.elapsed_time: absent"] = Newer,
            },
        },
        ["003_get_task_detail"] = new(
            """
            {
              "id": "integer", "project_id": "integer", "project_name": "text", "business_id": "integer",
              "business_name": "text", "name": "filled", "template_id": "integer", "create_time": "time",
              "create_method": "filled", "start_time": "time|empty", "finish_time": "time|empty",
              "elapsed_time": "integer", "creator": "filled", "executor": "text", "pipeline_tree": "@task_tree",
              "task_url": "filled", "constants": {"*": "@constant"},
              "outputs": ["?", {"key": "filled", "value": "any", "name": "text"}], "ex_data": "empty"
            }
            """
        )
        {
            Departures = new Dictionary<string, string>
            {
                ["data.project_id: absent"] = Newer,
                ["data.project_name: absent"] = Newer,
                ["data.name: absent"] = "the document's own table and real servers call it so",
                ["data.instance_name: not expected"] = "real servers call it name, as the document's own table does",
                ["data.template_id: text, not integer"] = "a number in the document's own table and in real servers",
                ["data.create_time: text, not time"] = "real servers send the offset too",
                ["data.start_time: text, not time|empty"] = "real servers send the offset too",
                ["data.finish_time: absent"] = "the document's own table and real servers call it so",
                ["data.end_time: not expected"] = "real servers call it finish_time, as the document's own table does",
                ["data.pipeline_tree: absent"] = Newer,
                ["data.task_url: absent"] = Newer,
            },
        },
        ["003_get_task_node_detail"] = new(
            """
            {
              "id": "filled", "name": "text", "state": "filled", "parent_id": "filled", "version": "filled",
              "loop": "integer", "retry": "integer", "skip": "boolean", "error_ignorable": "boolean",
              "error_ignored": "boolean", "start_time": "time", "finish_time": "time|null", "elapsed_time": "integer",
              "children": {"*?": "any"}, "inputs": "object",
              "outputs": [{"name": "filled", "key": "filled", "value": "any", "preset": "boolean"}],
              "ex_data": "any",
              "histories": ["?", {
                "id": "integer", "history_id": "integer", "node_id": "filled", "start_time": "time",
                "finish_time": "time", "elapsed_time": "integer", "retry": "integer", "loop": "integer",
                "skip": "boolean", "version": "filled", "state": "filled", "inputs": "object", "outputs": "object",
                "ex_data": "any", "children": "object"
              }],
              "history_id": "integer", "auto_retry_info": "object"
            }
            """
        )
        {
            Departures = new Dictionary<string, string>
            {
                ["data.parent_id: absent"] = Newer,
                ["data.error_ignored: absent"] = Newer,
                ["data.outputs.*.preset: absent"] = "the document's own table and real servers have it",
                ["data.history_id: absent"] = Newer,
                ["data.auto_retry_info: absent"] = Newer,
            },
        },
        ["003_query_task_count"] = new(
            """{"total": "integer", "groups": [{"code": "filled", "name": "filled", "value": "integer"}]}"""
        ),
        ["003_get_periodic_task_list"] = new($"[{PeriodicTask()}]")
        {
            Beside = "\"next_page_token?\": \"filled\",",
            Departures = PeriodicDepartures("data.*"),
        },
        ["003_get_periodic_task_info"] = new(
            PeriodicTask(
                """
                "form": {"*?": "@constant"}, "pipeline_tree": "@task_tree",
                """
            )
        )
        {
            Departures = PeriodicDepartures("data", TreeDepartures),
        },
        ["003_create_periodic_task"] = new(
            """
            {
              "id": "integer", "name": "filled", "template_id": "integer", "template_source": "=project|=common",
              "creator": "filled", "cron": "filled", "enabled": "boolean", "last_run_at": "empty",
              "total_run_count": "integer", "form": {"*?": "@constant"}, "pipeline_tree": "@task_tree",
              "policy": "@schedule_policy"
            }
            """
        )
        {
            Departures = new Dictionary<string, string>(TreeDepartures)
            {
                ["data.template_source: absent"] = Newer,
                ["data.policy: absent"] = Ours,
            },
        },
        ["003_set_periodic_task_enabled"] = new("""{"enabled": "boolean"}"""),
        ["003_modify_cron_for_periodic_task"] = new("""{"cron": "filled"}"""),
        ["003_modify_constants_for_periodic_task"] = new("""{"*": "@constant"}"""),
        ["003_node_callback"] = new("""{"delivered": "boolean", "revision": "integer"}""")
        {
            Departures = new Dictionary<string, string> { ["data: absent"] = Ours },
        },
        ["002_create_task_without_template"] = new(SpaceTask)
        {
            Departures = new Dictionary<string, string>
            {
                ["data.create_time: text, not bkflow_time"] = "what BKFlow sends today",
            },
        },
    };

    private const string SpaceTask = """
        {
          "id": "integer", "space_id": "integer", "scope_type": "text|null", "scope_value": "text|null",
          "instance_id": "filled", "template_id": "null", "name": "filled", "creator": "filled",
          "create_time": "bkflow_time", "executor": "text", "start_time": "null", "finish_time": "null",
          "description": "text", "is_started": "boolean", "is_finished": "boolean", "is_revoked": "boolean",
          "is_deleted": "boolean", "is_expired": "boolean", "snapshot_id": "integer",
          "execution_snapshot_id": "integer", "tree_info_id": "null",
          "extra_info": {"notify_config": {
            "notify_type": {"fail": ["?", "text"], "success": ["?", "text"]},
            "notify_receivers": {"more_receiver": "text", "receiver_group": ["?", "text"]}
          }}
        }
        """;

    private static Dictionary<string, string> TreeDepartures =>
        new()
        {
            ["data.pipeline_tree.activities.*.template_node_id: absent"] = Newer,
            ["data.pipeline_tree.id: absent"] = "the other documents and real servers have it",
        };

    private static string PeriodicTask(string more = "") =>
        $$"""
            {
              "id": "integer", "name": "filled", "template_id": "filled", "template_source": "=project|=common",
              "creator": "filled", "cron": "filled", "enabled": "boolean", "last_run_at": "time|empty",
              "total_run_count": "integer", "auth_actions": ["filled"], {{more}} "next_run_at": "time|empty",
              "policy": "@schedule_policy", "failures": "integer", "pause_reason": "text"
            }
            """;

    private static Dictionary<string, string> PeriodicDepartures(
        string at,
        IReadOnlyDictionary<string, string>? more = null
    ) =>
        new(more ?? new Dictionary<string, string>())
        {
            [$"{at}.template_source: absent"] = Newer,
            [$"{at}.auth_actions: absent"] = Newer,
            [$"{at}.next_run_at: absent"] = Ours,
            [$"{at}.policy: absent"] = Ours,
            [$"{at}.failures: absent"] = Ours,
            [$"{at}.pause_reason: absent"] = Ours,
        };

    private static Answer MadeTask(params (string Departure, string Reason)[] more) =>
        new("""{"task_id": "integer", "task_url": "filled", "pipeline_tree": "@task_tree"}""")
        {
            Departures = more.Append(
                    ("data.pipeline_tree.activities.*.template_node_id: absent", "real servers of today keep it")
                )
                .ToDictionary(d => d.Item1, d => d.Item2),
        };
}
