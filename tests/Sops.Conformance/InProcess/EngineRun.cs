using Sops.Engine.Pipelines;
using Sops.Engine.Runs;

namespace Sops.Conformance.InProcess;

/// <summary>
/// A run of the engine alone, in a time of its own: nothing waits, the clock stands still until all work of the moment is
/// done and then jumps to the next that is due.
/// </summary>
internal sealed class EngineRun
{
    private const int MaxTurns = 20_000;
    private readonly HistoryCheck _history;
    private readonly HashSet<WorkItem> _refused = [];
    private readonly Dictionary<int, List<NodeRun>> _archive = [];
    private readonly Dictionary<int, long> _began = [];
    private int _turns;
    private int _begun;

    public EngineRun(PipelineTree tree)
    {
        var ids = TaskIds.Create("0123456789abcdef0123456");
        Run = new Run(tree, ids);
        _history = new HistoryCheck(tree, ids);
        Commit(Decider.Create(Run, constants: null, startedBy: null, Context));
        Assert.True(Take(new StartTask("tester")));
    }

    public Run Run { get; }
    public DateTimeOffset Now { get; private set; } = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private DecisionContext Context => new() { Now = Now };

    /// <summary>Attempts that are over, oldest first.</summary>
    public IReadOnlyList<NodeRun> Archive(int node) => _archive.GetValueOrDefault(node, []);

    /// <summary>A number that grows with the moment at which the node last began.</summary>
    public long? Began(int node) => _began.TryGetValue(node, out var at) ? at : null;

    /// <summary>False where the engine refuses; then nothing has changed, and it says why.</summary>
    public bool Take(Command command)
    {
        var before = HistoryCheck.Describe(Run);
        var decision = Decider.Decide(Run, command, Context);
        Assert.Equal(before, HistoryCheck.Describe(Run));
        if (decision.Refusal is { } refusal)
        {
            Assert.NotEmpty(refusal.Reason);
            Assert.NotEmpty(refusal.Message);
            return false;
        }
        Commit(decision);
        return true;
    }

    /// <summary>Does all work that falls due by then, until <paramref name="enough"/>; then it is that time.</summary>
    /// <returns>Whether it was enough.</returns>
    public async Task<bool> PassAsync(DateTimeOffset until, Func<bool> enough)
    {
        while (!enough())
        {
            var next = Work().Where(w => w.Due <= until).MinBy(w => w.Due);
            if (next is null)
            {
                return false;
            }
            Now = next.Due > Now ? next.Due : Now;
            await DoAsync(next);
        }
        return true;
    }

    public async Task SleepAsync(TimeSpan time)
    {
        var until = Now + time;
        await PassAsync(until, () => false);
        Now = until;
    }

    /// <summary>Until nothing is due any more, however late.</summary>
    public Task RestAsync() => PassAsync(DateTimeOffset.MaxValue, () => false);

    private IEnumerable<WorkItem> Work() => Run.Nodes.SelectMany(WorkItem.Of).Where(w => !_refused.Contains(w));

    private async Task DoAsync(WorkItem work)
    {
        Command command = work.Kind switch
        {
            WorkKind.Timeout => new TimeoutReached(work.Node, work.Attempt),
            WorkKind.AutoRetry => new AutoRetryReached(work.Node, work.Attempt),
            WorkKind.Entry => new EntryDue(work.Node),
            _ => new CallReturned(
                work.Node,
                work.Attempt,
                work.Number,
                await PluginCalls.MakeAsync(Run, work.Node, Now)
            ),
        };
        if (!Take(command))
        {
            _refused.Add(work);
        }
    }

    private void Commit(Decision decision)
    {
        Assert.True(++_turns < MaxTurns, "the run does not come to rest");
        foreach (var ended in decision.Changes.Archived)
        {
            (_archive.TryGetValue(ended.Node, out var attempts) ? attempts : _archive[ended.Node] = []).Add(ended);
        }
        foreach (var started in decision.Events.OfType<NodeStarted>())
        {
            _began[started.Node] = ++_begun;
        }
        _history.Take(decision.Events, Now);
        Run.Apply(decision.Events, Now);
        Assert.Equal(HistoryCheck.Describe(decision.After!), HistoryCheck.Describe(Run));
        _history.RequireFoldOf(Run);
    }
}
