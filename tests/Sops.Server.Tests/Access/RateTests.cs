using Google.Rpc;
using Grpc.Core;
using Sops.Server.Tests.App;
using Sops.V1;

namespace Sops.Server.Tests.Access;

/// <summary>Callers that ask too often.</summary>
public sealed class RateTests(RateTests.SlowApp app) : IClassFixture<RateTests.SlowApp>
{
    [Fact]
    public async Task Calls_BeyondTheBurst_AreRefused_AndOthersAreNot()
    {
        var request = new ListTemplatesRequest { BkBizId = 2 };
        for (var i = 0; i < 3; i++)
        {
            await app.Client.Templates.ListTemplatesAsync(request, User("ann"));
        }

        var failure = await Assert.ThrowsAsync<RpcException>(async () =>
            await app.Client.Templates.ListTemplatesAsync(request, User("ann"))
        );

        Assert.Equal(StatusCode.ResourceExhausted, failure.StatusCode);
        var status = failure.GetRpcStatus()!;
        Assert.Equal("RATE_LIMITED", status.GetDetail<ErrorInfo>().Reason);
        Assert.True(status.GetDetail<RetryInfo>().RetryDelay.ToTimeSpan() > TimeSpan.Zero);
        var rest = await app.Client.GetAsync("/apigw/get_template_list/2/?bk_username=ann");
        Assert.Equal((200, 3545000, false), (rest.Status, rest.Code, rest.Result));
        Assert.True(rest.RetryAfter > TimeSpan.Zero);
        await app.Client.Templates.ListTemplatesAsync(request, User("bob"));

        static Metadata User(string name) => new() { { "bk_username", name } };
    }

    [Fact]
    public async Task Refusal_WritesNothingIntoTheRecordsOfTheTask()
    {
        var task = await app.Client.CreateAsync(Engine.Tests.Runs.TreeBuilder.Tree(TestTrees.Echo("a")));
        var path = $"/apigw/start_task/{task.Id}/2/?bk_username=eve";
        for (var i = 0; i < 3; i++)
        {
            await app.Client.GetAsync("/apigw/get_template_list/2/?bk_username=eve");
        }

        var answer = await app.Client.PostAsync(path, "{}");

        Assert.Equal(3545000, answer.Code);
        var records = await app.Client.GetAsync($"/apigw/get_task_operate_record/{task.Id}/2/?bk_username=ann2");
        Assert.Equal("create", Assert.Single(records.Data.EnumerateArray()).GetProperty("operate_type").GetString());
    }

    public sealed class SlowApp : SopsApp
    {
        protected override IEnumerable<(string Key, string Value)> Settings =>
            [("Sops:RateLimits:PermitsPerSecond", "0.001"), ("Sops:RateLimits:Burst", "3")];
    }
}
