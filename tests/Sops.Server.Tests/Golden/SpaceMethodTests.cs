using System.Text.Json;
using Sops.Server.Tests.App;
using static Sops.Engine.Tests.Runs.TreeBuilder;
using static Sops.Server.Tests.App.TestTrees;

namespace Sops.Server.Tests.Golden;

/// <summary>A task without a template, driven under BKFlow's paths.</summary>
public sealed class SpaceMethodTests(SopsApp app) : GoldenTests(app), IClassFixture<SopsApp>
{
    [Theory]
    [InlineData("/apigw/space/1")]
    [InlineData("/space/1")]
    public async Task Task_IsStartedReadCalledBackAndRead(string space)
    {
        var tree = Tree(Pause("p"), Fail("f"));
        var made = await Client.PostOkAsync(
            $"{space}/create_task_without_template/",
            $$"""{"creator": "me", "pipeline_tree": {{tree}}}"""
        );
        var path = $"{space}/task/{made.Data.GetProperty("id")}";
        var before = await GetAsync($"{path}/get_task_detail/", FurtherAnswers.SpaceDetail);
        Assert.Equal(JsonValueKind.Null, before.GetProperty("start_time").ValueKind);

        var started = await Client.PostAsync($"{path}/operate_task/start/", """{"operator": "me"}""");
        FurtherAnswers.SpaceOperated.RequireFit(started);
        var task = new StartedRun(
            Client,
            1,
            made.Data.GetProperty("id").GetInt64(),
            before.GetProperty("pipeline_tree").GetRawText()
        );
        await task.UntilNodeAsync("p", "RUNNING");
        var states = await GetAsync($"{path}/get_task_states/", FurtherAnswers.SpaceStates);
        Assert.Equal(("RUNNING", ""), (Text(states, "state"), Text(states, "finish_time")));

        var called = await Client.PostAsync(
            $"{path}/node/{task["p"]}/operate_node/callback/",
            """{"operator": "me", "data": {"callback": "resume"}}"""
        );
        FurtherAnswers.SpaceOperated.RequireFit(called);
        await task.UntilNodeAsync("f", "FAILED");
        await GetAsync(
            $"{path}/node/{task["f"]}/get_task_node_detail/?component_code=test_fail",
            SeedAnswers.All["003_get_task_node_detail"]
        );
        var detail = await GetAsync($"{path}/get_task_detail/", FurtherAnswers.SpaceDetail);
        Assert.Equal(("me", true), (Text(detail, "executor"), detail.GetProperty("is_started").GetBoolean()));
    }

    private async Task<JsonElement> GetAsync(string path, Answer fits)
    {
        var answer = await Client.GetAsync(path);
        fits.RequireFit(answer);
        return answer.Data;
    }
}
