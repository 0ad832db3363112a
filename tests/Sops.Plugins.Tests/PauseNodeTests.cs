namespace Sops.Plugins.Tests;

public class PauseNodeTests
{
    private readonly PauseNode _pause = new();

    [Theory]
    [InlineData("{}")]
    [InlineData("{'description':['odd']}")]
    public async Task Execute_Always_WaitsForACallback(string inputs) =>
        Outcome.Waits(await _pause.Execute(Given.Inputs(inputs)));

    [Theory]
    [InlineData("{'result':false}")]
    [InlineData("{}")]
    [InlineData("'go on'")]
    [InlineData("[1.0]")]
    public async Task Callback_WithData_SucceedsAndPutsItOut(string data) =>
        Outcome.Succeeds(await _pause.Callback(Given.Inputs("{}"), data), $"{{'callback_data':{data}}}");

    [Fact]
    public async Task Callback_WithNull_SucceedsWithoutOutput() =>
        Outcome.Succeeds(await _pause.Callback(Given.Inputs("{}"), "null"));

    [Fact]
    public async Task Callback_WithNothing_SucceedsWithoutOutput() =>
        Outcome.Succeeds(
            await _pause.CallbackAsync(Given.Inputs("{}"), default, TestContext.Current.CancellationToken)
        );
}
