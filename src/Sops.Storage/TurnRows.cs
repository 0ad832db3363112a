using System.Text.Json;
using Sops.Engine;
using Sops.Engine.Runs;

namespace Sops.Storage;

/// <summary>
/// Turns that follow one upon the other, with their documents written out, which is done before the writer's thread is asked
/// for. The history has each of them; every other row is written once, as the last of them leaves it.
/// </summary>
internal sealed record TurnRows
{
    public required IReadOnlyList<(TurnCommit Turn, string Events)> Turns { get; init; }
    public required string? Constants { get; init; }
    public required IReadOnlyList<(NodeRun Node, string Doc)> Nodes { get; init; }
    public required IReadOnlyList<(NodeRun Node, string Doc)> Archived { get; init; }
    public required IReadOnlyList<(int Id, string Doc)> Tokens { get; init; }
    public required IReadOnlyCollection<int> EndedTokens { get; init; }
    public required IReadOnlyList<(Variable Variable, string Value)> Variables { get; init; }
    public required IReadOnlyCollection<WorkItem> Work { get; init; }
    public required IReadOnlyCollection<WorkItem> WorkDone { get; init; }

    public TurnCommit First => Turns[0].Turn;
    public TurnCommit Last => Turns[^1].Turn;

    /// <param name="turns">At least one, of one task.</param>
    public static TurnRows Of(IReadOnlyList<TurnCommit> turns)
    {
        var (nodes, tokens, ended) = (new Dictionary<int, NodeRun>(), new Dictionary<int, Token>(), new HashSet<int>());
        var variables = new Dictionary<(int, string), Variable>();
        var work = new NetWork();
        for (var i = 0; i < turns.Count; i++)
        {
            Require(turns[0], turns[i], i);
            var changes = turns[i].Changes;
            foreach (var node in changes.Nodes)
            {
                nodes[node.Node] = node;
            }
            foreach (var token in changes.Tokens)
            {
                tokens[token.Id] = token;
            }
            foreach (var id in changes.EndedTokens)
            {
                tokens.Remove(id);
                ended.Add(id);
            }
            foreach (var variable in changes.Variables)
            {
                variables[(variable.Scope, variable.Key)] = variable;
            }
            work.Add(changes);
        }
        var constants = turns.LastOrDefault(t => t.Constants is not null)?.Constants;
        return new TurnRows
        {
            Turns =
            [
                .. turns.Select(t =>
                    (t, JsonSerializer.Serialize(t.Events, RunJson.Default.IReadOnlyListHistoryEvent))
                ),
            ],
            Constants = constants is null ? null : JsonSerializer.Serialize(constants, RunJson.Default.ValueMap),
            Nodes = [.. nodes.Values.Select(n => (n, Doc(n)))],
            Archived = [.. turns.SelectMany(t => t.Changes.Archived).Select(n => (n, Doc(n)))],
            Tokens = [.. tokens.Values.Select(t => (t.Id, JsonSerializer.Serialize(t, RunJson.Default.Token)))],
            EndedTokens = ended,
            Variables = [.. variables.Values.Select(v => (v, v.Value.GetRawText()))],
            Work = work.Wanted,
            WorkDone = work.Done,
        };
    }

    private static void Require(TurnCommit first, TurnCommit turn, int place)
    {
        if (turn.At.Ticks % TimeSpan.TicksPerMillisecond != 0)
        {
            throw new ArgumentException("A turn is decided at a whole millisecond.", nameof(turn));
        }
        if (turn.TaskId != first.TaskId || turn.Revision != first.Revision + place)
        {
            throw new ArgumentException("Turns that are committed together follow one upon the other.", nameof(turn));
        }
    }

    private static string Doc(NodeRun node) => JsonSerializer.Serialize(node, RunJson.Default.NodeRun);
}
