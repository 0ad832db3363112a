using System.Text.Json;
using Sops.Server.Tests.App;
using static Sops.Engine.Tests.Runs.TreeBuilder;
using static Sops.Server.Tests.App.TestTrees;

namespace Sops.Server.Tests.Golden;

/// <summary>The methods around those of the seed documents, as bk-sops' callers send and read them.</summary>
public sealed class FurtherMethodTests(SopsApp app) : GoldenTests(app), IClassFixture<SopsApp>
{
    [Theory]
    [MemberData(nameof(Forms))]
    public async Task GetTasksStatus(string form)
    {
        var first = await StartedAsync();
        var second = await StartedAsync();

        var plain = await In(form).PostAsync("get_tasks_status", Ids(""), Biz);
        var whole = await In(form).PostAsync("get_tasks_status", Ids(", \"include_children_status\": true"), Biz);

        FurtherAnswers.Standings.RequireFit(plain);
        FurtherAnswers.Standings.RequireFit(whole);
        Assert.Equal([second.Id, first.Id], plain.Data.EnumerateArray().Select(t => t.GetProperty("id").GetInt64()));
        Assert.All(plain.Data.EnumerateArray(), t => Assert.Empty(Children(t)));
        Assert.All(whole.Data.EnumerateArray(), t => Assert.NotEmpty(Children(t)));

        string Ids(string more) => With($"\"task_id_list\": [{first.Id}, \"{second.Id}\", 999999]{more}");
        static IEnumerable<JsonProperty> Children(JsonElement task) =>
            task.GetProperty("status").GetProperty("children").EnumerateObject();
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task GetTaskList(string form)
    {
        var task = await StartedAsync();

        var plain = await In(form).GetAsync("get_task_list", With("\"is_started\": \"true\", \"limit\": 1"), Biz);
        var zoned = await In(form)
            .GetAsync("get_task_list", With("\"expected_timezone\": \"Asia/Tokyo\", \"limit\": \"1\""), Biz);

        FurtherAnswers.List.RequireFit(plain);
        FurtherAnswers.ListInZone.RequireFit(zoned);
        var item = Assert.Single(plain.Data.EnumerateArray());
        Assert.Equal(
            (task.Id, "默认分类", JsonValueKind.Null),
            (item.GetProperty("id").GetInt64(), Text(item, "category"), item.GetProperty("finish_time").ValueKind)
        );
        Assert.InRange(plain.Json.GetProperty("count").GetInt64(), 1, task.Id);
        Assert.EndsWith(" +0900", Text(zoned.Data[0], "start_time"));
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task FunctionalTask_IsListedClaimedAndStarted(string form)
    {
        var template = await TemplateAsync("003_2");
        var made = await Client.PostOkAsync(
            $"/apigw/create_task/{template}/2/",
            """{"name": "functional", "flow_type": "common_func"}"""
        );
        Assert.NotEmpty(Text(made.Data, "function_task_claim_url")!);
        var task = Made(made.Data);

        var submitted = await ListAsync("submitted");
        var claimed = await In(form)
            .PostAsync(
                "claim_functionalization_task",
                With("\"name\": \"claimed\", \"constants\": {\"${bk_timing}\": \"0\"}"),
                ("task_id", task.Id),
                Biz[0]
            );

        FurtherAnswers.Done.RequireFit(claimed);
        Assert.Equal(("functional", "", ""), Claim(submitted));
        var (name, claimant, time) = Claim(await ListAsync("claimed"));
        Assert.Equal(("claimed", "admin"), (name, claimant));
        Assert.NotEmpty(time);
        await Client.PostOkAsync($"/apigw/start_task/{task.Id}/2/", "{}");

        async Task<JsonElement> ListAsync(string status)
        {
            var answer = await In(form)
                .GetAsync("get_functionalization_task_list", With($"\"status\": \"{status}\", \"bk_biz_id\": \"2\""));
            FurtherAnswers.Functional.RequireFit(answer);
            return answer.Data.EnumerateArray().Single(t => t.GetProperty("task_id").GetInt64() == task.Id);
        }

        static (string, string, string) Claim(JsonElement item) =>
            (Text(item, "name")!, Text(item, "claimant")!, Text(item, "claim_time")!);
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task ModifyConstantsForTask(string form)
    {
        var template = await TemplateAsync("003_2");
        var made = await Client.PostOkAsync($"/apigw/create_task/{template}/2/", """{"name": "changed"}""");
        var task = Made(made.Data);

        var answer = await In(form)
            .PostAsync(
                "modify_constants_for_task",
                With("\"constants\": {\"${bk_timing}\": \"15\", \"${nobody}\": 1}"),
                ("task_id", task.Id),
                Biz[0]
            );

        FurtherAnswers.Done.RequireFit(answer);
        var detail = await Client.GetAsync($"/apigw/get_task_detail/{task.Id}/2/");
        var constant = detail.Data.GetProperty("constants").GetProperty("${bk_timing}");
        Assert.Equal("15", Text(constant, "value"));
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task OperateNode_AndItsRecord(string form)
    {
        var task = await Client.StartAsync(Tree(Fail("f"), Pause("p")));
        await task.UntilNodeAsync("f", "FAILED");

        var operated = await In(form)
            .PostAsync(
                "operate_node",
                With($"\"node_id\": \"{task["f"]}\", \"action\": \"skip\""),
                Biz[0],
                ("task_id", task.Id)
            );
        var record = await In(form).GetAsync("get_task_operate_record", Kwargs, ("task_id", task.Id), Biz[0]);

        FurtherAnswers.NodeOperated.RequireFit(operated);
        FurtherAnswers.Operations.RequireFit(record);
        Assert.Equal(["skip", "start", "create"], record.Data.EnumerateArray().Select(o => Text(o, "operate_type")!));
        Assert.Equal(task["f"], Text(record.Data[0], "node_id"));
    }

    private static readonly (string, long)[] Biz = [("bk_biz_id", Business)];

    /// <summary>A task of a template that stands at its pause.</summary>
    private async Task<StartedRun> StartedAsync()
    {
        var task = await Client.StartAsync(TestTrees.Seed("001_1"));
        await task.UntilNodeAsync("pause", "RUNNING");
        return task;
    }
}
