using System.Buffers.Text;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Google.Protobuf.WellKnownTypes;
using Sops.Engine.Pipelines;
using Sops.Storage;
using Sops.V1;

namespace Sops.Server.Api;

/// <summary>A task's history in pages, its numbers put into the ids that callers know.</summary>
internal static class TaskEvents
{
    public const int DefaultPage = 100;
    public const int MaxPage = 1000;

    /// <summary>A page that has come to this many characters ends early: most clients take messages of 4 MiB.</summary>
    private const int PageCharacters = 1 << 20;

    /// <summary>Fields of an event that hold a node's index, and what they are called outside.</summary>
    private static readonly Dictionary<string, string> NodeFields = new(StringComparer.Ordinal)
    {
        ["scope"] = "pipeline_id",
        ["join"] = "converge_gateway_id",
        ["by"] = "held_by",
    };

    public static async Task<ListTaskEventsResponse> PageAsync(
        TaskIds ids,
        long taskId,
        IAsyncEnumerable<TurnRow> turns,
        EventPlace from,
        int size
    )
    {
        var page = new ListTaskEventsResponse();
        var characters = 0L;
        await foreach (var turn in turns)
        {
            using var events = JsonDocument.Parse(turn.Events, new JsonDocumentOptions { MaxDepth = 512 });
            var skip = turn.Revision == from.Revision ? from.Index : 0;
            var index = 0;
            foreach (var e in events.RootElement.EnumerateArray())
            {
                if (index++ < skip)
                {
                    continue;
                }
                characters += JsonMarshal.GetRawUtf8Value(e).Length;
                if (page.Events.Count == size || (page.Events.Count > 0 && characters > PageCharacters))
                {
                    page.NextPageToken = new EventPlace(turn.Revision, index - 1).Token(taskId);
                    return page;
                }
                page.Events.Add(One(ids, turn, e));
            }
        }
        return page;
    }

    private static TaskEvent One(TaskIds ids, TurnRow turn, JsonElement e)
    {
        var kind = e.GetProperty("kind").GetString()!;
        var detail = new JsonObject();
        var node = HasNode(kind) ? 0 : (int?)null;
        foreach (var field in e.EnumerateObject())
        {
            switch (field.Name)
            {
                case "kind":
                    break;
                case "node":
                    node = field.Value.GetInt32();
                    break;
                case "children":
                    detail["nodes"] = new JsonArray([
                        .. field.Value.EnumerateArray().Select(c => (JsonNode)ids.Node(c.GetInt32())),
                    ]);
                    break;
                case var name when NodeFields.TryGetValue(name, out var outside):
                    detail[outside] = ids.Node(field.Value.GetInt32());
                    break;
                default:
                    detail[field.Name] = Values.Node(field.Value);
                    break;
            }
        }
        return new TaskEvent
        {
            Revision = turn.Revision,
            Time = Timestamp.FromDateTimeOffset(turn.At),
            Kind = kind.ToUpperInvariant(),
            NodeId = node is { } index ? ids.Node(index) : "",
            Operator = turn.Actor,
            Detail = Values.Of(detail),
        };
    }

    /// <summary>Index 0, the task itself, is left out where an event is written down.</summary>
    private static bool HasNode(string kind) => kind is "node_finished" or "node_failed";
}

/// <summary>Where in a history a page begins.</summary>
internal readonly record struct EventPlace(long Revision, int Index)
{
    public string Token(long taskId) =>
        Base64Url.EncodeToString(
            Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{taskId}.{Revision}.{Index}"))
        );

    public static EventPlace Parse(string token, long taskId)
    {
        if (token.Length == 0)
        {
            return new EventPlace(1, 0);
        }
        try
        {
            var parts = Encoding.ASCII.GetString(Base64Url.DecodeFromChars(token)).Split('.');
            if (
                parts.Length == 3
                && long.TryParse(parts[0], CultureInfo.InvariantCulture, out var task)
                && task == taskId
                && long.TryParse(parts[1], CultureInfo.InvariantCulture, out var revision)
                && revision > 0
                && int.TryParse(parts[2], CultureInfo.InvariantCulture, out var index)
                && index >= 0
            )
            {
                return new EventPlace(revision, index);
            }
        }
        catch (FormatException) { }
        throw Invalid.Field("page_token", "was not made by this method for this task");
    }
}
