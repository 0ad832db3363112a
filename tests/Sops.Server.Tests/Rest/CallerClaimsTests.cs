using Grpc.Core;
using Sops.V1;

namespace Sops.Server.Tests.Rest;

/// <summary>Who calls, from each of the places where clients say it.</summary>
public sealed class CallerClaimsTests : IAsyncLifetime
{
    const string Header = """{"bk_app_code":"h","bk_app_secret":"hs","bk_username":"hu"}""";

    EdgeHost host = null!;

    public async ValueTask InitializeAsync() => host = await EdgeHost.InMemoryAsync();

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Fact]
    public async Task Body_OfAPost_IsRead()
    {
        await host.PostAsync(
            "/v2/sops/start_task/",
            """{"bk_app_code":"a","bk_app_secret":"s","bk_username":"u","bk_biz_id":"2","task_id":"10"}"""
        );

        AssertClaims("a", "s", "u");
    }

    [Fact]
    public async Task Query_OfAGet_IsRead()
    {
        await host.GetAsync("/apigw/get_task_status/10/2/?app_code=a&app_secret=s&bk_username=u&bk_token=t");

        AssertClaims("a", "s", "u");
        Assert.Equal("t", host.Tasks.Seen.Claims!.Token);
    }

    [Fact]
    public async Task Query_OfAPost_IsRead()
    {
        await host.PostAsync("/apigw/start_task/10/2/?bk_username=u", "{}");

        AssertClaims(null, null, "u");
    }

    [Fact]
    public async Task Header_WinsOverBodyAndQuery()
    {
        await host.SendAsync(
            HttpMethod.Post,
            "/apigw/start_task/10/2/?bk_username=q",
            EdgeHost.Content("""{"bk_app_code":"a","bk_username":"b"}"""),
            ("X-Bkapi-Authorization", Header)
        );

        AssertClaims("h", "hs", "hu");
    }

    [Theory]
    [InlineData("""{"app_code":"h","app_secret":"hs"}""", """{"bk_app_code":"b","bk_app_secret":"bs"}""", "h", "hs")]
    [InlineData("""{"bk_app_code":"h"}""", """{"bk_app_code":"b","bk_app_secret":"bs"}""", "h", null)]
    [InlineData("""{"bk_app_secret":"hs"}""", """{"app_code":"b","app_secret":"bs"}""", "b", "bs")]
    [InlineData("""{}""", """{"bk_app_secret":"bs"}""", "q", "qs")]
    [InlineData("""{"bk_app_code":""}""", """{"app_code":"b","bk_app_secret":"bs"}""", "b", "bs")]
    public async Task CodeAndSecret_AreOfOnePlace(string header, string body, string? code, string? secret)
    {
        await host.SendAsync(
            HttpMethod.Post,
            "/apigw/start_task/10/2/?app_code=q&bk_app_secret=qs&bk_username=u",
            EdgeHost.Content(body),
            ("X-Bkapi-Authorization", header)
        );

        AssertClaims(code, secret, "u");
    }

    [Fact]
    public async Task Header_ThatIsNoJson_IsRefused()
    {
        var answer = await host.SendAsync(
            HttpMethod.Get,
            "/apigw/get_task_status/10/2/",
            null,
            ("X-Bkapi-Authorization", "secret")
        );

        Assert.Equal((3540000, "the header X-Bkapi-Authorization is not a JSON object"), (answer.Code, answer.Message));
    }

    [Fact]
    public async Task Grpc_ReadsTheSameHeaderAndBkUsername()
    {
        var client = new TaskService.TaskServiceClient(host.Grpc);

        await client.StartTaskAsync(new(), new Metadata { { "x-bkapi-authorization", Header } });
        AssertClaims("h", "hs", "hu");

        await client.StartTaskAsync(new(), new Metadata { { "bk_username", "g" } });
        AssertClaims(null, null, "g");
    }

    void AssertClaims(string? app, string? secret, string? user)
    {
        var claims = host.Tasks.Seen.Claims!;
        Assert.Equal((app, secret, user), (claims.AppCode, claims.AppSecret, claims.UserName));
    }
}
