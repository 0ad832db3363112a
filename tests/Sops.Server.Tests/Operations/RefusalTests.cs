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

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Callback_BeforeTheTaskIsStarted_Refuses(bool operate)
    {
        var task = await _client.CreateAsync(Tree(Pause("p")));

        var failure = await Assert.ThrowsAsync<RpcException>(() =>
            operate ? OperateAsync(task, "callback", "") : task.CallBackAsync("p")
        );

        Require(
            failure,
            "TASK_NOT_STARTED",
            $"task/{task.Id}/node/{task["p"]}",
            "state is CREATED; allowed in RUNNING"
        );
        Assert.Equal($"can not find sleep process with current node id: {task["p"]}", failure.Status.Detail);
    }

    [Fact]
    public async Task Callbacks_InACrowd_AreDeliveredOnce()
    {
        var task = await _client.StartAsync(Tree(Pause("p")));
        await task.UntilNodeAsync("p", "RUNNING");

        var delivered = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => DeliveredAsync(task)));

        Assert.Single(delivered, one => one);
        await task.UntilAsync("FINISHED");
    }

    [Fact]
    public async Task Callback_ToANodeThatDoesNotWaitForOne_IsNotDelivered()
    {
        var task = await _client.StartAsync(Tree(Pause("p"), Pause("later")));
        await task.UntilNodeAsync("p", "RUNNING");
        var polling = await _client.StartAsync(Tree(Node("p", "sleep_timer", ("bk_timing", "3000"))));
        await polling.UntilNodeAsync("p", "RUNNING");

        Assert.False((await task.CallBackAsync("later")).Delivered);
        Assert.True((await task.CallBackAsync("p")).Delivered);
        Assert.False((await polling.CallBackAsync("p")).Delivered);
    }

    /// <summary>False also where the node was done already.</summary>
    private static async Task<bool> DeliveredAsync(StartedRun task)
    {
        try
        {
            return (await task.CallBackAsync("p")).Delivered;
        }
        catch (RpcException e) when (e.StatusCode == StatusCode.FailedPrecondition)
        {
            return false;
        }
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("v1")]
    public async Task Version_ThatIsStale_IsRefusedWithTheStateOfTheNode(string version)
    {
        var task = await _client.StartAsync(Tree(Pause("p")));
        await task.UntilNodeAsync("p", "RUNNING");

        var failure = await Assert.ThrowsAsync<RpcException>(() => OperateAsync(task, "callback", version));

        Require(failure, "STALE_VERSION", $"task/{task.Id}/node/{task["p"]}", "state is RUNNING");
    }

    private async Task OperateAsync(StartedRun task, string action, string version) =>
        await _client.Tasks.OperateNodeAsync(
            new OperateNodeRequest
            {
                BkBizId = task.Business,
                TaskId = task.Id,
                NodeId = task["p"],
                Action = action,
                Version = version,
            }
        );

    private static void Require(RpcException failure, string reason, string subject, string description)
    {
        Assert.Equal(StatusCode.FailedPrecondition, failure.StatusCode);
        var status = failure.GetRpcStatus()!;
        Assert.Equal(("sops", reason), (status.GetDetail<ErrorInfo>().Domain, status.GetDetail<ErrorInfo>().Reason));
        var violation = Assert.Single(status.GetDetail<PreconditionFailure>().Violations);
        Assert.Equal((reason, subject, description), (violation.Type, violation.Subject, violation.Description));
    }
}
