using Sops.Engine.Plugins;
using Sops.Engine.Runs;
using static Sops.Engine.Tests.Runs.TreeBuilder;

namespace Sops.Engine.Tests.Runs;

public class ExplanationTests
{
    private static WaitReason[] Why(Script script, string node) =>
        Explanation.Of(script.Run, script.Now).TryGetValue(script[node], out var waits)
            ? [.. waits.Select(w => w.Reason)]
            : [];

    private static string[] Allowed(Script script, string node) =>
        [
            .. AllowedActions
                .OfNode(script.Run, script[node], new DecisionContext { Now = script.Now })
                .Where(o => o.Refusal is null)
                .Select(o => o.Action),
        ];

    [Fact]
    public void Created_TheStartEvent_WaitsForTheStart()
    {
        var script = Script.Given(Tree(Act("a")));
        Assert.Equal([WaitReason.Start], Why(script, "start"));
        Assert.Equal([WaitReason.Flows], Why(script, "a"));
    }

    [Fact]
    public void Running_TheCall_IsNamedAndWhatFollowsWaitsForIt()
    {
        var script = Script.Given(Tree(Act("a"), Act("b"))).Start();
        Assert.Equal([WaitReason.Call], Why(script, "a"));
        Assert.Equal([WaitReason.Flows], Why(script, "b"));
        Assert.Empty(Why(script, "start"));
        Assert.Equal(["forced_fail", "callback"], Allowed(script, "a"));
    }

    [Fact]
    public void Waiting_TimerCallbackAndTimeout_AreTold()
    {
        var script = Script.Given(Tree(Parallel("p", Act("a"), Act("b")))).Start();
        script.Returns("a", PluginResult.PollAfter(TimeSpan.FromMinutes(1))).Returns("b", PluginResult.AwaitCallback());
        Assert.Equal([WaitReason.Timer], Why(script, "a"));
        Assert.Equal([WaitReason.Callback], Why(script, "b"));
        Assert.Equal([WaitReason.Flows], Why(script, "p_end"));
        Assert.Equal(2, Explanation.Of(script.Run, script.Now)[script["p_end"]][0].Flows.Count);
    }

    [Fact]
    public void Failed_APerson_IsWaitedFor()
    {
        var script = Script.Given(Tree(Act("a"))).Start().Fails("a");
        Assert.Equal([WaitReason.Person], Why(script, "a"));
        Assert.Equal(["retry", "skip"], Allowed(script, "a"));
    }

    [Fact]
    public void Paused_TheHeldNode_NamesWhatHoldsIt()
    {
        var script = Script.Given(Tree(Act("a"), Act("b"))).Start().Do(new PausePipeline(0)).Succeeds("a");
        var wait = Explanation.Of(script.Run, script.Now)[script["b"]].Single();
        Assert.Equal((WaitReason.Pause, 0), (wait.Reason, wait.By));
        script.Do(new ResumePipeline(0)).Succeeds("b").TaskIs(NodeState.Finished);
        Assert.Empty(Explanation.Of(script.Run, script.Now));
    }

    [Fact]
    public void PausedAhead_TheNode_WaitsForItsFlowAndItsResume()
    {
        var script = Script.Given(Tree(Act("a"), Act("b"))).Start().Do(new PauseNode(4));
        Assert.Equal([WaitReason.Pause, WaitReason.Flows], Why(script, "b"));
        Assert.Equal([WaitReason.Pause], Why(script.Succeeds("a"), "b"));
        Assert.Equal(["callback", "resume"], Allowed(script, "b"));
    }

    [Fact]
    public void BranchNotTaken_IsOutOfReach()
    {
        var script = Script.Given(Tree(Exclusive("x", ("1 == 1", Act("a")), ("1 == 2", Act("b"))))).Start();
        Assert.Equal([WaitReason.OutOfReach], Why(script, "b"));
    }

    [Fact]
    public void Revoked_WhatWasNotReached_IsOutOfReach()
    {
        var script = Script.Given(Tree(Act("a"), Act("b"))).Start().Do(new RevokeTask());
        Assert.Equal([WaitReason.Call], Why(script, "a"));
        Assert.Equal([WaitReason.OutOfReach], Why(script, "b"));
    }
}
