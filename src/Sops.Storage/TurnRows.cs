using System.Text.Json;
using Sops.Engine;
using Sops.Engine.Runs;

namespace Sops.Storage;

/// <summary>A turn with its documents written out, which is done before the writer's thread is asked for.</summary>
internal sealed record TurnRows
{
    public required TurnCommit Turn { get; init; }
    public required string Events { get; init; }
    public required string? Constants { get; init; }
    public required IReadOnlyList<(NodeRun Node, string Doc)> Nodes { get; init; }
    public required IReadOnlyList<(NodeRun Node, string Doc)> Archived { get; init; }
    public required IReadOnlyList<(int Id, string Doc)> Tokens { get; init; }
    public required IReadOnlyList<(Variable Variable, string Value)> Variables { get; init; }

    public static TurnRows Of(TurnCommit turn)
    {
        if (turn.At.Ticks % TimeSpan.TicksPerMillisecond != 0)
        {
            throw new ArgumentException("A turn is decided at a whole millisecond.", nameof(turn));
        }
        return new TurnRows
        {
            Turn = turn,
            Events = JsonSerializer.Serialize(turn.Events, RunJson.Default.IReadOnlyListHistoryEvent),
            Constants = turn.Constants is null
                ? null
                : JsonSerializer.Serialize(turn.Constants, RunJson.Default.ValueMap),
            Nodes = [.. turn.Changes.Nodes.Select(n => (n, Doc(n)))],
            Archived = [.. turn.Changes.Archived.Select(n => (n, Doc(n)))],
            Tokens = [.. turn.Changes.Tokens.Select(t => (t.Id, JsonSerializer.Serialize(t, RunJson.Default.Token)))],
            Variables = [.. turn.Changes.Variables.Select(v => (v, v.Value.GetRawText()))],
        };
    }

    private static string Doc(NodeRun node) => JsonSerializer.Serialize(node, RunJson.Default.NodeRun);
}
