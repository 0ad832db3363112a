using System.Text.Json;
using Sops.Engine;
using Sops.Engine.Pipelines;
using Sops.Engine.Runs;

namespace Sops.Conformance.InProcess;

/// <summary>Keeps a run's history as text and proves, turn by turn, that the run is nothing but its fold.</summary>
internal sealed class HistoryCheck(PipelineTree tree, TaskIds ids)
{
    private readonly List<(IReadOnlyList<HistoryEvent> Events, DateTimeOffset At)> _turns = [];

    public void Take(IReadOnlyList<HistoryEvent> events, DateTimeOffset at)
    {
        var text = JsonSerializer.Serialize(events, RunJson.Default.IReadOnlyListHistoryEvent);
        _turns.Add((JsonSerializer.Deserialize(text, RunJson.Default.IReadOnlyListHistoryEvent)!, at));
    }

    public void RequireFoldOf(Run live)
    {
        var folded = new Run(tree, ids);
        foreach (var (events, at) in _turns)
        {
            folded.Apply(events, at);
        }
        Assert.Equal(live.Revision, folded.Revision);
        Assert.Equal(Describe(live), Describe(folded));
    }

    public static string Describe(Run run) =>
        string.Join(
            "\n",
            [
                $"{run.TokensMade} {run.Operator} {JsonSerializer.Serialize(run.Constants, RunJson.Default.ValueMap)}",
                .. run.Nodes.Select(n =>
                    $"{run.ShownState(n.Node)} {JsonSerializer.Serialize(n, RunJson.Default.NodeRun)}"
                ),
                .. run.Tokens.Select(t => JsonSerializer.Serialize(t, RunJson.Default.Token)),
                .. run.Variables.Select(v =>
                    $"{v.Scope} {v.Key} {JsonSerializer.Serialize(v.Value, RunJson.Default.JsonElement)}"
                ),
            ]
        );
}
