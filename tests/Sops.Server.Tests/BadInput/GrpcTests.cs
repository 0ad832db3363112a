using Google.Rpc;
using Grpc.Core;
using Sops.Server.Access;
using Sops.Server.Tests.App;
using Sops.V1;
using static Sops.Engine.Tests.Runs.TreeBuilder;
using static Sops.Server.Tests.App.TestTrees;

namespace Sops.Server.Tests.BadInput;

/// <summary>Requests that make no sense over gRPC are told so by status and reason, and the server goes on.</summary>
public sealed class GrpcTests(SopsApp app) : IClassFixture<SopsApp>
{
    private readonly SopsClient _client = app.Client;

    public static TheoryData<string> Calls => [.. All.Keys];

    /// <summary>Every call that names a task, by its name.</summary>
    private static Dictionary<string, Func<SopsClient, long, long, string, Task>> All { get; } =
        new()
        {
            ["StartTask"] = (c, biz, task, _) =>
                c.Tasks.StartTaskAsync(new() { BkBizId = biz, TaskId = task }).ResponseAsync,
            ["OperateTask"] = (c, biz, task, _) =>
                c
                    .Tasks.OperateTaskAsync(
                        new()
                        {
                            BkBizId = biz,
                            TaskId = task,
                            Action = "revoke",
                        }
                    )
                    .ResponseAsync,
            ["OperateNode"] = (c, biz, task, node) =>
                c
                    .Tasks.OperateNodeAsync(
                        new()
                        {
                            BkBizId = biz,
                            TaskId = task,
                            NodeId = node,
                            Action = "forced_fail",
                        }
                    )
                    .ResponseAsync,
            ["NodeCallback"] = (c, biz, task, node) =>
                c
                    .Callbacks.NodeCallbackAsync(
                        new()
                        {
                            BkBizId = biz,
                            TaskId = task,
                            NodeId = node,
                        }
                    )
                    .ResponseAsync,
            ["GetTaskStatus"] = (c, biz, task, _) =>
                c.Tasks.GetTaskStatusAsync(new() { BkBizId = biz, TaskId = task }).ResponseAsync,
            ["GetTaskDetail"] = (c, biz, task, _) =>
                c.Tasks.GetTaskDetailAsync(new() { BkBizId = biz, TaskId = task }).ResponseAsync,
            ["GetTaskNodeDetail"] = (c, biz, task, node) =>
                c
                    .Tasks.GetTaskNodeDetailAsync(
                        new()
                        {
                            BkBizId = biz,
                            TaskId = task,
                            NodeId = node,
                        }
                    )
                    .ResponseAsync,
            ["ListTaskEvents"] = (c, biz, task, _) =>
                c.Tasks.ListTaskEventsAsync(new() { BkBizId = biz, TaskId = task }).ResponseAsync,
        };

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task Task_OfAnotherBusinessOrNone_IsNotFound(string call)
    {
        var task = await _client.StartAsync(Tree(Pause("p")));
        await task.UntilNodeAsync("p", "RUNNING");

        foreach (var (biz, id) in ((long, long)[])[(3, task.Id), (2, long.MaxValue), (2, -1)])
        {
            var failure = await Assert.ThrowsAsync<RpcException>(() => All[call](_client, biz, id, task["p"]));
            Require(failure, StatusCode.NotFound, "TASK_NOT_FOUND");
        }
        Assert.Equal("RUNNING", (await task.StatusAsync()).State);
    }

    [Theory]
    [InlineData("OperateNode")]
    [InlineData("NodeCallback")]
    [InlineData("GetTaskNodeDetail")]
    public async Task Node_OfAnotherTaskOrNone_IsRefused(string call)
    {
        var task = await _client.StartAsync(Tree(Pause("p")));
        var other = await _client.StartAsync(Tree(Pause("p")));

        foreach (
            var node in (string[])["", "x", "\0", new string('n', 100_000), other["p"], other["p"].ToUpperInvariant()]
        )
        {
            var failure = await Assert.ThrowsAsync<RpcException>(() => All[call](_client, 2, task.Id, node));
            Require(failure, StatusCode.InvalidArgument, node.Length == 0 ? "REQUEST_INVALID" : "NODE_NOT_FOUND");
        }
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("12")]
    [InlineData("\"\"")]
    [InlineData("{}")]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("\"{\\\"activities\\\": [\"")]
    public async Task Tree_OfNonsense_IsRefused(string tree)
    {
        var request = new CreateTemplateRequest
        {
            BkBizId = 2,
            Name = "n",
            PipelineTree = new JsonValue { Json = tree },
        };

        var failure = await Assert.ThrowsAsync<RpcException>(async () =>
            await _client.Templates.CreateTemplateAsync(request)
        );

        Require(failure, StatusCode.InvalidArgument);
    }

    [Fact]
    public async Task Request_Of20Megabytes_IsRefused()
    {
        var request = new CreateTemplateRequest { BkBizId = 2, Name = new string('x', 20 << 20) };

        var failure = await Assert.ThrowsAsync<RpcException>(async () =>
            await _client.Templates.CreateTemplateAsync(request)
        );

        Require(failure, StatusCode.ResourceExhausted);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(101)]
    public async Task TaskName_OutOfItsLength_IsRefusedByField(int length)
    {
        var task = await _client.CreateAsync(Tree(Echo("a")));
        var request = new CreateTaskRequest
        {
            BkBizId = 2,
            TemplateId = 1,
            Name = new string('名', length),
        };

        var failure = await Assert.ThrowsAsync<RpcException>(async () => await _client.Tasks.CreateTaskAsync(request));

        Require(failure, StatusCode.InvalidArgument, "REQUEST_INVALID");
        Assert.Equal("name", Assert.Single(failure.GetRpcStatus()!.GetDetail<BadRequest>().FieldViolations).Field);
        Assert.Equal("CREATED", (await task.StatusAsync()).State);
    }

    [Theory]
    [InlineData(120)]
    [InlineData(129)]
    [InlineData(1_000_000)]
    public async Task Json_Deep_IsTakenOrRefused_AndWhatWasTakenCanBeRead(int depth)
    {
        var deep = new JsonValue { Json = new string('[', depth) + new string(']', depth) };
        var task = await _client.StartAsync(Tree(Node("c", "test_callback"), Fail("f")));
        await task.UntilNodeAsync("c", "RUNNING");
        var request = new NodeCallbackRequest
        {
            BkBizId = 2,
            TaskId = task.Id,
            NodeId = task["c"],
            CallbackData = deep,
        };

        if (depth <= 128)
        {
            await _client.Callbacks.NodeCallbackAsync(request);
            await task.UntilNodeAsync("f", "FAILED");
        }
        else
        {
            var failure = await Assert.ThrowsAsync<RpcException>(async () =>
                await _client.Callbacks.NodeCallbackAsync(request)
            );
            Require(failure, StatusCode.InvalidArgument, "REQUEST_INVALID");
        }

        Assert.NotEmpty(await task.EventsAsync(page: 1));
        Assert.NotEmpty((await task.NodeAsync("c")).Inputs.Json);
    }

    [Fact]
    public async Task Events_ByPagesOfEverySize_AreTheSame()
    {
        var task = await _client.StartAsync(Tree(Echo("a"), Parallel("g", Echo("b"), Echo("c"))));
        await task.UntilAsync("FINISHED");
        var whole = await task.EventsAsync();

        for (var size = 1; size <= whole.Count + 1; size++)
        {
            Assert.Equal(whole, await task.EventsAsync(size));
        }
    }

    [Fact]
    public async Task PageToken_OfAnotherTask_IsRefused()
    {
        var task = await _client.StartAsync(Tree(Echo("a")));
        var other = await _client.CreateAsync(Tree(Echo("a")));
        await task.UntilAsync("FINISHED");
        var request = new ListTaskEventsRequest
        {
            BkBizId = 2,
            TaskId = task.Id,
            PageSize = 1,
        };
        var page = await _client.Tasks.ListTaskEventsAsync(request);
        request.TaskId = other.Id;
        request.PageToken = page.NextPageToken;

        var failure = await Assert.ThrowsAsync<RpcException>(async () =>
            await _client.Tasks.ListTaskEventsAsync(request)
        );

        Require(failure, StatusCode.InvalidArgument, "REQUEST_INVALID");
    }

    private static void Require(RpcException failure, StatusCode code, string? reason = null)
    {
        Assert.True(failure.StatusCode == code, failure.ToString());
        Clear.Require(failure.Status.Detail);
        if (reason is not null)
        {
            Assert.Equal(reason, failure.GetRpcStatus()!.GetDetail<ErrorInfo>().Reason);
        }
    }
}
