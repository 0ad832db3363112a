using System.Text.Json;
using Sops.Engine.Plugins;
using Sops.Engine.Runs;
using static Sops.Engine.Tests.Runs.TreeBuilder;

namespace Sops.Engine.Tests.Runs;

/// <summary>However wide or looped a tree is, one turn of it costs no more than its budget, and what it cannot do fails.</summary>
public class TurnBudgetTests
{
    private const string Costly = "${len([1 for a in range(200) for b in range(200)])}";

    private static string Fork(int branches, Func<int, Part> branch) =>
        Tree(Parallel("p", [.. Enumerable.Range(0, branches).Select(branch)]));

    private static int Count(Script script, NodeState state) =>
        script.Run.Nodes.Count(n => n.State == state && n.Node > 0 && script.Run.Tree[n.Node].Id.StartsWith('a'));

    [Fact]
    public void WideFork_OfCostlyInputs_FailsWhatTheTurnCannotPay()
    {
        var script = Script.Given(Fork(200, i => Act($"a{i}", inputs: ("x", Costly)))).Start();
        Assert.InRange(Count(script, NodeState.Running), 1, 60);
        Assert.Equal(200, Count(script, NodeState.Running) + Count(script, NodeState.Failed));
        script.Is("a199", NodeState.Failed).Do(new RetryNode(script["a199"])).Is("a199", NodeState.Running);
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
    public void LoopedGateways_OfCostlyConditions_ComeToRest()
    {
        var script = Script.Given(Tree(LoopBack("g", $"{Costly} == 40000", "g"), Act("z"))).Start();
        script.Is("g", NodeState.Failed).TaskIs(NodeState.Failed);
        Assert.True(script.Run.Node(script["g"])!.Loop < 60, "the budget ends it before the limit of reruns does");
    }

    [Fact]
    public void BigConstant_BoundByManyNodes_FailsBeforeTheStoreMust()
    {
        var big = new string('x', 1_000_000);
        var tree = Tree(
            Constant("k", big),
            Parallel("p", [.. Enumerable.Range(0, 100).Select(i => Act($"a{i}", inputs: ("x", "${k}")))])
        );
        var script = Script.Given(tree).Start();
        Assert.InRange(Count(script, NodeState.Running), 20, 33);
        Assert.Contains("bytes together", script.Text("a99", Names.ExData)!, StringComparison.Ordinal);
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
