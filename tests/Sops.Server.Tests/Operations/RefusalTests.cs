using Google.Rpc;
using Grpc.Core;
using Sops.Server.Tests.App;
using Sops.V1;
using static Sops.Engine.Tests.Runs.TreeBuilder;
using static Sops.Server.Tests.App.TestTrees;

namespace Sops.Server.Tests.Operations;

/// <summary>A refused operation tells a program, over gRPC, which state refused it and which would not have.</summary>
public sealed class RefusalTests(SopsApp app) : IClassFixture<SopsApp>
{
    private readonly SopsClient _client = app.Client;

    [Theory]
    [InlineData("resume", "NOT_PAUSED", "state is RUNNING; allowed in SUSPENDED")]
    [InlineData("start", "TASK_ALREADY_STARTED", "state is RUNNING; allowed in CREATED")]
    public async Task Task_Refuses(string action, string reason, string description)
    {
        var task = await _client.StartAsync(Tree(Pause("p")));

        var failure = await Assert.ThrowsAsync<RpcException>(async () =>
            await _client.Tasks.OperateTaskAsync(
                new OperateTaskRequest
                {
                    BkBizId = task.Business,
                    TaskId = task.Id,
                    Action = action,
                }
            )
        );

        Require(failure, reason, $"task/{task.Id}", description);
    }

    [Theory]
    [InlineData("retry", "NODE_NOT_FAILED", "state is RUNNING; allowed in FAILED")]
    [InlineData("skip", "NODE_NOT_FAILED", "state is RUNNING; allowed in FAILED")]
    [InlineData("resume", "NOT_PAUSED", "state is RUNNING; allowed in SUSPENDED")]
    public async Task Node_Refuses(string action, string reason, string description)
    {
        var task = await _client.StartAsync(Tree(Pause("p")));
        await task.UntilNodeAsync("p", "RUNNING");

        var failure = await Assert.ThrowsAsync<RpcException>(async () =>
            await _client.Tasks.OperateNodeAsync(
                new OperateNodeRequest
                {
                    BkBizId = task.Business,
                    TaskId = task.Id,
                    NodeId = task["p"],
                    Action = action,
                }
            )
        );

        Require(failure, reason, $"task/{task.Id}/node/{task["p"]}", description);
    }

    [Fact]
    public async Task Callback_ToANodeThatIsDone_Refuses()
    {
        var task = await _client.StartAsync(Tree(Echo("a"), Pause("p")));
        await task.UntilNodeAsync("p", "RUNNING");

        var failure = await Assert.ThrowsAsync<RpcException>(() => task.CallBackAsync("a"));

        Assert.Equal(StatusCode.FailedPrecondition, failure.StatusCode);
        Assert.NotNull(failure.GetRpcStatus()!.GetDetail<PreconditionFailure>());
    }

    private static void Require(RpcException failure, string reason, string subject, string description)
    {
        Assert.Equal(StatusCode.FailedPrecondition, failure.StatusCode);
        var status = failure.GetRpcStatus()!;
        Assert.Equal(("sops", reason), (status.GetDetail<ErrorInfo>().Domain, status.GetDetail<ErrorInfo>().Reason));
        var violation = Assert.Single(status.GetDetail<PreconditionFailure>().Violations);
        Assert.Equal((reason, subject, description), (violation.Type, violation.Subject, violation.Description));
    }
}
