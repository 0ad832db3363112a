using System.Text.Json;
using Sops.Engine.Pipelines;
using Sops.Engine.Plugins;
using Sops.Engine.Runs;

namespace Sops.Engine.Tests.Runs;

/// <summary>
/// Plays a run step by step, by the ids that the tree's author gave. After every step it holds the run against one folded
/// anew from the history, and against one restored from its rows; a refused step must have changed nothing.
/// </summary>
internal sealed class Script
{
    private static readonly DateTimeOffset Begin = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly Dictionary<string, int> _index;
    private readonly PipelineTree _tree;
    private readonly TaskIds _ids = new("n0123456789abcdef012345600000000");
    private readonly List<(IReadOnlyList<HistoryEvent> Events, DateTimeOffset At)> _history = [];
    private readonly Rows _rows = new();
    private readonly RunLimits _limits;

    private Script(string tree, ValueMap? constants, RunLimits limits)
    {
        var parsed = PipelineParser.Parse(tree, PipelineLimits.Default);
        Assert.True(
            parsed.Tree is not null,
            string.Join("; ", parsed.Problems.Select(p => $"{p.Subject}: {p.Message}"))
        );
        _tree = parsed.Tree;
        _limits = limits;
        _index = _tree.Nodes.Skip(1).ToDictionary(n => n!.Id, n => n!.Index);
        Run = new Run(_tree, _ids);
        Take(Decider.Create(Run, constants, startedBy: null, Context));
    }

    public Run Run { get; private set; }
    public DateTimeOffset Now { get; private set; } = Begin;
    public Refusal? Refusal { get; private set; }
    public IReadOnlyList<HistoryEvent> Last => _history[^1].Events;
    public IEnumerable<HistoryEvent> History => _history.SelectMany(t => t.Events);

    /// <summary>Whether components may be executed once more after a restart.</summary>
    public bool IsRepeatable { get; set; } = true;
    public bool HasEffects { get; set; } = true;

    public DecisionContext Context =>
        new()
        {
            Now = Now,
            Limits = _limits,
            IsRepeatable = _ => IsRepeatable,
            HasEffects = _ => HasEffects,
        };

    public static Script Given(string tree, ValueMap? constants = null, int reruns = 100, RunLimits? limits = null) =>
        new(tree, constants, limits ?? new RunLimits { Reruns = reruns });

    /// <summary>Index of a node; "" is the task.</summary>
    public int this[string node] => node.Length == 0 ? 0 : _index[node];

    public Script Do(Command command)
    {
        var before = Describe(Run);
        var decision = Decider.Decide(Run, command, Context);
        Assert.Equal(before, Describe(Run));
        Refusal = decision.Refusal;
        if (decision.Refusal is null)
        {
            Take(decision);
        }
        return this;
    }

    /// <summary>Takes up the calls of these nodes after a restart.</summary>
    public Script Restart(params string[] nodes) =>
        Do(
            new RepeatCalls([
                .. nodes
                    .SelectMany(n => WorkItem.Of(Run.Node(this[n])))
                    .Where(work => work.Kind == WorkKind.Call && work.Due <= Now),
            ])
        );

    public Script Start() => Do(new StartTask("tester"));

    public Script Returns(string node, PluginResult result)
    {
        var run = Run.Node(this[node])!;
        return Do(new CallReturned(this[node], run.Attempt, run.Call!.Number, result));
    }

    public Script Succeeds(string node, params (string Key, object? Value)[] outputs) =>
        Returns(node, PluginResult.Succeed(Outputs(outputs)));

    public Script Fails(string node, string why = "why", params (string Key, object? Value)[] outputs) =>
        Returns(node, PluginResult.Fail(why, Outputs(outputs)));

    /// <summary>Lets time pass and does the work that falls due, oldest first.</summary>
    public Script Pass(TimeSpan time)
    {
        var until = Now + time;
        while (DueTimer(until) is { } timer)
        {
            Now = timer.Due > Now ? timer.Due : Now;
            Do(
                timer.Kind switch
                {
                    WorkKind.Timeout => new TimeoutReached(timer.Node, timer.Attempt),
                    WorkKind.Entry => new EntryDue(timer.Node),
                    _ => new AutoRetryReached(timer.Node, timer.Attempt),
                }
            );
        }
        Now = until;
        return this;
    }

    public Script Accepted()
    {
        Assert.Null(Refusal);
        return this;
    }

    public Script Refused(string reason)
    {
        Assert.Equal(reason, Refusal?.Reason);
        return this;
    }

    public Script Is(string node, NodeState state)
    {
        Assert.True(
            Run.ShownState(this[node]) == state,
            $"{(node.Length == 0 ? "task" : node)} is {Run.ShownState(this[node])}, not {state}: {Text(node, Names.ExData)}"
        );
        return this;
    }

    public Script TaskIs(NodeState state) => Is("", state);

    public Script Loops(string node, int loop, int? inner = null)
    {
        Assert.Equal(
            (loop, inner ?? Run.Node(this[node])!.InnerLoop),
            (Run.Node(this[node])!.Loop, Run.Node(this[node])!.InnerLoop)
        );
        return this;
    }

    public Script Output(string node, string key, object? value)
    {
        Assert.Equal(JsonSerializer.Serialize(value), Text(node, key));
        return this;
    }

    public Script Input(string node, string key, object? value)
    {
        Assert.True(Run.Node(this[node])!.Inputs!.TryGet(key, out var actual));
        Assert.Equal(JsonSerializer.Serialize(value), actual.GetRawText());
        return this;
    }

    public string? Text(string node, string key) =>
        Run.Node(this[node])?.Outputs?.TryGet(key, out var value) == true ? value.GetRawText() : null;

    private WorkItem? DueTimer(DateTimeOffset until) =>
        Run
            .Nodes.SelectMany(WorkItem.Of)
            .Where(w => w.Kind != WorkKind.Call && w.Due <= until)
            .OrderBy(w => w.Due)
            .FirstOrDefault();

    private static Dictionary<string, JsonElement> Outputs((string Key, object? Value)[] outputs) =>
        outputs.ToDictionary(o => o.Key, o => JsonSerializer.SerializeToElement(o.Value));

    private void Take(Decision decision)
    {
        _history.Add((decision.Events, Now));
        Run.Apply(decision);
        _rows.Take(decision.Changes);
        var live = Describe(Run);
        var folded = new Run(_tree, _ids);
        foreach (var (events, at) in _history)
        {
            var json = JsonSerializer.Serialize(events, RunJson.Default.IReadOnlyListHistoryEvent);
            folded.Apply(JsonSerializer.Deserialize(json, RunJson.Default.IReadOnlyListHistoryEvent)!, at);
        }
        Assert.Equal(live, Describe(folded));
        Assert.Equal(live, Describe(_rows.Restore(Run)));
        Assert.Equal(live, Describe(decision.After!), ignoreLineEndingDifferences: true);
    }

    /// <summary>Everything that a run knows, as text; the revision aside, which a draft does not have yet.</summary>
    private static string Describe(Run run) =>
        string.Join(
            "\n",
            [
                $"{run.TokensMade} {run.Operator} {JsonSerializer.Serialize(run.Constants, RunJson.Default.ValueMap)}",
                .. run.Nodes.Select(n =>
                    $"{run.ShownState(n.Node)} {JsonSerializer.Serialize(n, RunJson.Default.NodeRun)}"
                ),
                .. run.Tokens.Select(t => JsonSerializer.Serialize(t, RunJson.Default.Token)),
                .. run.Variables.Select(v => $"{v.Scope} {v.Key} {v.Value.GetRawText()}"),
            ]
        );

    /// <summary>The rows that a store would hold.</summary>
    private sealed class Rows
    {
        private readonly Dictionary<int, string> _nodes = [];
        private readonly Dictionary<int, string> _tokens = [];
        private readonly Dictionary<(int, string), Variable> _variables = [];
        private readonly Dictionary<(int, WorkKind), WorkItem> _work = [];

        public void Take(RunChanges changes)
        {
            foreach (var node in changes.Nodes)
            {
                _nodes[node.Node] = JsonSerializer.Serialize(node, RunJson.Default.NodeRun);
            }
            foreach (var token in changes.Tokens)
            {
                _tokens[token.Id] = JsonSerializer.Serialize(token, RunJson.Default.Token);
            }
            foreach (var ended in changes.EndedTokens)
            {
                _tokens.Remove(ended);
            }
            foreach (var variable in changes.Variables)
            {
                _variables[(variable.Scope, variable.Key)] = variable;
            }
            foreach (var done in changes.WorkDone)
            {
                Assert.True(_work.Remove((done.Node, done.Kind)));
            }
            foreach (var work in changes.Work)
            {
                Assert.True(_work.TryAdd((work.Node, work.Kind), work));
            }
        }

        public Run Restore(Run like)
        {
            var run = Run.Restore(
                like.Tree,
                like.Ids,
                like.Revision,
                like.Constants,
                like.Operator,
                like.TokensMade,
                _nodes.Values.Select(n => JsonSerializer.Deserialize(n, RunJson.Default.NodeRun)!),
                _tokens.Values.Select(t => JsonSerializer.Deserialize(t, RunJson.Default.Token)!),
                _variables.Values
            );
            Assert.Equal(
                run.Nodes.SelectMany(WorkItem.Of).Select(w => w.ToString()).Order(),
                _work.Values.Select(w => w.ToString()).Order()
            );
            return run;
        }
    }
}
