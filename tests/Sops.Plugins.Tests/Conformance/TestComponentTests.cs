using Sops.Engine.Plugins;
using Sops.Plugins.Conformance;

namespace Sops.Plugins.Tests.Conformance;

/// <summary>The components whose one call decides, or whose waiting needs no history.</summary>
public class TestComponentTests
{
    public static TheoryData<IPlugin> All { get; } =
    [
        new TestEcho(),
        new TestFail(),
        new TestFailTimes(),
        new TestSleep(),
        new TestPoll(),
        new TestCallback(),
        new TestMultiCallback(),
    ];

    [Theory]
    [MemberData(nameof(All), DisableDiscoveryEnumeration = true)]
    public async Task Execute_AnyComponent_PutsOutItsPublicInputsUnchanged(IPlugin plugin)
    {
        var result = await plugin.Execute(
            Given.Inputs("{'a':20.0,'b':123456789012345678901234567890,'c':{'z':1,'_y':null},'d':null,'_loop':1}")
        );
        var outputs = result.Outputs!;
        Assert.Equal("20.0", outputs["a"].GetRawText());
        Assert.Equal("123456789012345678901234567890", outputs["b"].GetRawText());
        Assert.Equal("""{"z":1,"_y":null}""", outputs["c"].GetRawText());
        Assert.Equal("null", outputs["d"].GetRawText());
        Assert.DoesNotContain("_loop", outputs.Keys);
    }

    [Theory]
    [MemberData(nameof(All), DisableDiscoveryEnumeration = true)]
    public async Task Execute_OddInputs_NeverThrows(IPlugin plugin)
    {
        foreach (var odd in (string[])["{}", "[]", "true", "'x'", "'\\ud800'", "-1", "1e999"])
        {
            var each = string.Join(',', plugin.Info.Inputs.Select(i => $"'{i.Key}':{odd}"));
            await plugin.Execute(Given.Inputs($"{{{each}}}"));
        }
        await plugin.Execute(Given.Inputs("[]"));
    }

    [Fact]
    public async Task Echo_Always_Succeeds() =>
        Outcome.Succeeds(await new TestEcho().Execute(Given.Inputs("{'x':1,'_inner_loop':1}")), "{'x':1}");

    [Theory]
    [InlineData("{}", "test_fail")]
    [InlineData("{'message':'boom'}", "boom")]
    [InlineData("{'message':null}", "test_fail")]
    [InlineData("{'message':'','raise':false}", "")]
    [InlineData("{'message':{'code':1}}", "{\"code\":1}")]
    [InlineData("{'raise':'perhaps'}", "raise must be true or false")]
    public async Task Fail_WithoutRaise_FailsWithTheMessage(string inputs, string error) =>
        Outcome.Fails(await new TestFail().Execute(Given.Inputs(inputs)), error, inputs);

    [Theory]
    [InlineData("{'raise':true}", "test_fail")]
    [InlineData("{'raise':true,'message':'kaboom'}", "kaboom")]
    public async Task Fail_WithRaise_ThrowsOnceItsInputsArePutOut(string inputs, string message)
    {
        var context = Given.Inputs(inputs);
        Outcome.Polls(await new TestFail().Execute(context), TimeSpan.Zero, inputs);
        var thrown = await Assert.ThrowsAsync<InvalidOperationException>(() => new TestFail().Poll(context));
        Assert.Equal(message, thrown.Message);
    }

    [Theory]
    [InlineData("{}", 1, false)]
    [InlineData("{}", 2, true)]
    [InlineData("{'times':3}", 3, false)]
    [InlineData("{'times':'3'}", 4, true)]
    [InlineData("{'times':0}", 1, true)]
    public async Task FailTimes_ByExecution_FailsAtTheFirstOnes(string inputs, int execution, bool succeeds)
    {
        var result = await new TestFailTimes().Execute(Given.Inputs(inputs) with { Execution = execution });
        Assert.Equal(execution, result.Outputs!["attempt"].GetInt32());
        Assert.Equal(succeeds ? null : $"attempt {execution} failed", result.Error?.GetString());
        Assert.Equal(succeeds ? PluginOutcome.Succeeded : PluginOutcome.Failed, result.Outcome);
    }

    [Theory]
    [InlineData("{}", 1_000)]
    [InlineData("{'seconds':0.3}", 300)]
    [InlineData("{'seconds':'1.5'}", 1_500)]
    [InlineData("{'seconds':30}", 30_000)]
    public async Task Sleep_ForATime_PollsThenAndSucceeds(string inputs, int milliseconds)
    {
        var context = Given.Inputs(inputs);
        var time = TimeSpan.FromMilliseconds(milliseconds);
        Outcome.Polls(await new TestSleep().Execute(context), time, inputs);
        Outcome.Polls(await new TestSleep().Poll(context with { Now = Given.Start + (time / 2) }), time - (time / 2));
        Outcome.Succeeds(await new TestSleep().Poll(context with { Now = Given.Start + time }));
    }

    [Theory]
    [InlineData("{'seconds':'soon'}", "seconds must be a number of at most 28 digits")]
    [InlineData("{'seconds':[]}", "seconds must be a number")]
    [InlineData("{'seconds':-0.1}", "seconds must be from 0 to 366 days")]
    [InlineData("{'seconds':99999999}", "seconds must be from 0 to 366 days")]
    public async Task Sleep_NoTime_Fails(string inputs, string error) =>
        Outcome.Fails(await new TestSleep().Execute(Given.Inputs(inputs)), error, inputs);
}
