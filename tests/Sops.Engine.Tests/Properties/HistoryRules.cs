using Sops.Engine.Pipelines;
using Sops.Engine.Runs;

namespace Sops.Engine.Tests.Properties;

/// <summary>What is true of every history.</summary>
internal sealed class HistoryRules
{
    private readonly HashSet<int> _repeatable = [];
    private readonly HashSet<(int Node, int Attempt)> _started = [];
    private readonly Dictionary<int, NodeStarted> _last = [];
    private readonly HashSet<int> _over = [];
    private readonly Dictionary<int, int> _forks = [];
    private readonly Dictionary<int, int> _joins = [];

    public HistoryRules(Plan plan, PipelineTree tree)
    {
        var ids = new HashSet<string>();
        Repeatable(plan.Root.Steps, inside: false, ids);
        _repeatable.UnionWith(tree.Nodes.Skip(1).Where(n => ids.Contains(n!.Id)).Select(n => n!.Index));
    }

    public void Check(IReadOnlyList<HistoryEvent> events, Run after)
    {
        foreach (var e in events)
        {
            switch (e)
            {
                case NodeStarted started:
                    Check(started);
                    break;
                case NodeFinished finished:
                    _over.Add(finished.Node);
                    break;
                case NodeSkipped skipped:
                    _over.Add(skipped.Node);
                    break;
                // At the rerun limit a finished node fails, and a retry repeats its last loop.
                case NodeFailed failed:
                    _over.Remove(failed.Node);
                    break;
                case TokensForked forked:
                    _forks[forked.Join] = _forks.GetValueOrDefault(forked.Join) + 1;
                    break;
            }
        }
        foreach (var (join, forks) in _forks)
        {
            var joins = _joins.GetValueOrDefault(join);
            Assert.True(
                after.State == NodeState.Finished ? joins == forks : joins <= forks,
                $"{after.Tree[join].Id} was entered {joins} times for {forks} forks"
            );
        }
    }

    private void Check(NodeStarted started)
    {
        Assert.True(_started.Add((started.Node, started.Attempt)), $"{started} began twice");
        if (_last.TryGetValue(started.Node, out var before))
        {
            Assert.True(started.Attempt > before.Attempt, $"{started} after {before}");
            Assert.True(
                _over.Remove(started.Node)
                    ? started.Loop == before.Loop + 1 && _repeatable.Contains(started.Node)
                    : started.Loop == before.Loop || started is { Loop: 1, Iteration: 1 },
                $"{started} after {before}"
            );
        }
        _last[started.Node] = started;
        if (_forks.ContainsKey(started.Node))
        {
            _joins[started.Node] = _joins.GetValueOrDefault(started.Node) + 1;
        }
    }

    private static void Repeatable(IReadOnlyList<Step> steps, bool inside, HashSet<string> found)
    {
        foreach (var step in steps)
        {
            var repeated = inside || step is LoopStep;
            if (repeated || step is ActivityStep { Traits.Iterations: > 0 })
            {
                found.Add(step.Id);
                found.Add($"{step.Id}end");
                found.Add($"{step.Id}start");
            }
            foreach (var inner in Inner(step))
            {
                Repeatable(inner, repeated, found);
            }
        }
    }

    private static IEnumerable<IReadOnlyList<Step>> Inner(Step step) =>
        step switch
        {
            LoopStep loop => [loop.Steps],
            SubprocessStep subprocess => [subprocess.Body.Steps],
            ForkStep fork => fork.Branches.Select(b => b.Steps),
            ChoiceStep choice => choice.Branches.Select(b => b.Steps),
            _ => [],
        };
}
