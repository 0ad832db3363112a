using System.Globalization;
using Sops.Server.Tests.App;
using static Sops.Engine.Tests.Runs.TreeBuilder;
using static Sops.Server.Tests.App.TestTrees;

namespace Sops.Server.Tests.Tasks;

/// <summary>query_task_count: groups with their names, conditions, and what they cannot be.</summary>
public sealed class ReadsCountTests(SopsApp app) : IClassFixture<SopsApp>
{
    private readonly SopsClient _client = app.Client;

    [Fact]
    public async Task Groups_AreAllThere_WithTheirNames()
    {
        await MakeAsync(51);

        foreach (
            var (path, business) in ((string, string)[])
                [("/apigw/query_task_count/51/", ""), ("/v2/sops/query_task_count/", "\"bk_biz_id\": \"51\",")]
        )
        {
            Assert.Equal(
                """{"total":3,"groups":[{"code":"common","name":"默认任务流程","value":3},{"code":"common_func","name":"职能化任务流程","value":0}]}""",
                await CountAsync(path, business, "flow_type")
            );
            Assert.Equal(
                """{"total":3,"groups":[{"code":"CREATED","name":"未执行","value":1},{"code":"EXECUTING","name":"执行中","value":0},"""
                    + """{"code":"FINISHED","name":"已完成","value":1},{"code":"REVOKED","name":"已撤销","value":1}]}""",
                await CountAsync(path, business, "status")
            );
            Assert.Contains(
                """{"code":"OpsTools","name":"运维工具","value":0}""",
                await CountAsync(path, business, "category"),
                StringComparison.Ordinal
            );
            Assert.Contains(
                """{"code":"Default","name":"默认分类","value":3}""",
                await CountAsync(path, business, "category"),
                StringComparison.Ordinal
            );
            Assert.Contains(
                """{"code":"api","name":"API网关","value":3}""",
                await CountAsync(path, business, "create_method"),
                StringComparison.Ordinal
            );
        }

        async Task<string> CountAsync(string path, string business, string group) =>
            (await _client.PostOkAsync(path, $$"""{ {{business}} "group_by": "{{group}}"}""")).Data.GetRawText();
    }

    [Fact]
    public async Task Conditions_OfEachKind_NarrowDown()
    {
        var template = await MakeAsync(52);
        var now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);

        await Counts(3, "");
        await Counts(1, $"\"template_id\": \"{template}\"");
        await Counts(1, $"\"template_id\": [{template}, 987654]");
        await Counts(1, $"\"template_id__in\": [\"{template}\"]");
        await Counts(2, $"\"template_id__gt\": {template}");
        await Counts(3, "\"name\": \"task\"");
        await Counts(0, "\"name\": \"TASK\"");
        await Counts(0, "\"name__contains\": \"AS\"");
        await Counts(3, "\"name__icontains\": \"AS\"");
        await Counts(3, "\"creator\": \"admin\", \"create_method\": [\"api\", \"app\"]");
        await Counts(2, "\"executor\": \"admin\"");
        await Counts(0, "\"executor\": \"x' OR '1'='1\"");
        await Counts(2, "\"is_started\": true");
        await Counts(2, "\"is_finished\": \"False\"");
        await Counts(3, "\"create_time__gte\": \"2020-01-01 00:00:00\", \"create_time__lte\": \"2199-01-01\"");
        await Counts(0, "\"create_time__lt\": \"2020-01-01 00:00:00 +0800\"");
        await Counts(2, "\"start_time__gte\": \"2020-01-01 00:00:00\"");
        await Counts(2, "\"finish_time__gt\": \"2020-01-01T00:00:00Z\"");
        await Counts(0, $"\"create_time\": \"{now}\", \"finish_time\": 0");
        await Counts(3, $"\"create_time\": 0, \"finish_time\": {now}");
        await Counts(3, "\"name\": \"\", \"creator\": \"None\", \"executor\": null, \"project_id\": 7");

        async Task Counts(int total, string conditions)
        {
            var reply = await _client.PostOkAsync(
                "/apigw/query_task_count/52/",
                $$"""{"group_by": "status", "conditions": { {{conditions}} } }"""
            );
            Assert.True(total == reply.Data.GetProperty("total").GetInt32(), $"{conditions}: {reply.Text}");
        }
    }

    [Theory]
    [InlineData("status", "[1]", "[API] query_task_list params conditions[[1]] are invalid dict data")]
    [InlineData("nope", "5", "[API] query_task_list params conditions[5] are invalid dict data")]
    [InlineData("nope", "{}", "[API] query_task_list params group_by[nope] is invalid")]
    [InlineData("", "null", "[API] query_task_list params group_by[] is invalid")]
    [InlineData("status", "{\"password\": 1}", "conditions.password: is not known")]
    [InlineData("status", "{\"name__regex\": \"a\"}", "conditions.name__regex: is not known")]
    [InlineData("status", "{\"name__\": \"a\"}", "conditions.name__: is not known")]
    [InlineData("status", "{\"name__gte\": \"a\"}", "conditions.name__gte: cannot be asked of name")]
    [InlineData("status", "{\"is_started__in\": [true]}", "conditions.is_started__in: cannot be asked of is_started")]
    [InlineData("status", "{\"name__in\": \"a\"}", "conditions.name__in: must be a list")]
    [InlineData("status", "{\"name__contains\": [\"a\"]}", "conditions.name__contains: takes one value")]
    [InlineData("status", "{\"template_id\": \"x\"}", "conditions.template_id: must be an integer")]
    [InlineData("status", "{\"template_id\": [{}]}", "conditions.template_id: must be a list of integers")]
    [InlineData("status", "{\"name\": {}}", "conditions.name: must be a text")]
    [InlineData("status", "{\"is_started\": 2}", "conditions.is_started: must be true or false")]
    [InlineData(
        "status",
        "{\"create_time\": \"2020-01-01 00:00:00\"}",
        "conditions.create_time: must be a moment in unix milliseconds"
    )]
    [InlineData(
        "status",
        "{\"finish_time\": 253402300799999}",
        "conditions.finish_time: must be a moment in unix milliseconds"
    )]
    [InlineData("status", "{\"start_time__gte\": \"soon\"}", "conditions.start_time__gte: is not a time")]
    public async Task Nonsense_IsRefused(string group, string conditions, string message)
    {
        var reply = await _client.PostAsync(
            "/apigw/query_task_count/2/",
            $$"""{"group_by": "{{group}}", "conditions": {{conditions}}}"""
        );

        Assert.Equal(3540000, reply.Code);
        Assert.StartsWith(message, reply.Message, StringComparison.Ordinal);
    }

    /// <summary>One task made, one revoked, one finished; returns the template of the first.</summary>
    private async Task<string> MakeAsync(long business)
    {
        var first = await _client.CreateAsync(Tree(Echo("a")), business);
        var revoked = await _client.StartAsync(Tree(Pause("p")), business);
        await _client.PostOkAsync($"/apigw/operate_task/{revoked.Id}/{business}/", """{"action": "revoke"}""");
        var finished = await _client.StartAsync(Tree(Echo("a")), business);
        await finished.UntilAsync("FINISHED");
        var detail = await _client.GetAsync($"/apigw/get_task_detail/{first.Id}/{business}/");
        return detail.Data.GetProperty("template_id").GetRawText();
    }
}
