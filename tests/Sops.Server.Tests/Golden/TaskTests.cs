using System.Text.Json;
using Sops.Server.Tests.App;
using Sops.Server.Tests.Rest;

namespace Sops.Server.Tests.Golden;

/// <summary>create_task, create_and_start_task, start_task, operate_task and node_callback as the documents' samples call them.</summary>
public sealed class TaskTests(SopsApp app) : GoldenTests(app), IClassFixture<SopsApp>
{
    private const string Task003 = """
        "name": "tasktest", "flow_type": "common",
        "constants": {"${content}": "echo 1", "${params}": "", "${script_timeout}": 20}
        """;

    private const string Task001 = """
        {
            "bk_app_code": "esb_test",
            "bk_app_secret": "xxx",
            "bk_token": "xxx",
            "name": "tasktest",
            "flow_type": "common",
            "constants": {
                "${content}": "echo 1",
                "${params}": "",
                "${script_timeout}": 20
            }
        }
        """;

    private const string Task000 = """
        {
            "app_code":"bk_sops",
            "bk_app_secret":"xxx",
            "bk_token":"xxx",
            "bk_username":"xxx",
            "template_id":"xxx",
            "template_source": "business",
            "bk_biz_id":"xxx",
            "name": "tasktest",
            "flow_type": "common"
            "constants": {
                "${content}": "echo 1",
                "${params}": "",
                "${script_timeout}": 20
            },
            "exclude_task_nodes_id":[1, 2, 3],
            "description":"description"
        }
        """;

    private static readonly string Task000WithItsComma = Task000.Replace("\"common\"\n", "\"common\",\n");

    [Theory]
    [InlineData(Form.Apigw, "003")]
    [InlineData(Form.Bus, "003")]
    [InlineData(Form.Apigw, "001")]
    [InlineData(Form.Bus, "001")]
    public async Task CreateTask_Sample(string form, string seed)
    {
        var template = await TemplateAsync(seed == "003" ? "003_2" : "001_1");

        var answer = await In(form)
            .PostAsync(
                "create_task",
                seed == "003" ? With(Task003) : Task001,
                ("template_id", template),
                ("bk_biz_id", Business)
            );

        SeedAnswers.All[$"{seed}_create_task"].RequireFit(answer);
        Assert.Equal("CREATED", (await Made(answer.Data).StatusAsync()).State);
        RequireIdsReplaced(Answer.Sample($"{seed}_create_task").GetProperty("data"), answer.Data);
    }

    [Theory]
    [InlineData("/apigw/create_and_start_task/1/2/")]
    [InlineData("/v2/sops/create_and_start_task/")]
    public async Task CreateAndStartTask_Sample_LacksAComma_AndIsTold(string path)
    {
        var answer = await Client.SendAsync(HttpMethod.Post, path, EdgeHost.Content(Task000));

        Assert.Equal((200, 3540000), (answer.Status, answer.Code));
        Assert.Contains("not valid JSON at line 11", answer.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task CreateAndStartTask_Sample_ExcludesNodesThatAreNone(string form)
    {
        var template = await TemplateAsync("000_1");

        var answer = await In(form).PostAsync("create_and_start_task", Sample000(form), Ids(template));

        Assert.Equal((200, 3540000), (answer.Status, answer.Code));
        Assert.Contains("task node[id=1] is not in template pipeline tree", answer.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task CreateAndStartTask_Sample_WithoutThoseNodes(string form)
    {
        var template = await TemplateAsync("000_1");

        var answer = await In(form)
            .PostAsync("create_and_start_task", Sample000(form).Replace("[1, 2, 3]", "[]"), Ids(template));

        SeedAnswers.All["000_create_and_start_task"].RequireFit(answer);
        // Its chat id is none, so the message cannot be sent.
        await Made(answer.Data).UntilAsync("FAILED");
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task StartTask_OperateTask_AndNodeCallback_Samples(string form)
    {
        var pauses = TestTrees.Seed("001_1");
        var first = await Client.CreateAsync(pauses);
        var second = await Client.CreateAsync(pauses);

        var started = await In(form).PostAsync("start_task", Kwargs, ("task_id", first.Id), ("bk_biz_id", Business));
        var operated = await In(form)
            .PostAsync("operate_task", With("\"action\": \"start\""), ("task_id", second.Id), ("bk_biz_id", Business));

        SeedAnswers.All[form == Form.Apigw ? "003_start_task" : "004_start_task"].RequireFit(started);
        SeedAnswers.All["003_operate_task"].RequireFit(operated);
        foreach (var task in (StartedRun[])[first, second])
        {
            await task.UntilNodeAsync("pause", "RUNNING");
            var callback = With(
                $$$"""
                "node_id": "{{{task["pause"]}}}", "callback_data": {"data": "data"}
                """
            );
            // The sample sends it with requests.get.
            var got = await In(form)
                .GetWithJsonAsync("node_callback", callback, ("task_id", task.Id), ("bk_biz_id", Business));
            Assert.Equal((405, 3540000), (got.Status, got.Code));
            Assert.Equal(JsonValueKind.Null, got.Data.ValueKind);
            var posted = await In(form)
                .PostAsync("node_callback", callback, ("task_id", task.Id), ("bk_biz_id", Business));
            SeedAnswers.All["003_node_callback"].RequireFit(posted);
            await task.UntilNodeAsync("pause", "FINISHED");
        }
    }

    [Fact]
    public async Task StartTask_Sample004_WithItsIdsAsTexts()
    {
        var task = await Client.CreateAsync(TestTrees.Seed("001_1"));

        var answer = await Client.SendAsync(
            HttpMethod.Post,
            "/v2/sops/start_task/",
            EdgeHost.Content(
                $$"""
                {
                    "bk_app_code": "esb_test",
                    "bk_app_secret": "xxx",
                    "bk_token": "xxx",
                    "bk_username": "xxx",
                    "bk_biz_id": "2",
                    "task_id": "{{task.Id}}",
                    "scope": "cmdb_biz"
                }
                """
            )
        );

        SeedAnswers.All["004_start_task"].RequireFit(answer);
        Assert.Equal(Text(answer.Json, "task_url"), Text(answer.Data, "task_url"));
        Assert.EndsWith($"/taskflow/execute/2/?instance_id={task.Id}", Text(answer.Data, "task_url"));
    }

    private static (string, long)[] Ids(long template) => [("template_id", template), ("bk_biz_id", Business)];

    /// <summary>In a path the ids are real; the sample's own "xxx" is none.</summary>
    private static string Sample000(string form) =>
        form == Form.Apigw
            ? Task000WithItsComma
                .Replace("\"xxx\",\n    \"template_source", "\"1\",\n    \"template_source")
                .Replace("\"bk_biz_id\":\"xxx\"", "\"bk_biz_id\":\"2\"")
            : Task000WithItsComma;

    private static void RequireIdsReplaced(JsonElement sample, JsonElement made)
    {
        foreach (var part in (string[])["activities", "flows"])
        {
            var (before, after) = (Names(sample, part), Names(made, part));
            Assert.Equal(before.Count, after.Count);
            Assert.Empty(before.Intersect(after));
        }
        var kept = made.GetProperty("pipeline_tree")
            .GetProperty("activities")
            .EnumerateObject()
            .Select(a => Text(a.Value, "template_node_id")!);
        Assert.Equal(Names(sample, "activities").Order(), kept.Order());
    }

    private static List<string> Names(JsonElement data, string part) =>
        [.. data.GetProperty("pipeline_tree").GetProperty(part).EnumerateObject().Select(n => n.Name)];
}
