using System.Text.Json.Nodes;

namespace Sops.Engine.Tests.Properties;

/// <summary>Writes an activity with all its traits.</summary>
internal static class ActivityText
{
    public static JsonObject Of(ActivityStep activity)
    {
        var (node, traits) = (PlanText.Node(activity.Id, "ServiceActivity"), activity.Traits);
        node["component"] = new JsonObject
        {
            ["code"] = "test",
            ["data"] = new JsonObject
            {
                ["in"] = new JsonObject { ["hook"] = false, ["value"] = JsonValue.Create(activity.Input) },
            },
        };
        node["error_ignorable"] = traits.ErrorIgnorable;
        node["retryable"] = traits.Retryable;
        node["skippable"] = traits.Skippable;
        node["auto_retry"] = new JsonObject
        {
            ["enable"] = traits.AutoRetries > 0,
            ["times"] = traits.AutoRetries,
            ["interval"] = traits.RetrySeconds,
        };
        node["timeout_config"] = new JsonObject
        {
            ["enable"] = traits.TimeoutSeconds > 0,
            ["seconds"] = traits.TimeoutSeconds,
            ["action"] = traits.TimeoutSkips ? "forced_fail_and_skip" : "forced_fail",
        };
        if (traits.Iterations > 0)
        {
            node["loop_config"] = new JsonObject
            {
                ["enable"] = true,
                ["loop_times"] = traits.Iterations,
                ["fail_skip"] = traits.FailSkips,
                ["outputs_key"] = $"{activity.Id}list",
            };
        }
        return node;
    }
}
