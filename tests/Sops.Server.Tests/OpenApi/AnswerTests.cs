using System.Text.Json;
using Sops.Server.Tests.App;
using static Sops.Engine.Tests.Runs.TreeBuilder;
using static Sops.Server.Tests.App.TestTrees;

namespace Sops.Server.Tests.OpenApi;

/// <summary>What the server really answers, against what the document says that it does.</summary>
public sealed class AnswerTests(SopsApp app) : IClassFixture<SopsApp>
{
    private readonly SopsClient _client = app.Client;

    [Theory]
    [InlineData("get", "/apigw/get_template_list/{bk_biz_id}/")]
    [InlineData("get", "/v2/sops/get_template_list/")]
    [InlineData("get", "/apigw/get_template_info/{template_id}/{bk_biz_id}/")]
    [InlineData("post", "/apigw/create_task/{template_id}/{bk_biz_id}/")]
    [InlineData("post", "/v2/sops/create_and_start_task/")]
    [InlineData("get", "/apigw/get_task_status/{task_id}/{bk_biz_id}/")]
    [InlineData("get", "/v2/sops/get_task_detail/")]
    [InlineData("get", "/apigw/get_task_node_detail/{task_id}/{bk_biz_id}/")]
    [InlineData("get", "/apigw/get_task_events/{task_id}/{bk_biz_id}/")]
    [InlineData("get", "/apigw/explain_task/{task_id}/{bk_biz_id}/")]
    [InlineData("post", "/v2/sops/operate_task/")]
    [InlineData("post", "/v2/sops/node_callback/")]
    [InlineData("post", "/apigw/validate_pipeline_tree/{bk_biz_id}/")]
    public async Task Answer_IsAsDescribed(string verb, string path)
    {
        var task = await _client.StartAsync(Tree(Pause("p")));
        await task.UntilNodeAsync("p", "RUNNING");

        var answer = await CallAsync(verb, path, task);

        Assert.True(answer.Result, answer.Text);
        Assert.Empty(await ProblemsAsync(verb, path, answer.Json));
    }

    [Fact]
    public async Task StartTask_OfTheBus_HasItsUrlTwice()
    {
        var task = await _client.CreateAsync(Tree(Pause("p")));

        var answer = await _client.PostOkAsync(
            "/v2/sops/start_task/",
            $$"""{"bk_biz_id": 2, "task_id": {{task.Id}}}"""
        );

        Assert.Empty(await ProblemsAsync("post", "/v2/sops/start_task/", answer.Json));
        Assert.Equal(answer.Data.GetProperty("task_url").GetString(), answer.Json.GetProperty("task_url").GetString());
    }

    [Fact]
    public async Task Failure_IsAsDescribed_AndNoSuccess()
    {
        var answer = await _client.PostAsync("/v2/sops/operate_task/", """{"bk_biz_id": 2, "task_id": 999999}""");

        Assert.False(answer.Result);
        Assert.Empty(await ProblemsAsync("post", "/v2/sops/operate_task/", answer.Json));
    }

    [Fact]
    public async Task Check_FindsWhatIsNotAsDescribed()
    {
        const string path = "/apigw/operate_task/{task_id}/{bk_biz_id}/";
        const string wrong = """
            {"result": true, "code": 1, "message": "success", "data": 7, "request_id": "", "extra": 1}
            """;

        var problems = await ProblemsAsync("post", path, JsonElement.Parse(wrong));

        foreach (var part in (string[])["code: 1 is", "data: Number is", "trace_id: absent", "extra: not described"])
        {
            Assert.Contains(problems, p => p.Contains($"answer.{part}", StringComparison.Ordinal));
        }
    }

    private Task<Reply> CallAsync(string verb, string path, StartedRun task)
    {
        (string Name, string Value)[] fields =
        [
            ("bk_biz_id", "2"),
            ("template_id", "1"),
            ("task_id", $"{task.Id}"),
            ("node_id", $"\"{task["p"]}\""),
            ("name", "\"described\""),
            ("action", "\"pause\""),
            ("pipeline_tree", Tree(Pause("p"))),
        ];
        if (verb == "post")
        {
            // A method ignores what it does not know, except that create_task would take the tree.
            var body = fields.Where(f =>
                f.Name != "pipeline_tree" || path.Contains("validate", StringComparison.Ordinal)
            );
            var members = string.Join(", ", body.Select(f => $"\"{f.Name}\": {f.Value}"));
            return _client.PostAsync(Fill(path), $"{{{members}}}");
        }
        var query = fields.SkipLast(1).Select(f => $"{f.Name}={f.Value.Trim('"')}");
        return _client.GetAsync($"{Fill(path)}?{string.Join('&', query)}");

        string Fill(string template) =>
            fields.Aggregate(template, (filled, f) => filled.Replace($"{{{f.Name}}}", f.Value));
    }

    private async Task<IReadOnlyList<string>> ProblemsAsync(string verb, string path, JsonElement answer)
    {
        var document = JsonElement.Parse(await _client.Http.GetStringAsync("/openapi.json"));
        var schema = document
            .GetProperty("paths")
            .GetProperty(path)
            .GetProperty(verb)
            .GetProperty("responses")
            .GetProperty("200")
            .GetProperty("content")
            .GetProperty("application/json")
            .GetProperty("schema");
        return new SchemaCheck(document).Problems(schema, answer);
    }
}
