using System.Text.Json.Nodes;
using Sops.Engine.Pipelines;
using Sops.Engine.Runs;
using static Sops.Engine.Tests.Runs.TreeBuilder;

namespace Sops.Engine.Tests.Runs;

/// <summary>Events, gateways and sub-processes fail too, and what they were given is told before and after.</summary>
public class SteeringTests
{
    private static readonly ValueMap Circle = ValueMap.Empty.With("${k}", Json.Of("${k}!"));

    private static string[] Allowed(IEnumerable<ActionOffer> offers) =>
        [.. offers.Where(o => o.Refusal is null).Select(o => o.Action)];

    private static string[] Allowed(Script script, string node) =>
        Allowed(AllowedActions.OfNode(script.Run, script[node], script.Context));

    private static JsonObject WithParameter(JsonObject body)
    {
        body["constants"]!["${p}"] = new JsonObject
        {
            ["key"] = "${p}",
            ["name"] = "p",
            ["source_type"] = "custom",
            ["source_info"] = new JsonObject(),
            ["show_type"] = "show",
            ["value"] = "${k}",
        };
        return body;
    }

    private static string PreRendered(string tree)
    {
        var root = JsonNode.Parse(tree)!;
        root["constants"]!["${k}"]!["pre_render_mako"] = true;
        return root.ToJsonString();
    }

    [Fact]
    public void Start_OfConstantsThatAreRenderedOnce_KeepsTheirValues()
    {
        var tree = PreRendered(
            Tree(Constant("k", "${len('abc')}"), Act("a", inputs: ("x", "${k}")), Act("b", inputs: ("x", "${k}")))
        );
        var script = Script.Given(tree).Start().Input("a", "x", "3");
        Assert.Equal("\"3\"", script.Run.Variables.Single().Value.GetRawText());
        script.Succeeds("a").Input("b", "x", "3");
    }

    [Fact]
    public void Start_OfConstantsThatNeedThemselves_FailsTheStartEvent()
    {
        var script = Script.Given(PreRendered(Tree(Constant("k", 1), Act("a"))), Circle).Start();
        script
            .Is("start", NodeState.Failed)
            .Output("start", Names.ExData, "context hydrate failed(${k} refers to itself), check node log for details.")
            .TaskIs(NodeState.Failed);
        Assert.Equal(["retry"], Allowed(script, "start"));
    }

    [Fact]
    public void End_OfOutputsThatNeedThemselves_FailsTheEndEvent() =>
        Script
            .Given(Tree(Constant("k", 1, output: true), Act("a")), Circle)
            .Start()
            .Succeeds("a")
            .Is("end", NodeState.Failed)
            .Output("end", Names.ExData, "outputs hydrate failed(${k} refers to itself), check node log for details.")
            .Do(new RetryNode(2))
            .Accepted()
            .Is("end", NodeState.Failed);

    [Fact]
    public void Subprocess_OfParametersThatNeedThemselves_FailsAndTakesInputsAtItsRetry()
    {
        var tree = Tree(
            Constant("k", 1),
            Sub("s", WithParameter(Build("s_", Act("in", inputs: ("x", "${p}")), Act("in2"))))
        );
        var script = Script.Given(tree, Circle).Start();
        script
            .Is("s", NodeState.Failed)
            .Output("s", Names.ExData, "context hydrate failed(${k} refers to itself), check node log for details.");
        Assert.Equal(["retry_subprocess"], Allowed(script, "s"));
        script
            .Do(new RetryNode(script["s"], ValueMap.Empty.With("${p}", Json.Of("given ${1 + 1}"))))
            .Accepted()
            .Is("s", NodeState.Running)
            .Input("in", "x", "given 2");
        Assert.Equal(["pause_subproc"], Allowed(script, "s"));
        script.Do(new PausePipeline(script["s"])).Accepted();
        Assert.Equal(["resume_subproc"], Allowed(script, "s"));
    }

    [Fact]
    public void TaskThatIsMadeAndStartedAtOnce_IsOneTurn()
    {
        var tree = PipelineParser.Parse(Tree(Act("a")), PipelineLimits.Default).Tree!;
        var run = new Run(tree, new TaskIds("n0123456789abcdef012345600000000"));
        var decision = Decider.Create(run, null, "me", new DecisionContext { Now = DateTimeOffset.UnixEpoch });
        Assert.IsType<TaskCreated>(decision.Events[0]);
        Assert.Equal(new TaskStarted("me"), decision.Events[1]);
        Assert.Equal(NodeState.Running, decision.After!.State);
        Assert.Equal("me", decision.After.Operator);
    }

    [Fact]
    public void Task_OffersWhatItWouldTake()
    {
        var script = Script.Given(Tree(Act("a")));
        string[] OfTask() => Allowed(AllowedActions.OfTask(script.Run, script.Context));
        Assert.Equal(["start"], OfTask());
        script.Start();
        Assert.Equal(["pause", "revoke"], OfTask());
        script.Do(new PausePipeline(0));
        Assert.Equal(["resume", "revoke"], OfTask());
        script.Do(new RevokeTask());
        Assert.Empty(OfTask());
    }

    [Fact]
    public void Gateways_ThatFailed_OfferTheirOwnSkips()
    {
        var exclusive = Script.Given(Tree(Exclusive("x", ("1 == 2", Act("a")), ("1 == 3", Act("b"))))).Start();
        Assert.Equal(["retry", "skip_exg"], Allowed(exclusive.Is("x", NodeState.Failed), "x"));
        var parallel = Script.Given(Tree(ConditionalParallel("c", ("1 == 2", Act("a")), ("1 == 3", Act("b"))))).Start();
        Assert.Equal(["retry", "skip_cpg"], Allowed(parallel.Is("c", NodeState.Failed), "c"));
    }

    [Fact]
    public void SkipOfAConditionalParallelGateway_TakesOnlyItsOwnFlows()
    {
        var script = Script
            .Given(Tree(ConditionalParallel("c", ("1 == 2", Act("a")), ("1 == 3", Act("b"))), Act("z")))
            .Start();
        var gateway = (ConditionalParallelGateway)script.Run.Tree[script["c"]];
        var (flow, foreign) = (gateway.Outgoing[1].Index, script.Run.Tree[script["z"]].Outgoing[0].Index);
        SkipConditionalParallelGateway Skip(int converge, params int[] flows) => new(gateway.Index, flows, converge);
        script.Do(Skip(0)).Refused("UNKNOWN_FLOW").Do(Skip(0, flow, foreign)).Refused("UNKNOWN_FLOW");
        script.Do(Skip(script["z"], flow)).Refused("UNKNOWN_CONVERGE").Is("c", NodeState.Failed);
        script.Do(Skip(script["c_end"], flow)).Accepted().Is("b", NodeState.Running).Is("a", NodeState.None);
        script.Succeeds("b").Is("z", NodeState.Running);
    }

    [Fact]
    public void Preview_ShowsWhatIsKnown_AndLeavesTheRestAsItIsWritten()
    {
        var tree = Tree(
            Constant("k", "v"),
            Constant("c", 1),
            Act("a", inputs: [("x", "<${k}>"), ("y", "${c}"), ("z", "${later}")]),
            Sub("s", WithParameter(Build("s_", Act("in"))))
        );
        var script = Script.Given(tree, ValueMap.Empty.With("${c}", Json.Of("${c}!")));
        string Preview(string node) =>
            string.Join(
                ' ',
                InputPreview
                    .Of(script.Run, script.Run.Tree[script[node]], script.Context)
                    .Select(i => $"{i.Key}={i.Value.GetRawText()}")
            );
        Assert.Equal("""x="<v>" y="${c}" z="${later}" """.TrimEnd(), Preview("a"));
        Assert.Equal("""${p}="v" """.TrimEnd(), Preview("s"));
        Assert.Equal("", Preview("start"));
    }

    [Fact]
    public void Explanation_TellsTimersAndWhatIsInside()
    {
        var tree = Tree(
            Act(
                "a",
                n =>
                    n["timeout_config"] = new JsonObject
                    {
                        ["enable"] = true,
                        ["seconds"] = 60,
                        ["action"] = "forced_fail",
                    }
            ),
            Act(
                "b",
                n =>
                    n["auto_retry"] = new JsonObject
                    {
                        ["enable"] = true,
                        ["times"] = 1,
                        ["interval"] = 5,
                    }
            ),
            Sub("s", Build("s_", Act("in")))
        );
        var script = Script.Given(tree).Start();
        Wait[] Why(string node) => [.. Explanation.Of(script.Run, script.Now)[script[node]]];
        Assert.Equal(
            [(WaitReason.Call, null), (WaitReason.Timeout, script.Now.AddSeconds(60))],
            Why("a").Select(w => (w.Reason, w.Due))
        );
        script.Succeeds("a").Fails("b");
        Assert.Equal(
            [(WaitReason.Person, null), (WaitReason.AutoRetry, script.Now.AddSeconds(5))],
            Why("b").Select(w => (w.Reason, w.Due))
        );
        script.Pass(TimeSpan.FromSeconds(5)).Succeeds("b");
        Assert.Equal([WaitReason.Inside], Why("s").Select(w => w.Reason));
    }

    [Fact]
    public void Loop_ThatCollectsMoreThanANodeMayHold_Fails()
    {
        var tree = Tree(
            Act(
                "a",
                n =>
                    n["loop_config"] = new JsonObject
                    {
                        ["enable"] = true,
                        ["loop_times"] = 5,
                        ["outputs_key"] = "all",
                    }
            )
        );
        var script = Script.Given(tree, limits: new RunLimits { NodeBytes = 300 }).Start();
        var outputs = new { text = new string('x', 120) };
        script.Succeeds("a", ("outputs", outputs)).Is("a", NodeState.Running);
        script
            .Succeeds("a", ("outputs", outputs))
            .Is("a", NodeState.Failed)
            .Output("a", Names.ExData, "the outputs of all iterations take more than 300 bytes");
        Assert.True(script.Run.TryGetVariable(0, "${all}", out var collected));
        Assert.Equal(1, collected.GetArrayLength());
    }
}
