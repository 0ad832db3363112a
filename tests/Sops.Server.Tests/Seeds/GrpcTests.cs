using System.Text.Json;
using Sops.Server.Tests.App;

namespace Sops.Server.Tests.Seeds;

/// <inheritdoc/>
public sealed class GrpcTests(SopsApp app) : TimerAndPauseTests(app), IClassFixture<SopsApp>
{
    [Theory]
    [MemberData(nameof(Trees))]
    public async Task Tree_OverGrpc_RunsToTheEnd(string seed, string pause, string timer)
    {
        var task = await Client.StartAsync(TestTrees.Seed(seed));

        await PausedAsync(task, pause);
        await task.CallBackAsync(pause);

        await FinishedAsync(task, pause, timer);
    }

    [Fact]
    public async Task Timer_WithItsConstantGiven_WaitsThatLong()
    {
        var template = await TemplateAsync("/apigw/create_template/2/", "003_4");
        var made = await Client.PostOkAsync(
            $"/apigw/create_and_start_task/{template}/2/",
            """{"name": "tasktest", "constants": {"${bk_timing}": "1"}}"""
        );
        var task = Started(made.Data);

        await task.UntilAsync("FINISHED");

        Assert.Equal(
            "1",
            JsonElement.Parse((await task.NodeAsync("定时")).Inputs.Json).GetProperty("bk_timing").GetString()
        );
    }
}
