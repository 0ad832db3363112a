using System.Text.Json.Nodes;
using Sops.Server.Runtime;
using JsonValue = Sops.V1.JsonValue;

namespace Sops.Server.Api;

/// <summary>Who is told of a template's tasks, and how, as answers show it: always with the keys that readers look for.</summary>
internal static class TemplateNotices
{
    public static JsonValue Ways(TemplateExtra extra)
    {
        var shown = new JsonObject { ["success"] = new JsonArray(), ["fail"] = new JsonArray() };
        return Shown(shown, extra.NotifyType);
    }

    public static JsonValue Receivers(TemplateExtra extra)
    {
        var shown = new JsonObject { ["receiver_group"] = new JsonArray(), ["more_receiver"] = "" };
        return Shown(shown, extra.NotifyReceivers);
    }

    private static JsonValue Shown(JsonObject shown, System.Text.Json.JsonElement? kept)
    {
        if (kept is { } given)
        {
            foreach (var member in given.EnumerateObject())
            {
                shown[member.Name] = Values.Node(member.Value);
            }
        }
        return Values.Of(shown);
    }
}
