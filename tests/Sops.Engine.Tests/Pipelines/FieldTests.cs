using System.Text.Json.Nodes;
using Sops.Engine.Pipelines;

namespace Sops.Engine.Tests.Pipelines;

/// <summary>What the fields of nodes become, in their old and new spellings.</summary>
public class FieldTests
{
    [Theory]
    [InlineData("{}", true, true)]
    [InlineData("""{"skippable": false, "retryable": false}""", false, false)]
    [InlineData("""{"isSkipped": false, "can_retry": false}""", false, false)]
    [InlineData("""{"isSkipped": false, "skippable": true, "can_retry": true, "retryable": false}""", true, false)]
    [InlineData("""{"skippable": false, "error_ignorable": true}""", true, true)]
    [InlineData("""{"skippable": null, "retryable": null}""", true, true)]
    public void Parse_SkipAndRetry_ReadsBothSpellings(string fields, bool skippable, bool retryable)
    {
        var activity = Activity(fields);

        Assert.Equal((skippable, retryable), (activity.Skippable, activity.Retryable));
    }

    [Theory]
    [InlineData("""{"enable": true, "times": 3, "interval": 7}""", 3, 7)]
    [InlineData("""{"enable": true, "times": 30, "interval": 700}""", 10, 60)]
    [InlineData("""{"enable": true, "times": -2, "interval": -5}""", 2, 5)]
    [InlineData("""{"enable": true, "times": -2147483648}""", 10, 0)]
    [InlineData("""{"enable": true}""", 10, 0)]
    [InlineData("""{"enable": true, "times": "4", "interval": "9"}""", 4, 9)]
    [InlineData("""{"enable": true, "times": 1.5}""", 10, 0)]
    public void Parse_AutoRetry_IsBounded(string retry, int times, int interval) =>
        Assert.Equal(
            new AutoRetry(times, TimeSpan.FromSeconds(interval)),
            Activity($$"""{"auto_retry": {{retry}}}""").AutoRetry
        );

    [Theory]
    [InlineData("""{"enable": false, "times": 3}""")]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("""{"enable": true, "times": 0}""")]
    public void Parse_AutoRetryThatIsOff_IsNone(string retry) =>
        Assert.Null(Activity($$"""{"auto_retry": {{retry}}}""").AutoRetry);

    [Theory]
    [InlineData("""{"enable": true, "seconds": 5, "action": "forced_fail"}""", false)]
    [InlineData("""{"enable": true, "seconds": 5, "action": "forced_fail_and_skip"}""", true)]
    public void Parse_Timeout_IsRead(string timeout, bool skip) =>
        Assert.Equal(
            new NodeTimeout(TimeSpan.FromSeconds(5), skip),
            Activity($$"""{"timeout_config": {{timeout}}}""").Timeout
        );

    [Theory]
    [InlineData("""{"enable": true, "seconds": 0}""")]
    [InlineData("""{"enable": true, "seconds": "soon"}""")]
    [InlineData("""{"enable": true, "seconds": 99999999999}""")]
    public void Parse_TimeoutWithoutSeconds_IsNoneWithAWarning(string timeout)
    {
        var result = Trees.Parse(With($$"""{"timeout_config": {{timeout}}}"""));

        Assert.Null(((ServiceActivity)result.Tree![3]).Timeout);
        Assert.Equal("TIMEOUT_IGNORED", Assert.Single(result.Warnings).Code);
    }

    [Theory]
    [InlineData("""{"error_ignorable": true}""")]
    [InlineData("""{"auto_retry": {"enable": true}}""")]
    public void Parse_TimeoutBesideItsOpposites_IsRefused(string fields)
    {
        var tree = With(fields);
        TreeSketch.Node(tree, "a")["timeout_config"] = JsonNode.Parse("""{"enable": true, "seconds": 1}""");

        Assert.Equal("TIMEOUT_CONFLICT", Assert.Single(Trees.Parse(tree).Problems).Code);
    }

    [Fact]
    public void Parse_Loop_IsRead() =>
        Assert.Equal(
            new NodeLoop(3, FailSkip: true, Retryable: false, Skippable: false, "${o}"),
            Activity(
                """{"loop_config": {"enable": true, "loop_times": 3, "fail_skip": true, "outputs_key": "${o}"}}"""
            ).Loop
        );

    [Theory]
    [InlineData("""{"code": "k", "version": "v1.0", "data": {}}""", "v1.0")]
    [InlineData("""{"code": "k", "version": "", "data": {}}""", "legacy")]
    [InlineData("""{"code": "k", "data": {}}""", "legacy")]
    public void Parse_Component_HasAVersion(string component, string version) =>
        Assert.Equal(new ComponentRef("k", version), Activity($$"""{"component": {{component}}}""").Component);

    [Fact]
    public void Parse_Inputs_KeepOrderAndTheTextOfNumbers()
    {
        var data = """
            {"z": {"hook": false, "value": 20.0, "need_render": false}, "a": {"hook": true, "value": 123456789012345678901}}
            """;

        var inputs = Activity($$$"""{"component": {"code": "k", "data": {{{data}}} }}""").Inputs;

        Assert.Equal(
            ["z=20.0 False", "a=123456789012345678901 True"],
            inputs.Select(input => $"{input.Key}={input.Value.GetRawText()} {input.NeedRender}")
        );
    }

    [Theory]
    [InlineData("[\"f1\"]")]
    [InlineData("\"f1\"")]
    public void Parse_FlowsOfANode_AreAStringOrAList(string incoming)
    {
        var tree = With($$"""{"incoming": {{incoming}}, "outgoing": ["f2"]}""");

        var result = Trees.Parse(tree);

        Assert.Empty(result.Warnings);
        Assert.Equal("f2", Assert.Single(result.Tree![3].Outgoing).Id);
    }

    [Fact]
    public void Parse_UnknownKeys_AreIgnored()
    {
        var tree = With("""{"labels": [], "loop": {}, "executor_proxy": "me"}""");
        tree["projectBaseInfo"] = new JsonObject { ["a"] = new JsonArray(1, null) };

        Assert.Empty(Trees.Parse(tree).Problems);
    }

    [Fact]
    public void Parse_Gateway_HasItsConditionsInDocumentOrderAndItsDefault()
    {
        var tree = TreeSketch.Of("start>x1 x1>a x1>b x1>d a>end b>end d>end");
        var gateway = TreeSketch.Node(tree, "x1");
        gateway["conditions"] = JsonNode.Parse("""{"f4": {"evaluate": "1 == 2"}, "f2": {"evaluate": "${n} > 1"}}""");
        gateway["default_condition"] = new JsonObject { ["flow_id"] = "f3" };
        gateway["extra_info"] = JsonNode.Parse("""{"parse_lang": "FEEL", "strategy": "FIRST"}""");

        var parsed = (ExclusiveGateway)Trees.Parse(tree).Tree!.Root.Nodes.Single(node => node.Id == "x1");

        Assert.Equal(["f4 1 == 2", "f2 ${n} > 1"], parsed.Conditions.Select(c => $"{c.Flow.Id} {c.Evaluate}"));
        Assert.Equal("f3", parsed.Default!.Id);
        Assert.Equal(("FEEL", true), (parsed.ConditionLanguage, parsed.FirstWins));
    }

    [Fact]
    public void Parse_GatewayWithoutExtras_IsStrictBoolrule()
    {
        var tree = TreeSketch.Of("start>x1 x1>a x1>b a>end b>end");
        TreeSketch.Node(tree, "x1")["default_condition"] = new JsonObject();

        var parsed = (ExclusiveGateway)Trees.Parse(tree).Tree!.Root.Nodes.Single(node => node.Id == "x1");

        Assert.Equal(("boolrule", false), (parsed.ConditionLanguage, parsed.FirstWins));
        Assert.Null(parsed.Default);
    }

    private static ServiceActivity Activity(string fields)
    {
        var result = Trees.Parse(With(fields));
        Assert.Empty(result.Problems);
        return (ServiceActivity)result.Tree![3];
    }

    private static JsonObject With(string fields)
    {
        var tree = TreeSketch.Of("start>a a>end");
        foreach (var (name, value) in JsonNode.Parse(fields)!.AsObject())
            TreeSketch.Node(tree, "a")[name] = value?.DeepClone();
        return tree;
    }
}
