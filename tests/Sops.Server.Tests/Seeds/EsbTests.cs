using Sops.Server.Tests.App;

namespace Sops.Server.Tests.Seeds;

/// <inheritdoc/>
public sealed class EsbTests(SopsApp app) : TimerAndPauseTests(app), IClassFixture<SopsApp>
{
    [Theory]
    [MemberData(nameof(Trees))]
    public async Task Tree_OverEsb_RunsToTheEnd(string seed, string pause, string timer)
    {
        var template = await TemplateAsync("/v2/sops/create_template/", seed);
        var made = await Client.PostOkAsync(
            "/v2/sops/create_and_start_task/",
            $$"""{"bk_biz_id": "2", "template_id": "{{template}}", "name": "tasktest", "flow_type": "common"}"""
        );
        var task = Started(made.Data);

        await PausedAsync(task, pause);
        await Client.PostOkAsync(
            "/v2/sops/node_callback/",
            $$"""{"bk_biz_id": 2, "task_id": {{task.Id}}, "node_id": "{{task[pause]}}", "callback_data": null}"""
        );

        await FinishedAsync(task, pause, timer);
        var status = await Client.GetAsync($"/v2/sops/get_task_status/?bk_biz_id=2&task_id={task.Id}");
        Assert.Equal("FINISHED", status.Data.GetProperty("state").GetString());
    }
}
