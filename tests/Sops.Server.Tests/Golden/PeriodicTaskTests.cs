using System.Text.Json.Nodes;
using Grpc.Core;
using Sops.Server.Tests.App;
using Sops.V1;
using JsonValue = Sops.V1.JsonValue;

namespace Sops.Server.Tests.Golden;

/// <summary>The methods of periodic tasks as the documents' samples call them, and what they refuse in bk-sops' words.</summary>
public sealed class PeriodicTaskTests(SopsApp app) : GoldenTests(app), IClassFixture<SopsApp>
{
    private const string Excluded = "nodea5c396a3ef0f9f3cd7d4d7695f78";

    private const string Sample = """
        "name": "from api 3",
        "cron" : {"minute": "*/1", "hour": "15", "day_of_week":"*", "day_of_month":"*", "month_of_year":"*"},
        "constants": {"${bk_timing}": "100"},
        "exclude_task_nodes_id": ["nodea5c396a3ef0f9f3cd7d4d7695f78"]
        """;

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task CreatePeriodicTask_Sample(string form)
    {
        var template = await OptionalAsync();

        var answer = await CreateAsync(form, template, Sample);

        SeedAnswers.All["003_create_periodic_task"].RequireFit(answer);
        Assert.Equal(
            ("*/1 15 * * * (m/h/d/dM/MY) Asia/Shanghai", false, template),
            (
                Text(answer.Data, "cron"),
                answer.Data.GetProperty("enabled").GetBoolean(),
                answer.Data.GetProperty("template_id").GetInt64()
            )
        );
        Assert.Equal("100", Text(answer.Data.GetProperty("form").GetProperty("${bk_timing}"), "value"));
        var activity = Assert.Single(
            answer.Data.GetProperty("pipeline_tree").GetProperty("activities").EnumerateObject()
        );
        Assert.Equal("定时", Text(activity.Value, "name"));
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task CreatePeriodicTask_Sample_OnTheDocumentsTree_ExcludesANodeThatIsNotOptional(string form)
    {
        var answer = await CreateAsync(form, await TemplateAsync("003_2"), Sample);

        Assert.Equal((200, 3540000), (answer.Status, answer.Code));
        Assert.Equal($"task node[id={Excluded}] is not optional", answer.Message);
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task ListAndInfo_Samples(string form)
    {
        var first = (await CreateAsync(form, await OptionalAsync(), Sample)).Data.GetProperty("id").GetInt64();
        var second = (await CreateAsync(form, await OptionalAsync(), Sample)).Data.GetProperty("id").GetInt64();

        var list = await In(form).GetWithJsonAsync("get_periodic_task_list", Kwargs, ("bk_biz_id", Business));
        var edits = await In(form)
            .GetAsync("get_periodic_task_list", With("\"include_edit_info\": \"true\""), ("bk_biz_id", Business));
        var info = await In(form).GetWithJsonAsync("get_periodic_task_info", Kwargs, Ids(first));

        SeedAnswers.All["003_get_periodic_task_list"].RequireFit(list);
        FurtherAnswers.PeriodicTasksWithEdits.RequireFit(edits);
        SeedAnswers.All["003_get_periodic_task_info"].RequireFit(info);
        Assert.Equal([second, first], list.Data.EnumerateArray().Take(2).Select(t => t.GetProperty("id").GetInt64()));
        Assert.Equal("", Text(info.Data, "last_run_at"));
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task SetEnabled_ModifyCron_AndModifyConstants_Samples(string form)
    {
        var id = (await CreateAsync(form, await OptionalAsync(), Sample)).Data.GetProperty("id").GetInt64();

        var enabled = await In(form).PostAsync("set_periodic_task_enabled", With("\"enabled\": true"), Ids(id));
        var cron = await In(form)
            .PostAsync(
                "modify_cron_for_periodic_task",
                With(
                    "\"cron\" : {\"minute\": \"*/1\", \"hour\": 15, \"day_of_week\":\"*\", \"day_of_month\":\"*\", \"years\": 1}"
                ),
                Ids(id)
            );
        var constants = await In(form)
            .PostAsync(
                "modify_constants_for_periodic_task",
                With("\"constants\": {\"${bk_timing}\": \"15\", \"${unknown}\": 1}"),
                Ids(id)
            );
        var disabled = await In(form).PostAsync("set_periodic_task_enabled", Kwargs, Ids(id));

        SeedAnswers.All["003_set_periodic_task_enabled"].RequireFit(enabled);
        SeedAnswers.All["003_modify_cron_for_periodic_task"].RequireFit(cron);
        SeedAnswers.All["003_modify_constants_for_periodic_task"].RequireFit(constants);
        Assert.True(enabled.Data.GetProperty("enabled").GetBoolean());
        Assert.False(disabled.Data.GetProperty("enabled").GetBoolean());
        Assert.Equal("*/1 15 * * * (m/h/d/dM/MY) Asia/Shanghai", Text(cron.Data, "cron"));
        Assert.Equal("15", Text(constants.Data.GetProperty("${bk_timing}"), "value"));
    }

    [Theory]
    [InlineData("\"minute\": \"60\"", "Invalid end range: 60 > 59.", "minute")]
    [InlineData("\"day_of_month\": 0", "Invalid beginning range: 0 < 1.", "day_of_month")]
    [InlineData("\"hour\": \"a/n\"", "Invalid weekday literal 'a/n'.", "hour")]
    [InlineData("\"day_of_week\": 7", "Invalid end range: 7 > 6.", "day_of_week")]
    [InlineData("\"month_of_year\": \"jan\"", "Invalid weekday literal 'jan'.", "month_of_year")]
    [InlineData("\"minute\": \"\"", "empty part", "minute")]
    [InlineData("\"minute\": \" \"", "empty part", "minute")]
    [InlineData("\"minute\": \"*/\"", "empty filter", "minute")]
    [InlineData("\"minute\": \"-5\"", "negative numbers not supported", "minute")]
    public async Task Cron_ThatIsNone_IsRefusedInTheWordsOfRealServers(string field, string says, string name)
    {
        var template = await OptionalAsync();
        var body = $$"""{"name": "n", "cron": { {{field}} } }""";

        var made = await Client.PostAsync($"/apigw/create_periodic_task/{template}/2/", body);

        Assert.Equal((200, 3540000, says), (made.Status, made.Code, made.Message));
        var failure = await Assert.ThrowsAsync<RpcException>(async () =>
            await Client.PeriodicTasks.PreviewFireTimesAsync(
                new PreviewFireTimesRequest
                {
                    BkBizId = Business,
                    Cron = Google.Protobuf.JsonParser.Default.Parse<Cron>(
                        $$"""{ {{field.Replace(": 0", ": \"0\"").Replace(": 7", ": \"7\"")}} }"""
                    ),
                }
            )
        );
        Assert.Equal(
            $"cron.{name}",
            failure.GetRpcStatus()!.GetDetail<Google.Rpc.BadRequest>().FieldViolations.Single().Field
        );
    }

    [Theory]
    [InlineData("""{"cron": {}}""", "task params is invalid: name: 1 to 50 characters")]
    [InlineData("""{"name": "n"}""", "task params is invalid: cron: is required")]
    [InlineData("""{"name": "n", "cron": {"month_of_year": 2, "day_of_month": 30}}""", "no day is ever all of")]
    [InlineData("""{"name": "n", "cron": {}, "policy": {"overlap": "maybe"}}""", "policy.overlap")]
    [InlineData("""{"name": "n", "cron": {}, "policy": {"jitter": 3601}}""", "policy.jitter")]
    [InlineData("""{"name": "n", "cron": {}, "policy": {"catch_up_window": -1}}""", "policy.catch_up_window")]
    [InlineData(
        """{"name": "n", "cron": {}, "policy": {"pause_after_failures": 1001}}""",
        "policy.pause_after_failures"
    )]
    [InlineData("""{"name": "n", "cron": {}, "policy": {"start_at": "soon"}}""", "policy.start_at")]
    [InlineData(
        """{"name": "n", "cron": {}, "policy": {"start_at": "2026-01-02", "end_at": "2026-01-02"}}""",
        "policy.end_at"
    )]
    [InlineData(
        """{"name": "n", "cron": {}, "exclude_task_nodes_id": ["x"]}""",
        "task node[id=x] is not in template pipeline tree"
    )]
    public async Task WhatCannotBeMade_IsRefused_AndNamesWhy(string body, string says)
    {
        var template = await OptionalAsync();

        var answer = await Client.PostAsync($"/apigw/create_periodic_task/{template}/2/", body);

        Assert.Equal((200, 3540000), (answer.Status, answer.Code));
        Assert.Contains(says, answer.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("get_periodic_task_info", null)]
    [InlineData("set_periodic_task_enabled", "{}")]
    [InlineData("modify_cron_for_periodic_task", "{}")]
    [InlineData("modify_constants_for_periodic_task", "{}")]
    [InlineData("delete_periodic_task", "{}")]
    public async Task PeriodicTask_ThatIsNone_IsNotFound(string method, string? body)
    {
        var path = $"/apigw/{method}/999999/2/";

        var answer = body is null ? await Client.GetAsync(path) : await Client.PostAsync(path, body);

        Assert.Equal((200, 3540400, "task(999999) does not exist"), (answer.Status, answer.Code, answer.Message));
    }

    [Fact]
    public async Task Template_ThatIsNone_IsNotFound()
    {
        var answer = await Client.PostAsync("/apigw/create_periodic_task/999999/2/", """{"name": "n", "cron": {}}""");

        Assert.Equal((200, 3540400), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task Constants_OfTheAnswer_AreAllOfTheTree_HiddenOnesToo()
    {
        var tree = JsonNode.Parse(TestTrees.Seed("003_2"))!;
        var hidden = tree["constants"]!["${bk_timing}"]!.DeepClone();
        hidden["key"] = "${hidden}";
        hidden["show_type"] = "hide";
        hidden["source_info"] = new JsonObject();
        hidden["value"] = "5";
        tree["constants"]!["${hidden}"] = hidden;
        tree["constants"]!["${bk_timing}"]!["value"] = "${hidden}";
        var made = await CreateAsync(Form.Apigw, await MakeAsync(tree), "\"name\": \"n\", \"cron\": {}");

        var answer = await Client.PostOkAsync(
            $"/apigw/modify_constants_for_periodic_task/{made.Data.GetProperty("id").GetInt64()}/2/",
            """{"constants": {"${bk_timing}": "7"}}"""
        );

        Assert.Equal(["${bk_timing}", "${hidden}"], answer.Data.EnumerateObject().Select(c => c.Name).Order());
        Assert.Equal(["${bk_timing}"], made.Data.GetProperty("form").EnumerateObject().Select(c => c.Name));
    }

    private async Task<Reply> CreateAsync(string form, long template, string members) =>
        await In(form)
            .PostAsync("create_periodic_task", With(members), ("template_id", template), ("bk_biz_id", Business));

    /// <summary>The documents' tree, where the node that the sample excludes may be left out.</summary>
    private Task<long> OptionalAsync()
    {
        var tree = JsonNode.Parse(TestTrees.Seed("003_2"))!;
        tree["activities"]![Excluded]!["optional"] = true;
        return MakeAsync(tree);
    }

    private async Task<long> MakeAsync(JsonNode tree)
    {
        var made = await Client.Templates.CreateTemplateAsync(
            new CreateTemplateRequest
            {
                BkBizId = Business,
                Name = "seed",
                PipelineTree = new JsonValue { Json = tree.ToJsonString() },
            }
        );
        return made.TemplateId;
    }

    private static (string, long)[] Ids(long id) => [("task_id", id), ("bk_biz_id", Business)];
}
