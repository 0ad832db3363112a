using System.Text.Json;
using Sops.V1;

namespace Sops.Server.Tests.Rest;

/// <summary>The documents' own sample requests, sent as their sample programs send them: json.dumps, no content type.</summary>
public sealed class SeedRequestTests : IAsyncLifetime
{
    const string Kwargs = "app_code=app_code&app_secret=app_secret&access_token=access_token";

    const string CreateTask = """
        {"app_code": "app_code", "app_secret": "app_secret", "access_token": "access_token", "name": "tasktest",
         "flow_type": "common", "constants": {"${content}": "echo 1", "${params}": "", "${script_timeout}": 20}}
        """;

    EdgeHost host = null!;

    public async ValueTask InitializeAsync() => host = await EdgeHost.InMemoryAsync();

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Theory]
    [InlineData("/apigw/create_task/10/2/", 10, 2)]
    [InlineData("/v2/sops/create_task/", 0, 0)]
    public async Task CreateTask_Sample_Arrives(string path, long template, long business)
    {
        var answer = await host.PostAsync(path, CreateTask);

        Assert.True(answer.Result, answer.Text);
        var request = host.Tasks.Seen.As<CreateTaskRequest>();
        Assert.Equal(
            (template, business, "tasktest", "common"),
            (request.TemplateId, request.BkBizId, request.Name, request.FlowType)
        );
        Assert.Equal(["\"echo 1\"", "\"\"", "20"], request.Constants.Values.Select(v => v.Json));
        Assert.Equal(
            ["pipeline_tree", "task_id", "task_url"],
            answer.Data.EnumerateObject().Select(m => m.Name).Order()
        );
        Assert.Equal("app_secret", host.Tasks.Seen.Claims!.AppSecret);
    }

    [Fact]
    public async Task CreateAndStartTask_Sample_LacksAComma_AndIsToldWhere()
    {
        const string sample = """
            {
                "app_code":"bk_sops",
                "flow_type": "common"
                "constants": {"${script_timeout}": 20},
                "exclude_task_nodes_id":[1, 2, 3]
            }
            """;

        var answer = await host.PostAsync("/v2/sops/create_and_start_task/", sample);

        Assert.Equal((3540000, "request body is not valid JSON at line 4, byte 5"), (answer.Code, answer.Message));
    }

    [Fact]
    public async Task CreateAndStartTask_Sample_WithNumbersForNodeIds_ReachesTheServiceAsTexts()
    {
        const string sample = """
            {"app_code":"bk_sops", "bk_app_secret":"xxx", "bk_token":"xxx", "bk_username":"xxx", "template_id":"7",
             "template_source": "business", "bk_biz_id":"2", "name": "tasktest", "flow_type": "common",
             "constants": {"${content}": "echo 1"}, "exclude_task_nodes_id":[1, 2, 3], "description":"description"}
            """;

        var answer = await host.PostAsync("/v2/sops/create_and_start_task/", sample);

        Assert.True(answer.Result, answer.Text);
        var request = host.Tasks.Seen.As<CreateAndStartTaskRequest>();
        Assert.Equal((7, 2, "business"), (request.TemplateId, request.BkBizId, request.TemplateSource));
        Assert.Equal(["1", "2", "3"], request.ExcludeTaskNodesId);
        Assert.Equal("xxx", host.Tasks.Seen.Claims!.UserName);
    }

    [Fact]
    public async Task CreateTaskWithoutTemplate_Sample_KeepsItsTree()
    {
        var body = await File.ReadAllTextAsync(
            Path.Combine(AppContext.BaseDirectory, "Rest", "bkflow_create_task.json")
        );
        var tree = JsonDocument.Parse(body).RootElement.GetProperty("pipeline_tree").GetRawText();

        var answer = await host.PostAsync("/apigw/space/1/create_task_without_template/", body, "application/json");

        Assert.True(answer.Result, answer.Text);
        var request = host.Tasks.Seen.As<CreateTaskWithoutTemplateRequest>();
        Assert.Equal((1, "创建者", tree), (request.SpaceId, request.Creator, request.PipelineTree.Json));
    }

    [Fact]
    public async Task StartTask_Sample_Arrives()
    {
        var answer = await host.PostAsync(
            "/v2/sops/start_task/",
            """
            {"bk_app_code": "esb_test", "bk_app_secret": "xxx", "bk_token": "xxx", "bk_username": "xxx",
             "bk_biz_id": "2", "task_id": "10", "scope": "cmdb_biz"}
            """
        );

        Assert.True(answer.Result, answer.Text);
        var request = host.Tasks.Seen.As<StartTaskRequest>();
        Assert.Equal((2, 10, "cmdb_biz"), (request.BkBizId, request.TaskId, request.Scope));
    }

    [Theory]
    [InlineData("/apigw/get_template_list/2/?" + Kwargs)]
    [InlineData("/apigw/get_template_info/30/1/?" + Kwargs)]
    [InlineData("/apigw/get_task_status/10/2/?" + Kwargs)]
    [InlineData("/apigw/get_task_detail/10/2/?" + Kwargs)]
    public async Task Get_Sample_IsAnswered(string path) => Assert.True((await host.GetAsync(path)).Result);

    [Fact]
    public async Task GetTaskNodeDetail_Sample_Arrives()
    {
        var stack = Uri.EscapeDataString("[\"nodeaaa0ce51d2143aa9b0dbc27cb7df\"]");
        await host.GetAsync(
            $"/apigw/get_task_node_detail/10/2/?{Kwargs}&bk_biz_id=2&task_id=10&node_id=node0df0431f"
                + $"&subprocess_stack={stack}&component_code=job_fast_execute_script"
        );

        var request = host.Tasks.Seen.As<GetTaskNodeDetailRequest>();
        Assert.Equal("[\"nodeaaa0ce51d2143aa9b0dbc27cb7df\"]", request.SubprocessStack);
        Assert.Equal(("node0df0431f", "job_fast_execute_script"), (request.NodeId, request.ComponentCode));
    }

    [Fact]
    public async Task NodeCallback_Sample_Arrives()
    {
        var answer = await host.PostAsync(
            "/apigw/node_callback/1/2/",
            """
            {"app_code": "app_code", "app_secret": "app_secret", "access_token": "access_token",
             "node_id": "node76393dcfedcf73dbc726f1c4786d", "callback_data": {"data": "data"}}
            """
        );

        Assert.True(answer.Result, answer.Text);
        var request = host.Callbacks.Seen.As<NodeCallbackRequest>();
        Assert.Equal((1, 2, """{"data": "data"}"""), (request.TaskId, request.BkBizId, request.CallbackData.Json));
    }

    [Fact]
    public async Task PostMethod_SentAsTheSampleSays_WithGet_Is405()
    {
        var answer = await host.SendAsync(HttpMethod.Get, "/apigw/node_callback/1/2/", EdgeHost.Content("{}"));

        Assert.Equal(405, answer.Status);
    }
}
