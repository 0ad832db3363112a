using Sops.Server.Tests.App;

namespace Sops.Server.Tests.Seeds;

/// <inheritdoc/>
public sealed class ApigwTests(SopsApp app) : TimerAndPauseTests(app), IClassFixture<SopsApp>
{
    [Theory]
    [MemberData(nameof(Trees))]
    public async Task Tree_OverApigw_RunsToTheEnd(string seed, string pause, string timer)
    {
        var template = await TemplateAsync("/apigw/create_template/2/", seed);
        var made = await Client.PostOkAsync($"/apigw/create_task/{template}/2/", """{"name": "tasktest"}""");
        var task = Started(made.Data);

        var started = await Client.PostOkAsync($"/apigw/start_task/{task.Id}/2/", "{}");

        Assert.Equal("\"Success\"", started.Data.GetRawText());
        await PausedAsync(task, pause);
        var callback = await Client.PostOkAsync(
            $"/apigw/node_callback/{task.Id}/2/",
            $$$"""{"node_id": "{{{task[pause]}}}", "callback_data": {"data": "data"}}"""
        );
        Assert.True(callback.Data.GetProperty("delivered").GetBoolean());
        await FinishedAsync(task, pause, timer);
        var status = await Client.GetAsync($"/apigw/get_task_status/{task.Id}/2/");
        Assert.Equal("FINISHED", status.Data.GetProperty("state").GetString());
    }
}
