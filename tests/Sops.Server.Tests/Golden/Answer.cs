using System.Text.Json;
using Sops.Server.Tests.App;

namespace Sops.Server.Tests.Golden;

/// <summary>
/// What a method answers: the shape of `data`, and of what only this method has beside it. With a document's sample goes
/// how that sample departs from the shape, each departure with the reason why this service does otherwise.
/// </summary>
public sealed record Answer(string Data)
{
    /// <summary>Members of the envelope's shape.</summary>
    public string Beside { get; init; } = "";

    /// <summary>Departures by what Shape says of them; those of the envelope go without saying.</summary>
    public IReadOnlyDictionary<string, string> Departures { get; init; } = new Dictionary<string, string>();

    /// <summary>The answer of a document, as printed there, with the commas and quotes that it needs to be JSON.</summary>
    public static JsonElement Sample(string name) =>
        JsonElement.Parse(
            File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Golden", "samples", $"{name}.json"))
        );

    public void RequireFit(Reply reply)
    {
        Assert.True(reply.Result, reply.Text);
        Assert.Equal((200, 0, "success"), (reply.Status, reply.Code, reply.Message));
        var differences = Differences(reply.Json);
        Assert.True(differences.Count == 0, $"{string.Join("\n", differences)}\nin {reply.Text}");
    }

    public IReadOnlyList<string> Differences(JsonElement answer) =>
        Shape.Differences(
            $$"""
            {
              "result": "boolean", "code": "integer", "message": "text", "data": {{Data}}, {{Beside}}
              "request_id": "filled", "trace_id": "filled"
            }
            """,
            answer
        );
}
