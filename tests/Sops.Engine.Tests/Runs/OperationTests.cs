using Sops.Engine.Plugins;
using Sops.Engine.Runs;
using static Sops.Engine.Tests.Runs.TreeBuilder;

namespace Sops.Engine.Tests.Runs;

public class OperationTests
{
    [Fact]
    public void Failure_WaitsForAPerson_WhileOtherBranchesGoOn()
    {
        var script = Script.Given(Tree(Parallel("p", Act("a"), Seq(Act("b"), Act("c"))))).Start();
        script
            .Fails("a", "broken")
            .TaskIs(NodeState.Failed)
            .Output("a", Names.ExData, "broken")
            .Output("a", Names.Result, false);
        script.Succeeds("b").Is("c", NodeState.Running).Succeeds("c").TaskIs(NodeState.Failed);
        script.Do(new RetryNode(script["a"])).Is("a", NodeState.Running).TaskIs(NodeState.Running);
        script.Succeeds("a").TaskIs(NodeState.Finished);
        Assert.Equal((1, 1), (script.Run.Node(script["a"])!.Retry, script.Run.Node(script["a"])!.Archived));
    }

    [Fact]
    public void Retry_WithInputs_ReplacesThemAll()
    {
        var script = Script
            .Given(Tree(Constant("k", 7), Act("a", inputs: [("x", "${k}"), ("y", 1)])))
            .Start()
            .Input("a", "x", 7);
        var inputs = ValueMap.Empty.With("z", Json.Of("${k}!")).With("raw", Json.Of("${k}"));
        script.Fails("a").Do(new RetryNode(script["a"], inputs, ["raw"]));
        script.Input("a", "z", "7!").Input("a", "raw", "${k}");
        Assert.False(script.Run.Node(script["a"])!.Inputs!.TryGet("y", out _));
        script.Fails("a").Do(new RetryNode(script["a"])).Input("a", "z", "7!");
    }

    [Fact]
    public void Retry_OfWhatDidNotFail_IsRefused()
    {
        var script = Script.Given(Tree(Act("a"), Act("b"))).Start();
        script.Do(new RetryNode(script["a"])).Refused("NODE_NOT_FAILED");
        script.Do(new SkipNode(script["b"])).Refused("NODE_NOT_FAILED");
    }

    [Theory]
    [InlineData("retryable")]
    [InlineData("can_retry")]
    public void Retry_WhereTheTreeForbidsIt_IsRefused(string field) =>
        Script
            .Given(Tree(Act("a", n => n[field] = false)))
            .Start()
            .Fails("a")
            .Do(new RetryNode(3))
            .Refused("NOT_RETRYABLE");

    [Fact]
    public void Skip_AfterFailure_GoesOnWithWhatWasPutOut()
    {
        var tree = Tree(Constant("r", "old", ("a", "r")), Act("a"), Act("b", inputs: ("r", "${r}")));
        var script = Script
            .Given(tree)
            .Start()
            .Fails("a", "x", ("r", 5))
            .Do(new SkipNode(3))
            .Is("b", NodeState.Running);
        script.Input("b", "r", 5);
        Assert.True(script.Run.Node(script["a"])!.Skipped);
        script.Do(new SkipNode(3)).Refused("NODE_NOT_FAILED");
    }

    [Fact]
    public void ErrorIgnorable_Failure_CountsAsFinished()
    {
        var script = Script.Given(Tree(Act("a", n => n["error_ignorable"] = true), Act("b"))).Start().Fails("a");
        script.Is("a", NodeState.Finished).Output("a", Names.Result, false).Is("b", NodeState.Running);
        Assert.True(script.Run.Node(script["a"])!.ErrorIgnored);
    }

    [Fact]
    public void ForcedFailure_MakesTheLateAnswerStale()
    {
        var script = Script.Given(Tree(Act("a"))).Start();
        var run = script.Run.Node(script["a"])!;
        script
            .Do(new ForceFailNode(run.Node, "enough"))
            .Is("a", NodeState.Failed)
            .Output("a", Names.ForcedFailed, true);
        script.Do(new CallReturned(run.Node, run.Attempt, 1, PluginResult.Succeed())).Refused("STALE_ANSWER");
        script.Do(new ForceFailNode(run.Node, "again")).Refused("NODE_NOT_RUNNING");
        script.Do(new RetryNode(run.Node)).Succeeds("a").TaskIs(NodeState.Finished);
    }

    [Fact]
    public void PausedTask_LetsTheRunningNodeEnd_AndStartsNoOther()
    {
        var script = Script
            .Given(Tree(Act("a"), Act("b")))
            .Start()
            .Do(new PausePipeline(0))
            .TaskIs(NodeState.Suspended);
        script
            .Succeeds("a")
            .Is("a", NodeState.Finished)
            .Is("b", NodeState.None)
            .Do(new PausePipeline(0))
            .Refused("NOT_RUNNING");
        script.Do(new ResumePipeline(0)).Is("b", NodeState.Running).Do(new ResumePipeline(0)).Refused("NOT_PAUSED");
        script.Succeeds("b").TaskIs(NodeState.Finished);
    }

    [Fact]
    public void PausedSubprocess_HoldsOnlyItsOwnTokens()
    {
        var inner = Build("i_", Act("i_a"), Act("i_b"));
        var script = Script.Given(Tree(Parallel("p", Sub("s", inner), Seq(Act("b"), Act("c"))))).Start();
        script.Do(new PausePipeline(script["s"])).Is("s", NodeState.Suspended).TaskIs(NodeState.NodeSuspended);
        script.Succeeds("i_a").Is("i_b", NodeState.None).Succeeds("b").Is("c", NodeState.Running);
        script.Do(new ResumePipeline(script["s"])).Is("i_b", NodeState.Running).TaskIs(NodeState.Running);
    }

    [Fact]
    public void PausedNode_IsNotEntered_UntilResumed()
    {
        var script = Script.Given(Tree(Act("a"), Act("b"))).Start().Do(new PauseNode(4)).Is("b", NodeState.Suspended);
        script.TaskIs(NodeState.NodeSuspended).Succeeds("a").Is("b", NodeState.Suspended);
        script.Do(new ResumeNode(4)).Is("b", NodeState.Running).Loops("b", 1).Succeeds("b").TaskIs(NodeState.Finished);
    }

    [Fact]
    public void PausedNode_ResumedEarly_RunsWhenReached()
    {
        var script = Script.Given(Tree(Act("a"), Act("b"))).Start().Do(new PauseNode(4)).Do(new ResumeNode(4));
        script.Succeeds("a").Is("b", NodeState.Running).Succeeds("b").TaskIs(NodeState.Finished);
    }

    [Fact]
    public void Pause_OfARunningNode_IsRefused() =>
        Script.Given(Tree(Act("a"))).Start().Do(new PauseNode(3)).Refused("NODE_ALREADY_ENTERED");

    [Fact]
    public void Revoke_LetsTheRunningNodeEnd_AndNothingFollows()
    {
        var script = Script.Given(Tree(Act("a"), Act("b"))).Start().Do(new RevokeTask()).TaskIs(NodeState.Revoked);
        script.Succeeds("a").Is("a", NodeState.Finished).Is("b", NodeState.None);
        Assert.Empty(script.Run.Tokens);
        script.Do(new RevokeTask()).Refused("NOT_RUNNING").Do(new ResumePipeline(0)).Refused("TASK_ENDED");
    }

    [Fact]
    public void Retry_AfterRevoke_IsRefused() =>
        Script
            .Given(Tree(Act("a")))
            .Start()
            .Fails("a")
            .Do(new RevokeTask())
            .TaskIs(NodeState.Revoked)
            .Do(new RetryNode(3))
            .Refused("TASK_ENDED");

    [Fact]
    public void RetryWhilePaused_WaitsForTheResume()
    {
        var script = Script
            .Given(Tree(Act("a")))
            .Start()
            .Fails("a")
            .Do(new PausePipeline(0))
            .TaskIs(NodeState.Suspended);
        script.Do(new RetryNode(3)).Is("a", NodeState.Ready).Do(new ResumePipeline(0)).Is("a", NodeState.Running);
    }
}
