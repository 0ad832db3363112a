using System.Text.Json;
using Sops.Engine.Expressions;
using Sops.Engine.Pipelines;
using Sops.Engine.Plugins;
using Sops.Engine.Runs;
using static Sops.Engine.Tests.Runs.TreeBuilder;

namespace Sops.Engine.Tests.Runs;

/// <summary>However wide or looped a tree is, one turn of it costs no more than its budget, and what it has no room for follows in the next.</summary>
public class TurnBudgetTests
{
    private const string Costly = "${len([1 for a in range(20) for b in range(20)])}";

    // A node may need an eighth of a turn, and the costly ones need most of that.
    private static readonly RunLimits Small = new()
    {
        TurnSteps = 16_000,
        Evaluation = new EvaluationLimits { MaxSteps = 2_000 },
    };

    private static string Fork(int branches, Func<int, Part> branch) =>
        Tree(Parallel("p", [.. Enumerable.Range(0, branches).Select(branch)]));

    private static int Count(Script script, NodeState state) =>
        script.Run.Nodes.Count(n => n.State == state && n.Node > 0 && script.Run.Tree[n.Node].Id.StartsWith('a'));

    [Fact]
    public void WideFork_OfCostlyInputs_RunsEachNodeOnce_OverSeveralTurns()
    {
        var script = Script.Given(Heavy(60), limits: Small).Start();
        Assert.InRange(Count(script, NodeState.Running), 5, 50);
        var waiting = script.Run.Nodes.Where(n => n.EnterAt is not null).ToList();
        Assert.Equal(60, Count(script, NodeState.Running) + waiting.Count);
        Assert.Equal(
            [new Wait(WaitReason.Timer) { Since = script.Now, Due = script.Now }],
            Explanation.Of(script.Run, script.Now)[script["a59"]].Select(w => w with { Flows = [] })
        );
        script.Do(new EntryDue(script["a0"])).Refused("STALE_TIMER");
        Finish(script.Pass(TimeSpan.Zero), 60);
    }

    [Fact]
    public void NineHundredHeavyNodes_AllFinish()
    {
        var tree = PipelineParser.Parse(Heavy(900), PipelineLimits.Default).Tree!;
        var run = new Run(tree, new TaskIds("n0123456789abcdef012345600000000"));
        var context = new DecisionContext { Now = DateTimeOffset.UnixEpoch, Limits = Small };
        run.Apply(Decider.Create(run, null, "tester", context));
        while (run.Nodes.SelectMany(WorkItem.Of).FirstOrDefault() is { } work)
        {
            var decision = Decider.Decide(
                run,
                work.Kind == WorkKind.Entry
                    ? new EntryDue(work.Node)
                    : new CallReturned(work.Node, work.Attempt, work.Number, PluginResult.Succeed()),
                context
            );
            Assert.Null(decision.Refusal);
            Assert.Empty(decision.Events.OfType<NodeFailed>());
            run.Apply(decision);
        }
        Assert.Equal(NodeState.Finished, run.State);
        Assert.All(run.Nodes.Where(n => n.Node > 0), n => Assert.Equal(1, n.Attempt));
    }

    [Fact]
    public void Deferred_ThenPaused_WaitsForTheResume()
    {
        var script = Script.Given(Heavy(60), limits: Small).Start().Do(new PausePipeline(0)).Pass(TimeSpan.Zero);
        Assert.DoesNotContain(script.Run.Nodes, n => n.EnterAt is not null);
        script.Is("a59", NodeState.None).Do(new ResumePipeline(0)).Accepted();
        Finish(script.Pass(TimeSpan.Zero), 60);
    }

    [Fact]
    public void Deferred_ThenItselfPaused_IsEnteredOnceResumed()
    {
        var script = Script.Given(Heavy(60), limits: Small).Start();
        script.Do(new PauseNode(script["a59"])).Accepted().Pass(TimeSpan.Zero).Is("a59", NodeState.Suspended);
        Finish(script.Do(new ResumeNode(script["a59"])).Is("a59", NodeState.Running), 60);
    }

    [Fact]
    public void Deferred_ThenRevoked_IsNeverEntered()
    {
        var script = Script.Given(Heavy(60), limits: Small).Start().Do(new RevokeTask());
        Assert.DoesNotContain(script.Run.Nodes.SelectMany(WorkItem.Of), w => w.Due <= script.Now.AddYears(100));
        script.Do(new EntryDue(script["a59"])).Refused("STALE_TIMER").Is("a59", NodeState.None);
    }

    private static string Heavy(int branches) => Fork(branches, i => Act($"a{i}", inputs: ("x", Costly)));

    private static void Finish(Script script, int nodes)
    {
        Assert.Equal(nodes, Count(script, NodeState.Running));
        for (var i = 0; i < nodes; i++)
        {
            script.Succeeds($"a{i}");
        }
        script.Pass(TimeSpan.Zero).TaskIs(NodeState.Finished);
        Assert.Empty(script.History.OfType<NodeFailed>());
        Assert.All(script.Run.Nodes.Where(n => n.Node > 0), n => Assert.Equal(1, n.Attempt));
    }

    [Fact]
    public void WideFork_OfPlainInputs_IsNotHeldUp()
    {
        var script = Script
            .Given(
                Tree(
                    Constant("k", 7),
                    Parallel("p", [.. Enumerable.Range(0, 900).Select(i => Act($"a{i}", inputs: ("x", "${k}")))])
                )
            )
            .Start();
        Assert.Equal(900, Count(script, NodeState.Running));
    }

    [Fact]
    public void LoopedGateways_OfCostlyConditions_CountTheirLoopsOverSeveralTurns()
    {
        var script = Script.Given(Tree(LoopBack("g", $"{Costly} == 400", "g"), Act("z")), limits: Small).Start();
        Assert.InRange(script.Run.Node(script["g"])!.Loop, 5, 50);
        script.Is("g", NodeState.Finished).TaskIs(NodeState.Running).Pass(TimeSpan.Zero);
        script.Is("g", NodeState.Failed).Loops("g", 100).TaskIs(NodeState.Failed);
        Assert.Contains("rerun limit", script.Text("g", Names.ExData)!, StringComparison.Ordinal);
    }

    [Fact]
    public void BigConstant_BoundByManyNodes_IsHandedOverTurnByTurn()
    {
        var big = new string('x', 10_000);
        var tree = Tree(
            Constant("k", big),
            Parallel("p", [.. Enumerable.Range(0, 100).Select(i => Act($"a{i}", inputs: ("x", "${k}")))])
        );
        var script = Script.Given(tree, limits: new RunLimits { TurnBytes = 320_000, NodeBytes = 80_000 }).Start();
        Assert.InRange(Count(script, NodeState.Running), 20, 33);
        script.Pass(TimeSpan.Zero);
        Assert.Equal(100, Count(script, NodeState.Running));
    }

    [Fact]
    public void Outputs_TooLarge_FailTheNodeAndAreNotTaken()
    {
        var big = JsonSerializer.SerializeToElement(new string('x', 9 << 20));
        var script = Script.Given(Tree(Act("a"))).Start();
        script.Returns("a", PluginResult.Succeed(new Dictionary<string, JsonElement> { ["big"] = big }));
        script.Is("a", NodeState.Failed);
        Assert.Null(script.Text("a", "big"));
        script.Do(new RetryNode(3)).Succeeds("a").TaskIs(NodeState.Finished);
    }

    [Fact]
    public void Callbacks_TooLargeTogether_AreRefused()
    {
        var half = JsonSerializer.SerializeToElement(new string('x', 5 << 20));
        var script = Script.Given(Tree(Act("a"))).Start().Do(new CallBack(3, null, half)).Accepted();
        script.Do(new CallBack(3, null, half)).Refused("TOO_MANY_CALLBACKS");
    }

    [Fact]
    public void RenderedValue_TooDeep_FailsTheNode()
    {
        var open = string.Concat(Enumerable.Repeat("[", 90));
        var close = string.Concat(Enumerable.Repeat("]", 90));
        System.Text.Json.Nodes.JsonNode? Deeper(string inner) =>
            System.Text.Json.Nodes.JsonNode.Parse(
                $"{open}\"{inner}\"{close}",
                documentOptions: new() { MaxDepth = 200 }
            );
        var script = Script
            .Given(
                Tree(
                    Constant("d1", "", from: ("a0", "v")),
                    Constant("d2", "", from: ("a1", "v")),
                    Act("a0", inputs: ("v", Deeper("x"))),
                    Act("a1", inputs: ("v", Deeper("${d1}"))),
                    Act("a2", inputs: ("v", Deeper("${d2}")))
                )
            )
            .Start();
        foreach (var node in (string[])["a0", "a1"])
        {
            script.Run.Node(script[node])!.Inputs!.TryGet("v", out var value);
            script.Returns(node, PluginResult.Succeed(new Dictionary<string, JsonElement> { ["v"] = value }));
        }
        script.Is("a1", NodeState.Finished).Is("a2", NodeState.Failed);
        Assert.Contains("nests more than", script.Text("a2", Names.ExData)!, StringComparison.Ordinal);
    }

    [Fact]
    public void ForcedFailure_OfAnotherAttempt_IsStale()
    {
        var script = Script.Given(Tree(Act("a"))).Start();
        script.Do(new ForceFailNode(3, "why", Attempt: 7)).Refused("STALE_TIMER").Is("a", NodeState.Running);
        script.Do(new ForceFailNode(3, "why", Attempt: 1)).Is("a", NodeState.Failed);
    }
}
