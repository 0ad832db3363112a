using System.Text.Json;
using Sops.Engine;
using Sops.Engine.Expressions;
using Sops.Engine.Pipelines;
using Sops.Engine.Runs;

namespace Sops.Conformance.InProcess;

/// <summary>Plays a case on the engine and tells what it came to.</summary>
internal sealed class EnginePlayer
{
    private readonly RecordedCase _case;
    private readonly PipelineTree _tree;
    private readonly EngineRun _play;
    private readonly Dictionary<string, int> _nodes;
    private readonly Dictionary<string, int> _flows;

    private EnginePlayer(RecordedCase recorded, PipelineTree tree)
    {
        _case = recorded;
        _tree = tree;
        _nodes = tree.Nodes.Skip(1).ToDictionary(n => n!.Id, n => n!.Index);
        _nodes.Add("<root>", 0);
        _flows = tree.Flows.Skip(1).ToDictionary(f => f!.Id, f => f!.Index);
        _play = new EngineRun(tree);
    }

    private Run Run => _play.Run;

    public static async Task<Outcome> PlayAsync(RecordedCase recorded, PipelineTree tree)
    {
        var player = new EnginePlayer(recorded, tree);
        var results = new List<bool>();
        foreach (var step in recorded.Operations)
        {
            results.Add(await player.DoAsync(step));
        }
        await player._play.RestAsync();
        return player.Outcome(results);
    }

    private async Task<bool> DoAsync(Step step)
    {
        if (step.WaitState is { } wanted)
        {
            var node = _nodes[wanted.Node];
            return await _play.PassAsync(
                _play.Now + TimeSpan.FromSeconds(wanted.Timeout),
                () => NodeRun.Wire(Run.ShownState(node)) == wanted.State
            );
        }
        if (step.WaitRest)
        {
            await _play.RestAsync();
            return true;
        }
        if (step.Sleep is { } seconds)
        {
            await _play.SleepAsync(TimeSpan.FromSeconds(seconds));
            return true;
        }
        // What a case names that the tree does not have never comes as far as the engine.
        return NodesOf(step).All(_nodes.ContainsKey) && _play.Take(Command(step));
    }

    private static IEnumerable<string> NodesOf(Step step) => new[] { step.Node, step.Converge }.OfType<string>();

    private Command Command(Step step)
    {
        var node = step.Node is { } id ? _nodes[id] : 0;
        return (step.Op, node) switch
        {
            ("pause", 0) => new PausePipeline(0),
            ("resume", 0) => new ResumePipeline(0),
            ("pause", _) => step.Subprocess ? new PausePipeline(node) : new PauseNode(node),
            ("resume", _) => step.Subprocess ? new ResumePipeline(node) : new ResumeNode(node),
            ("revoke", 0) => new RevokeTask(),
            ("retry", _) => Retry(node, step.Data),
            ("skip", _) => new SkipNode(node),
            ("skip_exg", _) => new SkipExclusiveGateway(node, _flows[step.Flow!]),
            ("skip_cpg", _) => new SkipConditionalParallelGateway(
                node,
                [.. step.Flows.Select(f => _flows[f])],
                _nodes[step.Converge!]
            ),
            ("callback", _) => new CallBack(node, Attempt(step, node), step.Data ?? JsonElement.Parse("{}")),
            ("forced_fail", _) => new ForceFailNode(node, step.Message ?? "forced"),
            _ => throw new InvalidOperationException($"A case may not {step.Op} {step.Node}"),
        };
    }

    private static RetryNode Retry(int node, JsonElement? data)
    {
        if (data is not { } given)
        {
            return new RetryNode(node);
        }
        var inputs = ValueMap.From(given);
        var verbatim = inputs.TryGet("_escape_render_keys", out var keys)
            ? keys.EnumerateArray().Select(k => k.GetString()!).ToList()
            : null;
        return new RetryNode(node, inputs.Without("_escape_render_keys"), verbatim);
    }

    /// <summary>A version of no attempt of this run stands for an attempt that there never is.</summary>
    private int? Attempt(Step step, int node) =>
        step.Version is not { } version ? null
        : Run.Ids.TryParseVersion(version, out var of, out var attempt) && of == node ? attempt
        : -1;

    private Outcome Outcome(IReadOnlyList<bool> results) =>
        new()
        {
            State = NodeRun.Wire(Run.ShownState(0)),
            EngineState = NodeRun.Wire(Run.State),
            Nodes = _nodes
                .Where(n => n.Value > 0 && Run.Node(n.Value) is { State: not NodeState.None })
                .ToDictionary(n => n.Key, n => Node(Run.Node(n.Value)!)),
            Outputs = (Run.Node(0)!.Outputs ?? ValueMap.Empty).ToDictionary(),
            OpResults = results,
            ExpressionTruth = _case.Expressions.ToDictionary(e => e, Holds),
        };

    private NodeOutcome Node(NodeRun node) =>
        new()
        {
            Shown = NodeRun.Wire(Run.ShownState(node.Node)),
            State = NodeRun.Wire(node.State),
            Loop = node.Loop,
            InnerLoop = node.InnerLoop,
            Retry = node.Retry,
            Skipped = node.Skipped,
            ErrorIgnored = node.ErrorIgnored,
            Began = _play.Began(node.Node),
            Outputs = node.Outputs?.ToDictionary(),
            ExData = node.Outputs?.TryGet(Names.ExData, out var why) == true ? why : null,
            Histories =
            [
                .. _play
                    .Archive(node.Node)
                    .Select(a => new AttemptOutcome(
                        a.Loop,
                        a.Retry,
                        a.Skipped,
                        (a.Outputs ?? ValueMap.Empty).ToDictionary()
                    )),
            ],
        };

    private bool Holds(string expression) =>
        Condition.Evaluate(
            expression,
            "boolrule",
            new EvaluationContext { Variables = new Variables(Run), Now = _play.Now }
        );

    /// <summary>The task's variables as they are at the end: what the run wrote, else plain constants of the tree.</summary>
    private sealed class Variables(Run run) : IVariables
    {
        public bool TryGet(string name, out JsonElement value)
        {
            var key = $"${{{name}}}";
            if (run.TryGetVariable(0, key, out value))
            {
                return true;
            }
            var constant = run.Tree.Root.Constants.GetValueOrDefault(key);
            value = constant?.Value ?? default;
            return constant is { IsOutput: false };
        }
    }
}
