namespace Sops.Plugins.Tests;

public class BkDisplayTests
{
    [Theory]
    [InlineData("{}")]
    [InlineData("{'bk_display_message':''}")]
    [InlineData("{'bk_display_message':{'any':['value']}}")]
    public async Task Execute_AnyMessage_SucceedsWithoutOutput(string inputs) =>
        Outcome.Succeeds(await new BkDisplay().Execute(Given.Inputs(inputs)));
}
