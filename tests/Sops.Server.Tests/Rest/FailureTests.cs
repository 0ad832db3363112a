using Grpc.Core;

namespace Sops.Server.Tests.Rest;

/// <summary>How a failure looks over REST.</summary>
public sealed class FailureTests : IAsyncLifetime
{
    EdgeHost host = null!;

    public async ValueTask InitializeAsync() => host = await EdgeHost.InMemoryAsync();

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Theory]
    [InlineData(FailureKind.Invalid, 200, 3540000)]
    [InlineData(FailureKind.OutOfRange, 200, 3540000)]
    [InlineData(FailureKind.Unauthenticated, 401, 3540100)]
    [InlineData(FailureKind.Denied, 403, 3540100)]
    [InlineData(FailureKind.NotFound, 200, 3540400)]
    [InlineData(FailureKind.FailedPrecondition, 200, 3545000)]
    [InlineData(FailureKind.ResourceExhausted, 200, 3545000)]
    [InlineData(FailureKind.Conflict, 200, 3545100)]
    [InlineData(FailureKind.Unavailable, 200, 3555000)]
    public async Task SopsException_ItsKind_DecidesStatusAndCode(FailureKind kind, int status, int code)
    {
        host.Tasks.Seen.Failure = new SopsException(kind, "REASON", "task 10 does not want that");

        var answer = await host.PostAsync("/apigw/start_task/10/2/", "{}");

        Assert.Equal((status, code, false), (answer.Status, answer.Code, answer.Result));
        Assert.Equal("task 10 does not want that", answer.Message);
        Assert.Equal("null", answer.RawData);
    }

    [Fact]
    public async Task InvalidTree_HasItsOwnCode_AndNamesEveryViolation()
    {
        host.Templates.Seen.Failure = SopsException.InvalidTree([
            new("activities.n1", "has no outgoing flow"),
            new("flows.l2", "leads nowhere"),
        ]);

        var answer = await host.PostAsync("/apigw/create_template/2/", """{"pipeline_tree":{}}""");

        Assert.Equal((200, 3546100), (answer.Status, answer.Code));
        Assert.Equal(
            "the pipeline tree has 2 problems: activities.n1: has no outgoing flow; flows.l2: leads nowhere",
            answer.Message
        );
    }

    [Fact]
    public async Task OtherException_KeepsItsTextInside()
    {
        host.Tasks.Seen.Failure = new InvalidOperationException("the secret of the house");

        var answer = await host.GetAsync("/apigw/get_task_status/10/2/");

        Assert.Equal((200, 3599999, "internal error"), (answer.Status, answer.Code, answer.Message));
    }

    [Fact]
    public async Task RpcException_OfAService_KeepsItsStatus()
    {
        host.Tasks.Seen.Failure = new RpcException(new(StatusCode.NotFound, "no such task"));

        var answer = await host.GetAsync("/apigw/get_task_status/10/2/");

        Assert.Equal((200, 3540400, "no such task"), (answer.Status, answer.Code, answer.Message));
    }

    [Theory]
    [InlineData("/apigw/nowhere/1/2/")]
    [InlineData("/apigw/")]
    [InlineData("/v2/sops/nowhere/")]
    [InlineData("/api/c/compapi/v2/sops/nowhere/")]
    [InlineData("/space/1/nothing/")]
    [InlineData("/apigw/get_task_status/abc/2/")]
    [InlineData("/apigw/get_task_status/10/-2/")]
    [InlineData("/apigw/get_task_status/10/+2/")]
    [InlineData("/apigw/get_task_status/99999999999999999999/2/")]
    [InlineData("/apigw/get_task_status/10/")]
    public async Task UnknownPath_Is404(string path)
    {
        var answer = await host.GetAsync(path);

        Assert.Equal((404, 3540400, "no such path"), (answer.Status, answer.Code, answer.Message));
        Assert.Null(host.Tasks.Seen.Request);
    }

    [Theory]
    [InlineData("GET", "/apigw/node_callback/1/2/")]
    [InlineData("GET", "/v2/sops/start_task/")]
    [InlineData("POST", "/apigw/get_task_status/10/2/")]
    [InlineData("DELETE", "/apigw/create_task/10/2/")]
    public async Task WrongMethod_Is405(string method, string path)
    {
        var answer = await host.SendAsync(new(method), path, null);

        Assert.Equal((405, 3540000), (answer.Status, answer.Code));
        Assert.Equal("method not allowed on this path", answer.Message);
    }
}
