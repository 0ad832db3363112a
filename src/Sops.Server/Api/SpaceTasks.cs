using System.Text.Json.Nodes;
using Google.Protobuf;
using Sops.Engine.Runs;
using Sops.Storage;
using Sops.V1;
using JsonValue = Sops.V1.JsonValue;

namespace Sops.Server.Api;

/// <summary>Tasks in BKFlow's words.</summary>
internal static class SpaceTasks
{
    private const string NoNotices = """
        {"notify_type":{"fail":[],"success":[]},"notify_receivers":{"more_receiver":"","receiver_group":[]}}
        """;

    public static string Extra(JsonValue? notices)
    {
        var given = Values.Parse(notices);
        if (given is { ValueKind: not System.Text.Json.JsonValueKind.Object })
        {
            throw Invalid.Field("notify_config", "must be an object");
        }
        var any = given?.EnumerateObject().Any() ?? false;
        return new JsonObject
        {
            ["notify_config"] = any ? Values.Node(given!.Value) : JsonNode.Parse(NoNotices),
        }.ToJsonString();
    }

    public static SpaceTask Of(TaskRow task, Times times) =>
        new()
        {
            Id = task.Id,
            SpaceId = task.BusinessId,
            ScopeType = Values.Of(task.ScopeType),
            ScopeValue = Values.Of(task.ScopeValue),
            InstanceId = task.InstanceId,
            TemplateId = Values.Of(task.TemplateId),
            Name = task.Name,
            Creator = task.Creator,
            CreateTime = times.SpaceText(task.CreateTime),
            Executor = task.Operator,
            StartTime = times.SpaceJson(task.StartTime),
            FinishTime = times.SpaceJson(task.FinishTime),
            Description = task.Description,
            IsStarted = task.State != NodeState.Created,
            IsFinished = task.State == NodeState.Finished,
            IsRevoked = task.State == NodeState.Revoked,
            IsDeleted = task.IsDeleted,
            SnapshotId = task.Id,
            ExecutionSnapshotId = task.Id,
            TreeInfoId = Values.Null,
            ExtraInfo = Values.Raw(task.Extra),
        };

    /// <summary>The same fields, for a message that goes on with more of the task.</summary>
    public static SpaceTaskDetail DetailOf(TaskRow task, Times times)
    {
        // The fields of a SpaceTask have the same numbers there.
        return SpaceTaskDetail.Parser.ParseFrom(Of(task, times).ToByteString());
    }

    /// <summary>BKFlow writes a time that is not yet as an empty text.</summary>
    public static StatusNode WithTexts(StatusNode node)
    {
        node.StartTime = node.StartTime.Json == "null" ? Values.Of("") : node.StartTime;
        node.FinishTime = node.FinishTime.Json == "null" ? Values.Of("") : node.FinishTime;
        foreach (var child in node.Children.Values)
        {
            WithTexts(child);
        }
        return node;
    }
}
