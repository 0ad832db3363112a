namespace Sops.Server.Tests.Rest;

/// <summary>Each documented answer, byte for byte where the documents are exact.</summary>
public sealed class EnvelopeTests : IAsyncLifetime
{
    EdgeHost host = null!;

    public async ValueTask InitializeAsync() => host = await EdgeHost.InMemoryAsync();

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Fact]
    public async Task List_Data_IsAnArrayWithNullEditor()
    {
        var answer = await host.GetAsync("/apigw/get_template_list/2/?app_code=a&app_secret=s&access_token=t");

        Assert.Equal((200, true, 0), (answer.Status, answer.Result, answer.Code));
        var template = Assert.Single(answer.Data.EnumerateArray());
        Assert.Equal("null", template.GetProperty("editor").GetRawText());
        Assert.Equal(31, template.GetProperty("id").GetInt64());
        Assert.Equal("blueking", template.GetProperty("bk_biz_name").GetString());
    }

    [Fact]
    public async Task EveryAnswer_HasTheSixMembers()
    {
        foreach (var path in new[] { "/apigw/get_template_list/2/", "/apigw/nowhere/" })
        {
            var answer = await host.GetAsync(path);
            Assert.Equal(
                ["code", "data", "message", "request_id", "result", "trace_id"],
                answer.Json.EnumerateObject().Select(m => m.Name).Order()
            );
            Assert.Matches("^[0-9a-f]{32}$", answer.Json.GetProperty("trace_id").GetString());
            Assert.Matches("^[0-9a-f]{32}$", answer.Json.GetProperty("request_id").GetString());
        }
    }

    [Fact]
    public async Task RequestId_GivenByTheGateway_IsKept()
    {
        var answer = await host.SendAsync(
            HttpMethod.Get,
            "/apigw/get_template_list/2/",
            null,
            ("X-Bkapi-Request-Id", "abc123")
        );

        Assert.Equal("abc123", answer.Json.GetProperty("request_id").GetString());
    }

    [Theory]
    [InlineData("/apigw/start_task/10/2/")]
    [InlineData("/apigw/start_task/10/2")]
    public async Task StartTask_OldForm_AnswersSuccess(string path)
    {
        var answer = await host.PostAsync(path, """{"app_code":"a"}""");

        Assert.Equal("\"Success\"", answer.RawData);
        Assert.False(answer.Json.TryGetProperty("task_url", out _));
    }

    [Theory]
    [InlineData("/v2/sops/start_task/")]
    [InlineData("/api/c/compapi/v2/sops/start_task/")]
    public async Task StartTask_BusForm_AnswersTaskUrlInDataAndBesideIt(string path)
    {
        var answer = await host.PostAsync(path, """{"bk_biz_id":"2","task_id":"10","scope":"cmdb_biz"}""");

        Assert.Equal(CannedTasks.Url, answer.Data.GetProperty("task_url").GetString());
        Assert.Equal(CannedTasks.Url, answer.Json.GetProperty("task_url").GetString());
        Assert.Single(answer.Data.EnumerateObject());
    }

    [Fact]
    public async Task OperateTask_AnswersSuccess() =>
        Assert.Equal(
            "\"Success\"",
            (await host.PostAsync("/apigw/operate_task/10/2/", """{"action":"start"}""")).RawData
        );

    [Fact]
    public async Task Status_OfAnUnstartedTask_HasNoIdVersionNorLoop()
    {
        var answer = await host.GetAsync("/apigw/get_task_status/10/2/");

        Assert.Equal(
            """{"state":"CREATED","retry":0,"skip":false,"start_time":null,"finish_time":null,"elapsed_time":0,"children":{},"name":"tasktest"}""",
            answer.RawData
        );
    }

    [Fact]
    public async Task Tree_InAnAnswer_IsUnchanged()
    {
        var answer = await host.GetAsync("/apigw/get_template_info/30/1/");

        Assert.Equal("""{"z":20.0, "a":12345678901234567890}""", answer.Data.GetProperty("pipeline_tree").GetRawText());
    }

    [Fact]
    public async Task CreateTaskWithoutTemplate_BothForms_AnswerTheTask()
    {
        const string body = """{"creator":"创建者","pipeline_tree":{}}""";
        foreach (var prefix in new[] { "/apigw/space", "/space" })
        {
            var answer = await host.PostAsync($"{prefix}/1/create_task_without_template/", body);
            Assert.Equal(93, answer.Data.GetProperty("id").GetInt64());
            Assert.Equal("创建者", answer.Data.GetProperty("creator").GetString());
            Assert.Equal("null", answer.Data.GetProperty("scope_type").GetRawText());
        }
    }

    [Fact]
    public async Task OtherPaths_HaveNoEnvelope()
    {
        Assert.Equal("Healthy", (await host.Http.GetStringAsync("/healthz")));
        Assert.Equal("Healthy", (await host.Http.GetStringAsync("/readyz")));
        Assert.Equal(404, (await host.GetAsync("/elsewhere")).Status);
        Assert.Equal("", (await host.GetAsync("/elsewhere")).Text);
    }
}
