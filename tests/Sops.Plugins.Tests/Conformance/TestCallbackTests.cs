using Sops.Engine.Plugins;
using Sops.Plugins.Conformance;

namespace Sops.Plugins.Tests.Conformance;

public class TestCallbackTests
{
    public static TheoryData<IPlugin> Both { get; } = [new TestCallback(), new TestMultiCallback()];

    [Theory]
    [MemberData(nameof(Both), DisableDiscoveryEnumeration = true)]
    public async Task Execute_Always_WaitsForACallback(IPlugin plugin) =>
        Outcome.Waits(await plugin.Execute(Given.Inputs("{'x':1,'count':2}")), "{'x':1,'count':2}");

    [Theory]
    [InlineData("{'result':true}", "{'result':true}")]
    [InlineData("{'result':0}", "{'result':0}")]
    [InlineData("{'result':'false'}", "{'result':'false'}")]
    [InlineData("{'k':[1,{'z':'值'}]}", "{'k':[1,{'z':'值'}]}")]
    [InlineData("[false]", "[false]")]
    [InlineData("null", "{}")]
    public async Task Callback_ResultNotFalse_Succeeds(string data, string output)
    {
        Outcome.Succeeds(await new TestCallback().Callback(Given.Inputs("{}"), data), $"{{'callback_data':{output}}}");
        Outcome.Succeeds(
            await new TestMultiCallback().Callback(Given.Inputs("{}"), data),
            $"{{'callbacks':[{output}]}}"
        );
    }

    [Theory]
    [InlineData("{'result':false}", "callback failed")]
    [InlineData("{'result':false,'message':null}", "callback failed")]
    [InlineData("{'result':false,'message':'bad cb'}", "bad cb")]
    [InlineData("{'result':false,'message':[1]}", "[1]")]
    public async Task Callback_ResultFalse_FailsWithItsMessage(string data, string error)
    {
        var context = Given.Inputs("{'count':5}");
        Outcome.Fails(await new TestCallback().Callback(context, data), error, $"{{'callback_data':{data}}}");
        Outcome.Fails(await new TestMultiCallback().Callback(context, data), error, $"{{'callbacks':[{data}]}}");
    }

    [Theory]
    [InlineData(0, "{}", "{'callbacks':[{'i':9}]}", false)]
    [InlineData(0, "{'callbacks':[{'i':1}]}", "{'callbacks':[{'i':9}]}", false)]
    [InlineData(1, "{'callbacks':[{'i':1}]}", "{'callbacks':[{'i':1},{'i':9}]}", false)]
    [InlineData(2, "{'callbacks':[{'i':1},{'i':2}]}", "{'callbacks':[{'i':1},{'i':2},{'i':9}]}", true)]
    public async Task MultiCallback_UntilTheLast_GathersAndWaits(int before, string had, string has, bool done)
    {
        var context = Given.Inputs("{'count':3}") with { Callbacks = before, Outputs = Given.Json(had) };
        var result = await new TestMultiCallback().Callback(context, "{'i':9}");
        if (done)
        {
            Outcome.Succeeds(result, has);
        }
        else
        {
            Outcome.Waits(result, has);
        }
    }
}
