using System.Text.Json.Nodes;
using Sops.V1;

namespace Sops.Server.Api;

/// <summary>A status node as JSON, for where it stands inside an open document.</summary>
internal static class NodeJson
{
    public static string Of(StatusNode node) =>
        new JsonObject
        {
            ["id"] = node.Id,
            ["state"] = node.State,
            ["parent_id"] = node.ParentId,
            ["version"] = node.Version,
            ["loop"] = node.Loop,
            ["retry"] = node.Retry,
            ["skip"] = node.Skip,
            ["error_ignorable"] = node.ErrorIgnorable,
            ["error_ignored"] = node.ErrorIgnored,
            ["start_time"] = JsonNode.Parse(node.StartTime.Json),
            ["finish_time"] = JsonNode.Parse(node.FinishTime.Json),
            ["elapsed_time"] = node.ElapsedTime,
            ["name"] = node.Name,
        }.ToJsonString();
}
