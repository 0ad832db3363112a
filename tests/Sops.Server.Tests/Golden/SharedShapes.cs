namespace Sops.Server.Tests.Golden;

/// <summary>What several answers hold: trees, status nodes.</summary>
internal static class SharedShapes
{
    private static readonly Dictionary<string, string> Shapes = new()
    {
        // get_template_info shows a tree without its drawing.
        ["template_tree"] = """
            {
              "activities": {"*": "@activity"}, "gateways": "object", "flows": {"*": "@flow"},
              "start_event": "@event", "end_event": "@event", "constants": {"*?": "@template_constant"},
              "outputs": ["?", "text"]
            }
            """,
        ["task_tree"] = """
            {
              "activities": {"*": "@task_activity"}, "gateways": "object", "flows": {"*": "@flow"},
              "start_event": "@event", "end_event": "@event", "constants": {"*?": "@constant"}, "outputs": ["?", "text"],
              "id": "filled", "line?": "list", "location?": "list"
            }
            """,
        ["activity"] = Activity(""),
        // In a task each activity keeps the id that it has in the template.
        ["task_activity"] = Activity("\"template_node_id\": \"filled\","),
        ["flow"] = """{"id": "filled", "is_default": "boolean", "source": "filled", "target": "filled"}""",
        ["event"] = """
            {"id": "filled", "type": "filled", "name?": "text", "incoming": "text|list", "outgoing": "text", "labels?": "list"}
            """,
        ["schedule_policy"] = """
            {
              "overlap": "=allow|=skip|=buffer_one", "catch_up_window": "integer", "jitter": "integer",
              "pause_after_failures": "integer", "start_at": "time|empty", "end_at": "time|empty"
            }
            """,
        ["constant"] = Constant(""),
        ["template_constant"] = Constant(
            """
            "schema": "object|null",
            """
        ),
        ["node"] = """
            {
              "id": "filled", "state": "filled", "parent_id": "filled", "version": "filled", "loop": "integer",
              "retry": "integer", "skip": "boolean", "error_ignorable": "boolean", "error_ignored": "boolean",
              "start_time": "time", "finish_time": "time|null", "elapsed_time": "integer", "children": {"*?": "@node"},
              "name": "text"
            }
            """,
        // In a space a time that is not yet is a text.
        ["space_node"] = """
            {
              "id": "filled", "state": "filled", "parent_id": "filled", "version": "filled", "loop": "integer",
              "retry": "integer", "skip": "boolean", "error_ignorable": "boolean", "error_ignored": "boolean",
              "start_time": "time|empty", "finish_time": "time|empty", "elapsed_time": "integer", "children": {"*?": "@space_node"},
              "name": "text"
            }
            """,
    };

    public static string Of(string name) => Shapes[name];

    private static string Constant(string more) =>
        $$"""
            {
              "key": "filled", "name": "text", "index": "integer", "desc": "text", "value": "any", "show_type": "filled",
              {{more}}
              "source_type": "filled", "source_tag": "text", "source_info": "object", "custom_type": "text",
              "validation?": "text", "validator?": "list", "is_meta?": "boolean"
            }
            """;

    private static string Activity(string more) =>
        $$"""
            {
              "id": "filled", "type": "=ServiceActivity", "name": "filled", "incoming": "filled|list", "outgoing": "filled",
              {{more}}
              "optional": "boolean", "error_ignorable": "boolean", "loop": "object|null", "stage_name?": "text",
              "component": {"code": "filled", "data": "object", "version?": "filled"},
              "retryable?": "boolean", "skippable?": "boolean", "can_retry?": "boolean", "isSkipped?": "boolean",
              "auto_retry?": "object", "timeout_config?": "object", "labels?": "list"
            }
            """;
}
