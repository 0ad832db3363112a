using Google.Rpc;
using Grpc.Core;
using Grpc.Net.Client;
using Grpc.Net.Client.Web;
using Sops.Server.Tests.App;
using Sops.V1;

namespace Sops.Server.Tests.Access;

/// <summary>Who a caller becomes where apps are configured, and what it may not be.</summary>
public sealed class AppModeTests(AppsFixture app) : IClassFixture<AppsFixture>
{
    [Fact]
    public async Task App_ThatMayImpersonate_ActsAsTheUserItNames()
    {
        var (_, task, _) = await app.MakeAsync();

        var detail = await app.SendAsync(
            HttpMethod.Get,
            $"/apigw/get_task_detail/{task}/2/",
            null,
            AppsFixture.Header("main")
        );

        Assert.Equal("ann", detail.Data.GetProperty("creator").GetString());
        Assert.Contains(new Kept("create_task", "ann", "boss", "OK"), await app.OperationsAsync());
    }

    [Fact]
    public async Task App_ThatNamesNoUser_IsItsOwn()
    {
        var (template, _, _) = await app.MakeAsync();

        var made = await app.Tasks(AppsFixture.Header("main"))
            .CreateTaskAsync(
                new CreateTaskRequest
                {
                    BkBizId = 2,
                    TemplateId = template,
                    Name = "own",
                }
            );

        var detail = await app.Tasks(AppsFixture.Header("main"))
            .GetTaskDetailAsync(new GetTaskDetailRequest { BkBizId = 2, TaskId = made.TaskId });
        Assert.Equal("main", detail.Task.Creator);
    }

    [Fact]
    public async Task App_ThatMayNotImpersonate_IsDenied()
    {
        var (_, task, _) = await app.MakeAsync();

        var answer = await app.SendAsync(
            HttpMethod.Post,
            $"/apigw/start_task/{task}/2/",
            "{}",
            AppsFixture.Header("main", user: "ann")
        );

        Assert.Equal((403, 3540100), (answer.Status, answer.Code));
        Assert.Equal(new Kept("start_task", "", "main", "IMPERSONATION_DENIED"), (await app.OperationsAsync())[^1]);
    }

    [Theory]
    [InlineData("main", 403, "", "IMPERSONATION_DENIED")]
    [InlineData("boss", 200, "eve", "OK")]
    public async Task Operator_OfASpacesTask_IsAUserThatTheAppActsFor(
        string code,
        int status,
        string user,
        string outcome
    )
    {
        var (_, task, _) = await app.MakeAsync();

        var answer = await app.SendAsync(
            HttpMethod.Post,
            $"/apigw/space/2/task/{task}/operate_task/start/",
            """{"operator": "eve"}""",
            AppsFixture.Header(code)
        );

        Assert.Equal(status, answer.Status);
        var kept = (await app.OperationsAsync())[^1];
        Assert.Equal(new Kept("operate_space_task", user, code, outcome), kept);
    }

    [Theory]
    [InlineData("""{"bk_app_code": "main", "bk_app_secret": "open sesame"}""", 200)]
    [InlineData("""{"app_code": "main", "app_secret": "open sesame"}""", 200)]
    [InlineData("""{"app_code": "main", "app_secret": "open sesam"}""", 401)]
    [InlineData("""{"app_code": "nobody", "app_secret": "open sesame"}""", 401)]
    [InlineData("""{"app_code": "main"}""", 401)]
    [InlineData("""{"bk_token": "a login"}""", 401)]
    public async Task Credentials_InBodyOrQuery_CountAsInTheHeader(string body, int expected)
    {
        var (_, task, _) = await app.MakeAsync();
        var members = System.Text.Json.Nodes.JsonNode.Parse(body)!.AsObject();
        members["bk_biz_id"] = 2;
        members["task_id"] = task;
        var query = string.Join("&", members.Select(m => $"{m.Key}={Uri.EscapeDataString(m.Value!.ToString())}"));

        var read = await app.SendAsync(HttpMethod.Get, $"/v2/sops/get_task_detail/?{query}", null, null);
        var written = await app.SendAsync(HttpMethod.Post, "/v2/sops/start_task/", members.ToJsonString(), null);

        Assert.Equal((expected, expected), (read.Status, written.Status));
        Assert.DoesNotContain("sesam", read.Text + written.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Login_IsNotSupported_AndTheAnswerSaysSo()
    {
        var answer = await app.SendAsync(HttpMethod.Get, "/apigw/get_template_list/2/?bk_token=t", null, null);

        Assert.Equal((401, 3540100), (answer.Status, answer.Code));
        Assert.StartsWith("bk_token and access_token are not checked here", answer.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task BrokenHeader_OfAChange_LeavesARecord()
    {
        var before = (await app.OperationsAsync()).Count;

        var answer = await app.SendAsync(HttpMethod.Post, "/apigw/start_task/1/2/", "{}", "no json");

        Assert.Equal((200, 3540000), (answer.Status, answer.Code));
        Assert.Equal(new Kept("start_task", "", "", "REQUEST_INVALID"), (await app.OperationsAsync())[before]);
    }

    [Fact]
    public async Task JsonThatIsNone_IsNotLookedAt_BeforeTheCaller()
    {
        var request = new CreateTemplateRequest
        {
            BkBizId = 2,
            PipelineTree = new JsonValue { Json = "{" },
        };

        var failure = await Assert.ThrowsAsync<RpcException>(async () =>
            await app.Templates(AppsFixture.Header("main", "wrong")).CreateTemplateAsync(request)
        );

        Assert.Equal(StatusCode.Unauthenticated, failure.StatusCode);
    }

    [Fact]
    public async Task GrpcWeb_IsCheckedToo()
    {
        using var channel = GrpcChannel.ForAddress(
            app.Client.Http.BaseAddress!,
            new GrpcChannelOptions
            {
                HttpHandler = new GrpcWebHandler(new HttpClientHandler()),
                HttpVersion = System.Net.HttpVersion.Version11,
            }
        );

        var failure = await Assert.ThrowsAsync<RpcException>(async () =>
            await new TaskService.TaskServiceClient(channel).GetTaskStatusAsync(new GetTaskStatusRequest())
        );

        Assert.Equal(StatusCode.Unauthenticated, failure.StatusCode);
    }

    [Fact]
    public async Task CommonTemplate_IsMade_OnlyByAnAppOfAllBusinesses()
    {
        var body = """{"name": "c", "template_source": "common", "pipeline_tree": {}}""";

        var denied = await app.SendAsync(
            HttpMethod.Post,
            "/apigw/create_template/2/",
            body,
            AppsFixture.Header("main")
        );
        var let = await app.SendAsync(HttpMethod.Post, "/apigw/create_template/2/", body, AppsFixture.Header("boss"));

        Assert.Equal((403, 3540100), (denied.Status, denied.Code));
        Assert.Equal(new Kept("create_template", "main", "main", "COMMON_TEMPLATE"), (await app.OperationsAsync())[^2]);
        // Let in, and told that an empty tree is none.
        Assert.Equal((200, 3546100), (let.Status, let.Code));
    }

    [Theory]
    [InlineData("main", "eve", 403)]
    [InlineData("main", "main", 200)]
    [InlineData("boss", "eve", 200)]
    public async Task Creator_OfASpacesTask_IsAUserThatTheAppActsFor(string code, string creator, int status)
    {
        var tree = Engine.Tests.Runs.TreeBuilder.Tree(TestTrees.Echo("a"));

        var answer = await app.SendAsync(
            HttpMethod.Post,
            "/space/2/create_task_without_template/",
            $$"""{"creator": "{{creator}}", "pipeline_tree": {{tree}}}""",
            AppsFixture.Header(code)
        );

        Assert.Equal((status, status == 200), (answer.Status, answer.Result));
        Assert.Equal(status == 200 ? "OK" : "IMPERSONATION_DENIED", (await app.OperationsAsync())[^1].Outcome);
    }

    [Fact]
    public async Task Business_ThatTheAppHasNot_IsNamedWithItsScope()
    {
        var answer = await app.SendAsync(
            HttpMethod.Get,
            "/apigw/get_template_list/7/?scope=project",
            null,
            AppsFixture.Header("main")
        );

        Assert.Equal(
            (200, 3540400, "project(7) with scope(project) does not exist."),
            (answer.Status, answer.Code, answer.Message)
        );
    }

    [Fact]
    public async Task RequestId_OfTwoApps_IsTwo()
    {
        var (template, _, _) = await app.MakeAsync();
        var request = new CreateTaskRequest
        {
            BkBizId = 2,
            TemplateId = template,
            Name = "twice",
            RequestId = "same",
        };

        var first = await app.Tasks(AppsFixture.Header("main")).CreateTaskAsync(request);
        var again = await app.Tasks(AppsFixture.Header("main")).CreateTaskAsync(request);
        var other = await app.Tasks(AppsFixture.Header("boss")).CreateTaskAsync(request);

        Assert.Equal(first.TaskId, again.TaskId);
        Assert.NotEqual(first.TaskId, other.TaskId);
    }

    [Theory]
    [InlineData("sops.example", null, 200)]
    [InlineData("sops.example", "http://sops.example", 200)]
    [InlineData("sops.example", AppsFixture.Site, 200)]
    [InlineData("sops.example", "https://evil.example", 403)]
    public async Task Host_IsAny_AndOriginIsItsOwnOrListed(string host, string? origin, int expected)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/apigw/get_template_list/2/");
        request.Headers.Host = host;
        request.Headers.Add(Sops.Server.Access.CallerClaims.Header, AppsFixture.Header("main"));
        if (origin is not null)
        {
            request.Headers.Add("Origin", origin);
        }

        using var response = await app.Client.Http.SendAsync(request);

        Assert.Equal(expected, (int)response.StatusCode);
        Assert.Equal(origin == AppsFixture.Site, response.Headers.Contains("Access-Control-Allow-Origin"));
    }

    [Fact]
    public async Task Browser_ThatAsksForAListedOrigin_IsLetCall()
    {
        using var request = new HttpRequestMessage(HttpMethod.Options, "/sops.v1.TaskService/GetTaskStatus");
        request.Headers.Add("Origin", AppsFixture.Site);
        request.Headers.Add("Access-Control-Request-Method", "POST");
        request.Headers.Add("Access-Control-Request-Headers", "content-type,x-grpc-web,x-bkapi-authorization");

        using var response = await app.Client.Http.SendAsync(request);

        Assert.Equal(204, (int)response.StatusCode);
        Assert.Equal([AppsFixture.Site], response.Headers.GetValues("Access-Control-Allow-Origin"));
    }
}
