using System.Text.Json.Nodes;
using Sops.Engine.Runs;
using static Sops.Engine.Tests.Runs.TreeBuilder;

namespace Sops.Engine.Tests.Runs;

public class FlowTests
{
    [Fact]
    public void Chain_EachActivitySucceeds_FinishesInOrder()
    {
        var script = Script.Given(Tree(Act("a"), Act("b"))).TaskIs(NodeState.Created).Start().TaskIs(NodeState.Running);
        script.Is("start", NodeState.Finished).Is("a", NodeState.Running).Is("b", NodeState.None);
        script.Succeeds("a").Is("a", NodeState.Finished).Is("b", NodeState.Running);
        script.Succeeds("b").Is("end", NodeState.Finished).TaskIs(NodeState.Finished);
        Assert.Empty(script.Run.Tokens);
    }

    [Fact]
    public void ChainStep_OneAnswer_IsOneTurnOfTwoEvents()
    {
        var script = Script.Given(Tree(Act("a"), Act("b"))).Start().Succeeds("a");
        Assert.Collection(script.Last, e => Assert.IsType<NodeFinished>(e), e => Assert.IsType<NodeStarted>(e));
    }

    [Fact]
    public void Task_StartedTwice_IsRefused() =>
        Script.Given(Tree(Act("a"))).Start().Start().Refused("TASK_ALREADY_STARTED");

    [Fact]
    public void Answer_GivenTwice_IsStale()
    {
        var script = Script.Given(Tree(Act("a"), Act("b"))).Start();
        var run = script.Run.Node(script["a"])!;
        var answer = new CallReturned(run.Node, run.Attempt, run.Call!.Number, Plugins.PluginResult.Succeed());
        script.Do(answer).Accepted().Do(answer).Refused("STALE_ANSWER");
    }

    [Fact]
    public void Parallel_AllBranches_JoinOnce()
    {
        var script = Script.Given(Tree(Parallel("p", Act("a"), Act("b"), Act("c")), Act("z"))).Start();
        script
            .Is("a", NodeState.Running)
            .Is("b", NodeState.Running)
            .Is("c", NodeState.Running)
            .Is("p", NodeState.Finished);
        script.Succeeds("b").Succeeds("a").Is("p_end", NodeState.None).Is("z", NodeState.None);
        script.Succeeds("c").Is("p_end", NodeState.Finished).Is("z", NodeState.Running);
        script.Succeeds("z").TaskIs(NodeState.Finished);
        Assert.Single(script.History.OfType<NodeStarted>(), e => e.Node == script["p_end"]);
    }

    [Fact]
    public void Parallel_Nested_JoinsInsideOut()
    {
        var script = Script.Given(Tree(Parallel("p", Parallel("q", Act("a"), Act("b")), Act("c")))).Start();
        script.Succeeds("c").Succeeds("a").Is("q_end", NodeState.None);
        script.Succeeds("b").Is("q_end", NodeState.Finished).TaskIs(NodeState.Finished);
    }

    [Theory]
    [InlineData("1", "a")]
    [InlineData("2", "b")]
    [InlineData("3", "c")]
    public void Exclusive_OneConditionTrue_TakesItsBranch(string value, string taken)
    {
        var script = Script
            .Given(
                Tree(
                    Constant("k", value),
                    Exclusive("x", ("${k} == 1", Act("a")), ("${k} == 2", Act("b")), ("default", Act("c")))
                )
            )
            .Start();
        foreach (var node in (string[])["a", "b", "c"])
        {
            script.Is(node, node == taken ? NodeState.Running : NodeState.None);
        }
        script.Succeeds(taken).TaskIs(NodeState.Finished);
    }

    [Fact]
    public void Exclusive_NoneTrueAndNoDefault_FailsUntilAFlowIsChosen()
    {
        var script = Script.Given(Tree(Exclusive("x", ("1 == 2", Act("a")), ("1 == 3", Act("b"))))).Start();
        script.Is("x", NodeState.Failed).TaskIs(NodeState.Failed);
        Assert.Equal("\"all conditions of branches are not meet\"", script.Text("x", Names.ExData));
        script.Do(new SkipExclusiveGateway(script["x"], 999)).Refused("UNKNOWN_FLOW");
        var flow = script.Run.Tree[script["x"]].Outgoing[1];
        script.Do(new SkipExclusiveGateway(script["x"], flow.Index)).Accepted();
        script.Is("x", NodeState.Finished).Is("b", NodeState.Running).Succeeds("b").TaskIs(NodeState.Finished);
    }

    [Fact]
    public void Exclusive_SeveralTrue_FailsAndNamesTheFlows()
    {
        var script = Script.Given(Tree(Exclusive("x", ("1 == 1", Act("a")), ("2 == 2", Act("b"))))).Start();
        var flows = script.Run.Tree[script["x"]].Outgoing.Select(f => $"'{script.Run.Ids.Flow(f.Index)}'");
        Assert.Equal(
            $"\"multiple conditions meet: [{string.Join(", ", flows)}]\"",
            Unescaped(script.Text("x", Names.ExData))
        );
    }

    [Fact]
    public void ConditionalParallel_SomeTrue_JoinsThose()
    {
        var tree = Tree(
            ConditionalParallel("c", ("1 == 1", Act("a")), ("1 == 2", Act("b")), ("3 == 3", Act("d"))),
            Act("z")
        );
        var script = Script.Given(tree).Start().Is("b", NodeState.None);
        script.Succeeds("a").Is("z", NodeState.None).Succeeds("d").Is("z", NodeState.Running);
    }

    [Fact]
    public void ConditionalParallel_NoneTrue_CanBeSkippedIntoChosenFlows()
    {
        var script = Script.Given(Tree(ConditionalParallel("c", ("1 == 2", Act("a")), ("1 == 3", Act("b"))))).Start();
        script.Is("c", NodeState.Failed);
        var flows = script.Run.Tree[script["c"]].Outgoing.Select(f => f.Index).ToList();
        script.Do(new SkipConditionalParallelGateway(script["c"], flows, script["c_end"])).Accepted();
        script.Succeeds("a").Succeeds("b").TaskIs(NodeState.Finished);
    }

    [Fact]
    public void Loop_BackThroughGateway_CountsAndArchives()
    {
        var tree = Tree(
            Constant("n", "", from: ("a", "_loop")),
            Act("a", inputs: ("turn", "${n}")),
            LoopBack("g", "${n} < 3", "a")
        );
        var script = Script.Given(tree).Start().Input("a", "turn", 1);
        script.Succeeds("a").Loops("a", 2).Input("a", "turn", 2).Succeeds("a").Loops("a", 3).Succeeds("a");
        script.TaskIs(NodeState.Finished).Loops("g", 3, 3);
        Assert.Equal(2, script.Run.Node(script["a"])!.Archived);
    }

    [Fact]
    public void Loop_WithoutEnd_FailsAtTheLimit()
    {
        var script = Script.Given(Tree(Act("a"), LoopBack("g", "1 == 1", "a")), reruns: 3).Start();
        script.Succeeds("a").Succeeds("a").Succeeds("a").Is("a", NodeState.Failed).Loops("a", 3);
        Assert.Equal("\"node execution exceed rerun limit 3\"", script.Text("a", Names.ExData));
        Assert.Equal(3, script.Run.Node(script["a"])!.Executions);
    }

    [Fact]
    public void Subprocess_ParametersInAndOutputsOut_KeepTheirTypes()
    {
        var inner = Build(
            "i_",
            Constant("p", "unset"),
            Constant("r", "", ("i_a", "result"), output: true),
            Act("i_a", inputs: ("in", "${p}"))
        );
        var tree = Tree(
            Constant("v", JsonNode.Parse("[1,2]")),
            Constant("out", "", from: ("s", "${r}"), output: true),
            Sub("s", inner)
        );
        var text = JsonNode.Parse(tree)!;
        text["activities"]!["s"]!["constants"] = JsonNode.Parse(
            """{"${p}":{"key":"${p}","name":"p","show_type":"show","source_type":"custom","value":"${v}"}}"""
        );
        var script = Script.Given(text.ToJsonString()).Start();
        script.Is("s", NodeState.Running).Input("i_a", "in", new[] { 1, 2 });
        script.Succeeds("i_a", ("result", 20.5)).Is("s", NodeState.Finished).TaskIs(NodeState.Finished);
        script.Output("", "${out}", 20.5).Output("s", Names.Loop, 1);
    }

    [Fact]
    public void Subprocess_FailureInside_ShowsOnEveryLevel()
    {
        var innermost = Build("j_", Act("j_a"));
        var inner = Build("i_", Sub("i_s", innermost));
        var script = Script.Given(Tree(Parallel("p", Sub("s", inner), Act("b")))).Start();
        script.Fails("j_a").Is("i_s", NodeState.Failed).Is("s", NodeState.Failed).TaskIs(NodeState.Failed);
        Assert.Equal(NodeState.Running, script.Run.Node(script["s"])!.State);
        script.Do(new SkipNode(script["j_a"])).Is("s", NodeState.Finished).TaskIs(NodeState.Running);
        script.Succeeds("b").TaskIs(NodeState.Finished);
    }

    [Fact]
    public void Subprocess_InALoop_CountsInnerLoopsAnew()
    {
        var inner = Build(
            "i_",
            Act("i_a"),
            LoopBack("i_g", "${_inner} < 2", "i_a"),
            Constant("_inner", "", ("i_a", "_inner_loop"))
        );
        var tree = Tree(Constant("n", "", ("s", "_loop")), Sub("s", inner), LoopBack("g", "${n} < 2", "s"));
        var script = Script.Given(tree).Start();
        script.Loops("i_a", 1, 1).Succeeds("i_a").Loops("i_a", 2, 2).Succeeds("i_a").Loops("i_a", 3, 1);
        script.Succeeds("i_a").Loops("i_a", 4, 2).Succeeds("i_a").TaskIs(NodeState.Finished).Loops("s", 2, 2);
    }

    [Theory]
    [InlineData("${k}")]
    [InlineData("a ${k} b")]
    public void Constant_ThatNeedsItself_FailsTheNodeThatAsksForIt(string value)
    {
        var given = ValueMap.Empty.With("${k}", Json.Of(value));
        var script = Script.Given(Tree(Constant("k", 1), Act("a", inputs: ("x", "${k}"))), given).Start();
        script.Is("a", NodeState.Failed).TaskIs(NodeState.Failed);
        Assert.Contains("inputs hydrate failed", script.Text("a", Names.ExData)!, StringComparison.Ordinal);
    }

    private static string? Unescaped(string? json) => json?.Replace("\\u0027", "'", StringComparison.Ordinal);
}
