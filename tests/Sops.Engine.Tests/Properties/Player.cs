using System.Text.Json;
using Sops.Engine.Plugins;
using Sops.Engine.Runs;

namespace Sops.Engine.Tests.Properties;

/// <summary>Plays the part of the world for a plan: answers for the plugins, calls back, lets time pass.</summary>
internal sealed class Player
{
    private readonly Plan _plan;
    private readonly Ledger _ledger;
    private readonly List<Expected> _expected = [];
    private readonly List<CallReturned> _answered = [];

    public Player(Plan plan, int reruns = 100)
    {
        _plan = plan;
        _ledger = new Ledger(
            plan,
            new RunLimits
            {
                Reruns = reruns,
                KeptCallbacks = 5,
                // In every other run a turn has room for two or three nodes only, and the rest have to wait for others.
                TurnSteps = plan.Seed % 2 == 0 ? 2_030 : 2_000_000,
                Evaluation = new() { MaxSteps = 2_000 },
            }
        );
    }

    public Run Run => _ledger.Run;

    /// <summary>A callback that somebody out there means to make.</summary>
    private sealed record Expected(int Node, int Attempt, DateTimeOffset Due);

    public Refusal? Do(Command command) => _ledger.Do(command);

    /// <summary>Everything happens when it is due, and nobody interferes.</summary>
    public Run PlayThrough()
    {
        Assert.Null(Do(new StartTask("tester")));
        while (NextDue() is { } due)
        {
            _ledger.Now = due > _ledger.Now ? due : _ledger.Now;
            Assert.True(HappenDue(first: true, new Dice(0)), "what is due is refused");
        }
        return Run;
    }

    /// <summary>When the next thing is to happen; null where nothing is.</summary>
    public DateTimeOffset? NextDue() =>
        Run
            .Nodes.SelectMany(WorkItem.Of)
            .Select(w => w.Due)
            .Concat(_expected.Select(e => e.Due))
            .Cast<DateTimeOffset?>()
            .DefaultIfEmpty(null)
            .Min();

    public void PassTo(DateTimeOffset moment) => _ledger.Now = moment > _ledger.Now ? moment : _ledger.Now;

    /// <summary>Lets one of the things happen that are due. False where it was refused, or none is due.</summary>
    public bool HappenDue(bool first, Dice dice)
    {
        List<object> due =
        [
            .. Run.Nodes.SelectMany(WorkItem.Of).Where(w => w.Due <= _ledger.Now).OrderBy(w => w.Due),
            .. _expected.Where(e => e.Due <= _ledger.Now),
        ];
        if (due.Count == 0)
        {
            return false;
        }
        switch (first ? due[0] : dice.Of(due))
        {
            case Expected callback:
                _expected.Remove(callback);
                // Whoever calls back does not know whether it is too late.
                Do(new CallBack(callback.Node, callback.Attempt, Json.Of("called")));
                return true;
            case WorkItem { Kind: WorkKind.Call } call:
                return Do(Answer(Run.Node(call.Node)!)) is null;
            case WorkItem { Kind: WorkKind.Timeout } timeout:
                return Do(new TimeoutReached(timeout.Node, timeout.Attempt)) is null;
            case WorkItem { Kind: WorkKind.Entry } entry:
                return Do(new EntryDue(entry.Node)) is null;
            case WorkItem retry:
                return Do(new AutoRetryReached(retry.Node, retry.Attempt)) is null;
            default:
                return false;
        }
    }

    /// <summary>An answer that was given before, once more.</summary>
    public void RepeatAnswer(Dice dice)
    {
        if (_answered.Count > 0)
        {
            Assert.Equal(RefusalKind.Stale, Do(dice.Of(_answered))?.Kind);
        }
    }

    private CallReturned Answer(NodeRun node)
    {
        var behaviour = Behaviour.Of(_plan.Seed, int.Parse(Run.Tree[node.Node].Id[1..]), node.Executions);
        var answer = new CallReturned(node.Node, node.Attempt, node.Call!.Number, Result(node, behaviour));
        _answered.Add(answer);
        return answer;
    }

    private PluginResult Result(NodeRun node, Behaviour behaviour)
    {
        var call = node.Call!.Number - 1;
        if (call < behaviour.Waits.Count)
        {
            var (wait, outputs) = (behaviour.Waits[call], Outputs(("waited", call + 1)));
            if (!wait.ForCallback)
            {
                return PluginResult.PollAfter(TimeSpan.FromSeconds(wait.Seconds), outputs);
            }
            _expected.Add(new Expected(node.Node, node.Attempt, _ledger.Now.AddSeconds(wait.Seconds)));
            return PluginResult.AwaitCallback(outputs);
        }
        var value = Outputs(("value", behaviour.Value));
        return behaviour.Succeeds ? PluginResult.Succeed(value) : PluginResult.Fail("broken", value);
    }

    private static Dictionary<string, JsonElement> Outputs(params (string Key, int Value)[] outputs) =>
        outputs.ToDictionary(o => o.Key, o => Json.Of(o.Value));
}
