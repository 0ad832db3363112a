using Sops.Plugins.Conformance;

namespace Sops.Plugins.Tests.Conformance;

public class TestPollTests
{
    private static readonly TimeSpan Tenth = TimeSpan.FromSeconds(0.1);
    private readonly TestPoll _poll = new();

    [Fact]
    public async Task Execute_InputNamedAsItsOutput_StartsAtZeroAllTheSame() =>
        Outcome.Polls(await _poll.Execute(Given.Inputs("{'times':2,'polls':9}")), Tenth, "{'times':2,'polls':0}");

    [Theory]
    [InlineData("{}", 0)]
    [InlineData("{'times':0}", 0)]
    [InlineData("{'times':3}", 2)]
    [InlineData("{'times':'3','fail_at':'4'}", 2)]
    public async Task Poll_TheLastOne_Succeeds(string inputs, int before) =>
        Outcome.Succeeds(await _poll.Poll(Given.Inputs(inputs) with { Polls = before }), $"{{'polls':{before + 1}}}");

    [Fact]
    public async Task Poll_NotTheLastOne_AsksForAnother() =>
        Outcome.Polls(await _poll.Poll(Given.Inputs("{'times':3}") with { Polls = 1 }), Tenth, "{'polls':2}");

    [Fact]
    public async Task Poll_TheOneToFailAt_Fails() =>
        Outcome.Fails(
            await _poll.Poll(Given.Inputs("{'times':2,'fail_at':2}") with { Polls = 1 }),
            "poll 2 failed",
            "{'polls':2}"
        );

    [Fact]
    public async Task Execute_TimesThatIsNoNumber_FailsAndNamesIt() =>
        Outcome.Fails(
            await _poll.Execute(Given.Inputs("{'times':{}}")),
            "times must be a number",
            "{'times':{},'polls':0}"
        );
}
