using System.Text.Json;
using Sops.Engine.Pipelines;
using Sops.Engine.Runs;

namespace Sops.Engine.Tests.Properties;

/// <summary>
/// A run with everything it is held against: the fold of its history, and, before each command, the run that a restart at
/// this very moment would go on with. As both decide alike at every single step, both come to the same end.
/// </summary>
internal sealed class Ledger
{
    public static readonly DateTimeOffset Begin = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly RunLimits _limits;
    private readonly StoredRows _rows = new();
    private readonly Run _folded;
    private readonly HistoryRules _rules;
    private string _text = "";
    private Run _restored;

    public Ledger(Plan plan, RunLimits limits)
    {
        var text = PlanText.Of(plan);
        var parsed = PipelineParser.Parse(text, PipelineLimits.Default);
        Assert.True(
            parsed.Tree is not null,
            $"{string.Join("; ", parsed.Problems.Select(p => $"{p.Subject}: {p.Message}"))}\n{text}"
        );
        _limits = limits;
        var ids = new TaskIds("n0123456789abcdef012345600000000");
        Run = new Run(parsed.Tree, ids);
        _restored = Run;
        _folded = new Run(parsed.Tree, ids);
        _rules = new HistoryRules(plan, parsed.Tree);
        Take(Decider.Create(Run, null, startedBy: null, Context));
    }

    public Run Run { get; }
    public DateTimeOffset Now { get; set; } = Begin;

    private DecisionContext Context => new() { Now = Now, Limits = _limits };

    public Refusal? Do(Command command)
    {
        var decision = Decider.Decide(Run, command, Context);
        var again = Decider.Decide(_restored, command, Context);
        Assert.Equal(Written(decision), Written(again));
        Assert.Equal(_text, StoredRows.Describe(Run));
        if (decision.Refusal is not null)
        {
            Assert.Empty(decision.Events);
            Assert.Same(RunChanges.None, decision.Changes);
        }
        else if (decision.Events.Count > 0)
        {
            Take(decision);
        }
        return decision.Refusal;
    }

    private void Take(Decision decision)
    {
        Run.Apply(decision.Events, Now);
        _rows.Take(decision.Changes);
        var json = JsonSerializer.Serialize(decision.Events, RunJson.Default.IReadOnlyListHistoryEvent);
        _folded.Apply(JsonSerializer.Deserialize(json, RunJson.Default.IReadOnlyListHistoryEvent)!, Now);
        _text = StoredRows.Describe(Run);
        Assert.Equal(_text, StoredRows.Describe(_folded));
        _restored = _rows.Restore(Run);
        Assert.Equal(_text, StoredRows.Describe(_restored));
        Assert.Equal(_text, StoredRows.Describe(decision.After!));
        RunRules.Check(Run);
        _rules.Check(decision.Events, Run);
    }

    private static string Written(Decision decision) =>
        decision.Refusal is { } no
            ? $"{no.Kind} {no.Reason} {no.Message} {no.Subject} {no.State}"
            : JsonSerializer.Serialize(decision.Events, RunJson.Default.IReadOnlyListHistoryEvent);
}
