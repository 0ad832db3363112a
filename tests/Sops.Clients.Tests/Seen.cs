using System.Globalization;
using System.Text.Json;
using Sops.V1;

namespace Sops.Clients.Tests;

/// <summary>One message of a watch as a client saw it, in a form in which all clients can be compared.</summary>
/// <param name="Nodes">"id: STATE" of each node in it, sorted.</param>
public sealed record Seen(long Revision, string Kind, string State, string Nodes)
{
    public static Seen Of(WatchTaskStatusResponse message) =>
        message.EventCase switch
        {
            WatchTaskStatusResponse.EventOneofCase.Snapshot => new(
                message.Revision,
                "snapshot",
                message.Snapshot.State,
                Joined(message.Snapshot.Children.Values.Select(n => (n.Id, n.State)))
            ),
            WatchTaskStatusResponse.EventOneofCase.Change => new(
                message.Revision,
                "change",
                message.Change.State,
                Joined(message.Change.Nodes.Select(n => (n.Id, n.State)))
            ),
            _ => new(message.Revision, "heartbeat", "", ""),
        };

    /// <summary>The same from protobuf's JSON, in which a 64-bit number may be text and an empty field may be absent.</summary>
    public static Seen Of(JsonElement message)
    {
        var revision = long.Parse(message.GetProperty("revision").ToString(), CultureInfo.InvariantCulture);
        if (message.TryGetProperty("snapshot", out var snapshot))
            return new(revision, "snapshot", Text(snapshot), Joined(Children(snapshot).Select(Node)));
        return message.TryGetProperty("change", out var change)
            ? new(revision, "change", Text(change), Joined(change.GetProperty("nodes").EnumerateArray().Select(Node)))
            : new(revision, "heartbeat", "", "");
    }

    /// <summary>All of a text that holds one message after the other.</summary>
    public static List<Seen> All(string messages)
    {
        var seen = new List<Seen>();
        var reader = new Utf8JsonReader(
            System.Text.Encoding.UTF8.GetBytes(messages),
            new JsonReaderOptions { AllowMultipleValues = true }
        );
        while (reader.Read())
            seen.Add(Of(JsonElement.ParseValue(ref reader)));
        return seen;
    }

    static IEnumerable<JsonElement> Children(JsonElement snapshot) =>
        snapshot.TryGetProperty("children", out var children) ? children.EnumerateObject().Select(c => c.Value) : [];

    static (string Id, string State) Node(JsonElement node) => (node.GetProperty("id").GetString()!, Text(node));

    static string Text(JsonElement of) => of.GetProperty("state").GetString()!;

    static string Joined(IEnumerable<(string Id, string State)> nodes) =>
        string.Join(", ", nodes.Select(n => $"{n.Id}: {n.State}").Order(StringComparer.Ordinal));
}
