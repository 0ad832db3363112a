using Google.Protobuf;
using Google.Rpc;
using Grpc.Core;
using Sops.Server.Access;
using Sops.Server.Tests.App;
using Sops.V1;
using static Sops.Engine.Tests.Runs.TreeBuilder;
using static Sops.Server.Tests.App.TestTrees;

namespace Sops.Server.Tests.Tasks;

/// <summary>Every method that changes a task: the same request fifty times at once has one effect and one answer.</summary>
public sealed class WritesRepeatTests(SopsApp app) : IClassFixture<SopsApp>
{
    private const int Copies = 50;
    private readonly SopsClient _client = app.Client;

    /// <summary>A request prepared for one method.</summary>
    /// <param name="Send">Sends it, or with true another request, under its id.</param>
    /// <param name="Effects">Counts what it did.</param>
    private sealed record Prepared(Func<bool, Task<IMessage>> Send, Func<Task<long>> Effects);

    public static TheoryData<string> Changing =>
        [
            .. from service in Contract.Services
            where service == TaskService.Descriptor || service == CallbackService.Descriptor
            from method in service.Methods
            where Contract.Find($"/{service.FullName}/{method.Name}")!.Changes
            select method.Name,
        ];

    [Theory]
    [MemberData(nameof(Changing))]
    public async Task Repeated_HasOneEffect_AndOneAnswer(string method)
    {
        var request = await PrepareAsync(method);

        var answers = await Task.WhenAll(Enumerable.Range(0, Copies).Select(_ => request.Send(false)));

        Assert.Single(answers.Distinct());
        Assert.Equal(1, await request.Effects());
        Assert.Equal(answers[0], await request.Send(false));
        var reused = await Assert.ThrowsAsync<RpcException>(() => request.Send(true));
        Assert.Equal(StatusCode.Aborted, reused.StatusCode);
        Assert.Equal("REQUEST_ID_REUSED", reused.GetRpcStatus()!.GetDetail<ErrorInfo>().Reason);
        Assert.Equal(1, await request.Effects());
    }

    private Task<Prepared> PrepareAsync(string method) =>
        method switch
        {
            nameof(TaskService.TaskServiceClient.CreateTask) => CreateAsync(),
            nameof(TaskService.TaskServiceClient.CreateAndStartTask) => CreateAndStartAsync(),
            nameof(TaskService.TaskServiceClient.CreateTaskWithoutTemplate) => CreateInSpaceAsync(),
            nameof(TaskService.TaskServiceClient.StartTask) => OfTaskAsync(
                "TASK_STARTED",
                started: false,
                async (task, scope) =>
                    await _client.Tasks.StartTaskAsync(
                        new StartTaskRequest
                        {
                            BkBizId = task.Business,
                            TaskId = task.Id,
                            Scope = scope,
                            RequestId = method,
                        }
                    )
            ),
            nameof(TaskService.TaskServiceClient.OperateTask) => OfTaskAsync(
                "PIPELINE_PAUSED",
                started: true,
                async (task, scope) =>
                    await _client.Tasks.OperateTaskAsync(
                        new OperateTaskRequest
                        {
                            BkBizId = task.Business,
                            TaskId = task.Id,
                            Action = "pause",
                            Scope = scope,
                            RequestId = method,
                        }
                    )
            ),
            nameof(TaskService.TaskServiceClient.OperateNode) => OfTaskAsync(
                "NODE_PAUSED",
                started: true,
                async (task, scope) =>
                    await _client.Tasks.OperateNodeAsync(
                        new OperateNodeRequest
                        {
                            BkBizId = task.Business,
                            TaskId = task.Id,
                            NodeId = task["last"],
                            Action = "pause",
                            Scope = scope,
                            RequestId = method,
                        }
                    )
            ),
            nameof(TaskService.TaskServiceClient.ModifyTaskConstants) => OfTaskAsync(
                "CONSTANTS_CHANGED",
                started: false,
                async (task, scope) =>
                    await _client.Tasks.ModifyTaskConstantsAsync(
                        new ModifyTaskConstantsRequest
                        {
                            BkBizId = task.Business,
                            TaskId = task.Id,
                            Constants = { ["${x}"] = new V1.JsonValue { Json = "2" } },
                            Scope = scope,
                            RequestId = method,
                        }
                    )
            ),
            nameof(TaskService.TaskServiceClient.ClaimFunctionalTask) => ClaimAsync(),
            nameof(CallbackService.CallbackServiceClient.NodeCallback) => OfTaskAsync(
                "CALLBACK_RECEIVED",
                started: true,
                async (task, scope) =>
                    await _client.Callbacks.NodeCallbackAsync(
                        new NodeCallbackRequest
                        {
                            BkBizId = task.Business,
                            TaskId = task.Id,
                            NodeId = task["first"],
                            Scope = scope,
                            RequestId = method,
                        }
                    )
            ),
            _ => throw new ArgumentException($"{method} changes something: say here how it is called"),
        };

    private static string Waiting =>
        Tree(
            Constant("x", 1),
            Node("first", "test_multi_callback", ("count", 3)),
            Node("last", "test_echo", ("text", "${x}"))
        );

    private async Task<Prepared> OfTaskAsync(string kind, bool started, Func<StartedRun, string, Task<IMessage>> send)
    {
        var task = started ? await _client.StartAsync(Waiting) : await _client.CreateAsync(Waiting);
        if (started)
        {
            await task.UntilNodeAsync("first", "RUNNING");
        }
        return new Prepared(
            other => send(task, other ? "project" : ""),
            async () => (await task.EventsAsync()).Count(e => e.Kind == kind)
        );
    }

    private async Task<Prepared> ClaimAsync()
    {
        var task = await _client.FunctionalAsync(Waiting);
        return new Prepared(
            async other =>
                await _client.Tasks.ClaimFunctionalTaskAsync(
                    new ClaimFunctionalTaskRequest
                    {
                        BkBizId = task.Business,
                        TaskId = task.Id,
                        Name = other ? "other" : "mine",
                        RequestId = "claim",
                    }
                ),
            async () => (await task.EventsAsync()).Count(e => e.Kind == "TASK_CLAIMED")
        );
    }

    private async Task<Prepared> CreateAsync()
    {
        const long business = 91;
        var template = await _client.TemplateAsync(Waiting, business);
        return new Prepared(
            async other =>
                await _client.Tasks.CreateTaskAsync(
                    new CreateTaskRequest
                    {
                        BkBizId = business,
                        TemplateId = template,
                        Name = other ? "other" : "mine",
                        RequestId = "create",
                    }
                ),
            () => app.CountAsync(business)
        );
    }

    private async Task<Prepared> CreateAndStartAsync()
    {
        const long business = 92;
        var template = await _client.TemplateAsync(Waiting, business);
        return new Prepared(
            async other =>
                await _client.Tasks.CreateAndStartTaskAsync(
                    new CreateAndStartTaskRequest
                    {
                        BkBizId = business,
                        TemplateId = template,
                        Name = other ? "other" : "mine",
                        RequestId = "create-and-start",
                    }
                ),
            () => app.CountAsync(business)
        );
    }

    private Task<Prepared> CreateInSpaceAsync()
    {
        const long space = 93;
        return Task.FromResult(
            new Prepared(
                async other =>
                    await _client.Tasks.CreateTaskWithoutTemplateAsync(
                        new CreateTaskWithoutTemplateRequest
                        {
                            SpaceId = space,
                            Creator = "ann",
                            Name = other ? "other" : "mine",
                            PipelineTree = new V1.JsonValue { Json = Waiting },
                            RequestId = "create-in-space",
                        }
                    ),
                () => app.CountAsync(space)
            )
        );
    }
}
