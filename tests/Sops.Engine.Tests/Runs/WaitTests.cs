using System.Text.Json;
using Sops.Engine.Plugins;
using Sops.Engine.Runs;
using static Sops.Engine.Tests.Runs.TreeBuilder;

namespace Sops.Engine.Tests.Runs;

public class WaitTests
{
    private static readonly JsonElement Data = JsonElement.Parse("""{"n":1}""");

    [Fact]
    public void Poll_NotDoneYet_IsDueAgainLater()
    {
        var script = Script.Given(Tree(Act("a"))).Start().Returns("a", PluginResult.PollAfter(TimeSpan.FromSeconds(5)));
        var call = script.Run.Node(3)!.Call!;
        Assert.Equal((CallKind.Poll, 2, script.Now.AddSeconds(5), 0), (call.Kind, call.Number, call.Due, call.Polls));
        script.Pass(TimeSpan.FromSeconds(5)).Returns("a", PluginResult.PollAfter(TimeSpan.Zero));
        Assert.Equal(1, script.Run.Node(3)!.Call!.Polls);
        script.Succeeds("a").TaskIs(NodeState.Finished);
    }

    [Fact]
    public void Callback_WhileWaiting_IsHandedToThePlugin()
    {
        var script = Script.Given(Tree(Act("a"))).Start().Returns("a", PluginResult.AwaitCallback());
        Assert.Null(script.Run.Node(3)!.Call);
        script.Do(new CallBack(3, null, Data)).Accepted();
        Assert.Equal(CallKind.Callback, script.Run.Node(3)!.Call!.Kind);
        Assert.Equal(Data.GetRawText(), script.Run.Node(3)!.Callbacks![0].GetRawText());
        script.Succeeds("a").TaskIs(NodeState.Finished);
    }

    [Fact]
    public void Callback_BeforeTheNodeWaits_IsKept()
    {
        var script = Script.Given(Tree(Act("a"), Act("b"))).Start().Do(new CallBack(4, null, Data)).Accepted();
        script.Is("b", NodeState.None).Succeeds("a").Is("b", NodeState.Running);
        script.Returns("b", PluginResult.AwaitCallback());
        Assert.Equal(CallKind.Callback, script.Run.Node(4)!.Call!.Kind);
        script.Succeeds("b").TaskIs(NodeState.Finished);
    }

    [Fact]
    public void Callbacks_SeveralAtOnce_AreHandedOverOneByOne()
    {
        var script = Script.Given(Tree(Act("a"))).Start().Returns("a", PluginResult.AwaitCallback());
        script.Do(new CallBack(3, null, Json.Of(1))).Do(new CallBack(3, null, Json.Of(2)));
        script.Returns("a", PluginResult.AwaitCallback());
        var run = script.Run.Node(3)!;
        Assert.Equal(
            (CallKind.Callback, 1, "2"),
            (run.Call!.Kind, run.Call.Callbacks, run.Callbacks!.Single().GetRawText())
        );
        script.Succeeds("a").TaskIs(NodeState.Finished);
    }

    [Fact]
    public void Callback_BeforeTheTaskIsStarted_IsRefused()
    {
        var script = Script.Given(Tree(Act("a"))).Do(new CallBack(3, null, Data)).Refused("TASK_NOT_STARTED");
        script.Start().Returns("a", PluginResult.AwaitCallback());
        Assert.Null(script.Run.Node(3)!.Call);
    }

    [Fact]
    public void Node_AwaitsOneCallback_UntilItHasIt()
    {
        var script = Script.Given(Tree(Act("a"))).Start();
        Assert.False(script.Run.Node(3)!.IsAwaitingCallback);
        script.Returns("a", PluginResult.AwaitCallback());
        Assert.True(script.Run.Node(3)!.IsAwaitingCallback);
        script.Do(new CallBack(3, null, Data)).Accepted();
        Assert.False(script.Run.Node(3)!.IsAwaitingCallback);
    }

    [Fact]
    public void Callback_ForAnotherAttempt_IsRefused()
    {
        var script = Script.Given(Tree(Act("a"))).Start().Returns("a", PluginResult.AwaitCallback());
        script.Do(new CallBack(3, 2, Data)).Refused("STALE_VERSION").Do(new CallBack(3, 1, Data)).Accepted();
    }

    [Fact]
    public void Callback_ForAnEndedAttempt_IsRefused()
    {
        var script = Script.Given(Tree(Act("a"), Act("b"))).Start().Succeeds("a");
        script.Do(new CallBack(3, null, Data)).Refused("ATTEMPT_ENDED");
    }

    [Fact]
    public void Callback_ForABranchNotTaken_IsRefused()
    {
        var script = Script.Given(Tree(Exclusive("x", ("1 == 1", Act("a")), ("1 == 2", Act("b"))))).Start();
        script.Do(new CallBack(script["b"], null, Data)).Refused("NODE_OUT_OF_REACH");
    }

    [Fact]
    public void Callback_TooManyKept_IsRefused()
    {
        var script = Script.Given(Tree(Act("a"))).Start();
        for (var i = 0; i < 100; i++)
        {
            script.Do(new CallBack(3, null, Data)).Accepted();
        }
        script.Do(new CallBack(3, null, Data)).Refused("TOO_MANY_CALLBACKS");
    }

    [Fact]
    public void Callback_ToAPollingNode_IsOneMorePoll()
    {
        var script = Script.Given(Tree(Act("a"))).Start().Returns("a", PluginResult.PollAfter(TimeSpan.FromHours(1)));
        script.Do(new CallBack(3, null, Data));
        Assert.Equal(script.Now, script.Run.Node(3)!.Call!.Due);
        script.Succeeds("a").TaskIs(NodeState.Finished);
    }

    [Fact]
    public void Timeout_ForcesAFailure()
    {
        var script = Script.Given(Tree(Act("a", TimesOut(10, "forced_fail")))).Start();
        script.Pass(TimeSpan.FromSeconds(9)).Is("a", NodeState.Running);
        script.Pass(TimeSpan.FromSeconds(1)).Is("a", NodeState.Failed).Output("a", Names.ForcedFailed, true);
    }

    [Fact]
    public void Timeout_WithSkip_GoesOn()
    {
        var script = Script.Given(Tree(Act("a", TimesOut(10, "forced_fail_and_skip")), Act("b"))).Start();
        script.Pass(TimeSpan.FromSeconds(10)).Is("a", NodeState.Finished).Is("b", NodeState.Running);
        Assert.True(script.Run.Node(3)!.Skipped);
    }

    [Fact]
    public void AutoRetry_UsesItsTimesAndThenWaits()
    {
        var script = Script.Given(Tree(Act("a", Retries(times: 2, interval: 5)))).Start().Fails("a");
        script
            .Pass(TimeSpan.FromSeconds(4))
            .Is("a", NodeState.Failed)
            .Pass(TimeSpan.FromSeconds(1))
            .Is("a", NodeState.Running);
        script.Fails("a").Pass(TimeSpan.FromSeconds(5)).Is("a", NodeState.Running).Fails("a");
        script.Pass(TimeSpan.FromHours(1)).Is("a", NodeState.Failed);
        Assert.Equal((2, 2), (script.Run.Node(3)!.Retry, script.Run.Node(3)!.AutoRetries));
    }

    [Fact]
    public void Restart_NotesTheCallsThatAreMadeAgain()
    {
        var script = Script.Given(Tree(Parallel("p", Act("a"), Act("b")))).Start();
        script.Returns("a", PluginResult.PollAfter(TimeSpan.FromHours(1))).Restart("a", "b");
        Assert.Equal([new CallRepeated(script["b"], 1, 1)], script.Last);
    }

    [Fact]
    public void Restart_NotesNothingOfCallsWithoutEffects()
    {
        var script = Script.Given(Tree(Act("a"))).Start();
        script.HasEffects = false;
        script.Restart("a").Is("a", NodeState.Running);
        Assert.Empty(script.Last);
    }

    [Fact]
    public void Restart_FailsWhatMustNotBeExecutedTwice_AndLeavesItToSomebody()
    {
        var script = Script.Given(Tree(Act("a", Retries(times: 2, interval: 5)))).Start();
        script.IsRepeatable = false;

        script.Restart("a").Is("a", NodeState.Failed).Pass(TimeSpan.FromHours(1)).Is("a", NodeState.Failed);

        Assert.Equal("\"the service stopped while this ran\"", script.Text("a", Names.ExData));
        script.Do(new RetryNode(script["a"], null)).Succeeds("a").TaskIs(NodeState.Finished);
    }

    [Fact]
    public void Restart_RepeatsPollsOfWhatMustNotBeExecutedTwice()
    {
        var script = Script.Given(Tree(Act("a"))).Start();
        script.IsRepeatable = false;
        script.Returns("a", PluginResult.PollAfter(TimeSpan.Zero)).Restart("a").Is("a", NodeState.Running);
        Assert.Equal([new CallRepeated(script["a"], 1, 2)], script.Last);
    }

    [Fact]
    public void Restart_LeavesCallsThatAreOver()
    {
        var script = Script.Given(Tree(Act("a"), Act("b"))).Start();
        var call = WorkItem.Of(script.Run.Node(script["a"])).Single();
        script.IsRepeatable = false;
        script.Succeeds("a").Do(new RepeatCalls([call])).Is("a", NodeState.Finished).Is("b", NodeState.Running);
    }

    private static Action<System.Text.Json.Nodes.JsonObject> TimesOut(int seconds, string action) =>
        n =>
            n["timeout_config"] = new System.Text.Json.Nodes.JsonObject
            {
                ["enable"] = true,
                ["seconds"] = seconds,
                ["action"] = action,
            };

    private static Action<System.Text.Json.Nodes.JsonObject> Retries(int times, int interval) =>
        n =>
            n["auto_retry"] = new System.Text.Json.Nodes.JsonObject
            {
                ["enable"] = true,
                ["times"] = times,
                ["interval"] = interval,
            };
}
