using Google.Protobuf;
using Grpc.Core;
using Sops.Server.Access;
using Sops.Server.Hosting;
using Sops.V1;

namespace Sops.Server.Tests.Rest;

/// <summary>Remembers what a canned service was asked, and by whom.</summary>
public sealed class Recorder
{
    public IMessage? Request { get; private set; }
    public CallerClaims? Claims { get; private set; }

    /// <summary>Thrown in place of the answer.</summary>
    public Exception? Failure { get; set; }

    public Task<T> AnswerAsync<T>(IMessage request, ServerCallContext context, T answer)
    {
        Request = request;
        Claims = CallerClaims.Of(context);
        return Failure is null ? Task.FromResult(answer) : Task.FromException<T>(Failure);
    }

    public T As<T>() => Assert.IsType<T>(Request);
}

public sealed class CannedTemplates : TemplateService.TemplateServiceBase
{
    public Recorder Seen { get; } = new();

    public static JsonValue Null => new() { Json = "null" };

    public override Task<ListTemplatesResponse> ListTemplates(
        ListTemplatesRequest request,
        ServerCallContext context
    ) =>
        Seen.AnswerAsync(
            request,
            context,
            new ListTemplatesResponse
            {
                Templates =
                {
                    new TemplateSummary
                    {
                        BkBizId = 2,
                        BkBizName = new() { Json = "\"blueking\"" },
                        Id = 31,
                        Name = "new201804191218",
                        Category = "Other",
                        Creator = "admin",
                        CreateTime = "2018-04-19 12:04:42 +0800",
                        Editor = Null,
                        EditTime = "2018-04-19 12:04:42 +0800",
                    },
                },
            }
        );

    public override Task<GetTemplateResponse> GetTemplate(GetTemplateRequest request, ServerCallContext context) =>
        Seen.AnswerAsync(
            request,
            context,
            new GetTemplateResponse
            {
                Template = new()
                {
                    Id = request.TemplateId,
                    BkBizId = request.BkBizId,
                    PipelineTree = new() { Json = """{"z":20.0, "a":12345678901234567890}""" },
                },
            }
        );

    public override Task<CreateTemplateResponse> CreateTemplate(
        CreateTemplateRequest request,
        ServerCallContext context
    ) => Seen.AnswerAsync(request, context, new CreateTemplateResponse { TemplateId = 1, TemplateName = request.Name });

    public override Task<UpdateTemplateResponse> UpdateTemplate(
        UpdateTemplateRequest request,
        ServerCallContext context
    ) =>
        Seen.AnswerAsync(request, context, new UpdateTemplateResponse { Template = new() { Id = request.TemplateId } });

    public override Task<DeleteTemplateResponse> DeleteTemplate(
        DeleteTemplateRequest request,
        ServerCallContext context
    ) => Seen.AnswerAsync(request, context, new DeleteTemplateResponse { TemplateId = request.TemplateId });

    public override Task<ValidateTemplateResponse> ValidateTemplate(
        ValidateTemplateRequest request,
        ServerCallContext context
    ) => Seen.AnswerAsync(request, context, new ValidateTemplateResponse { Valid = true });
}

public sealed class CannedCallbacks : CallbackService.CallbackServiceBase
{
    public Recorder Seen { get; } = new();

    public override Task<NodeCallbackResponse> NodeCallback(NodeCallbackRequest request, ServerCallContext context) =>
        Seen.AnswerAsync(request, context, new NodeCallbackResponse { Delivered = true, Revision = 4 });
}

public sealed class CannedTasks(Stopping stopping) : TaskService.TaskServiceBase
{
    public const string Url = "http://h/taskflow/execute/3/?instance_id=10";

    public Recorder Seen { get; } = new();

    /// <summary>Completed when a watch stream was told that its caller has gone.</summary>
    public TaskCompletionSource WatcherGone { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public override Task<CreateTaskResponse> CreateTask(CreateTaskRequest request, ServerCallContext context) =>
        Seen.AnswerAsync(
            request,
            context,
            new CreateTaskResponse
            {
                TaskId = 10,
                TaskUrl = Url,
                PipelineTree = request.PipelineTree ?? new() { Json = "{}" },
            }
        );

    public override Task<CreateAndStartTaskResponse> CreateAndStartTask(
        CreateAndStartTaskRequest request,
        ServerCallContext context
    ) => Seen.AnswerAsync(request, context, new CreateAndStartTaskResponse { TaskId = 5, TaskUrl = Url });

    public override Task<CreateTaskWithoutTemplateResponse> CreateTaskWithoutTemplate(
        CreateTaskWithoutTemplateRequest request,
        ServerCallContext context
    ) =>
        Seen.AnswerAsync(
            request,
            context,
            new CreateTaskWithoutTemplateResponse
            {
                Task = new()
                {
                    Id = 93,
                    SpaceId = request.SpaceId,
                    ScopeType = CannedTemplates.Null,
                    Creator = request.Creator,
                },
            }
        );

    public override Task<StartTaskResponse> StartTask(StartTaskRequest request, ServerCallContext context) =>
        Seen.AnswerAsync(
            request,
            context,
            new StartTaskResponse
            {
                Answer = "Success",
                Task = new() { TaskUrl = Url },
                Revision = 1,
            }
        );

    public override Task<OperateTaskResponse> OperateTask(OperateTaskRequest request, ServerCallContext context) =>
        Seen.AnswerAsync(request, context, new OperateTaskResponse { Answer = "Success", Revision = 2 });

    public override Task<OperateNodeResponse> OperateNode(OperateNodeRequest request, ServerCallContext context) =>
        Seen.AnswerAsync(request, context, new OperateNodeResponse { Revision = 3 });

    public override Task<GetTaskStatusResponse> GetTaskStatus(
        GetTaskStatusRequest request,
        ServerCallContext context
    ) =>
        Seen.AnswerAsync(
            request,
            context,
            new GetTaskStatusResponse
            {
                Revision = 1,
                Status = new()
                {
                    State = "CREATED",
                    Name = "tasktest",
                    StartTime = CannedTemplates.Null,
                    FinishTime = CannedTemplates.Null,
                },
            }
        );

    public override Task<GetTaskDetailResponse> GetTaskDetail(
        GetTaskDetailRequest request,
        ServerCallContext context
    ) => Seen.AnswerAsync(request, context, new GetTaskDetailResponse { Task = new() { Id = request.TaskId } });

    public override Task<GetTaskNodeDetailResponse> GetTaskNodeDetail(
        GetTaskNodeDetailRequest request,
        ServerCallContext context
    ) => Seen.AnswerAsync(request, context, new GetTaskNodeDetailResponse { Node = new() { Id = request.NodeId } });

    public override Task<ListTaskEventsResponse> ListTaskEvents(
        ListTaskEventsRequest request,
        ServerCallContext context
    ) => Seen.AnswerAsync(request, context, new ListTaskEventsResponse { NextPageToken = "t2" });

    /// <summary>A snapshot, then silence until the caller or the server goes; task 404 is not there, task 9 breaks off.</summary>
    public override async Task WatchTaskStatus(
        WatchTaskStatusRequest request,
        IServerStreamWriter<WatchTaskStatusResponse> responseStream,
        ServerCallContext context
    )
    {
        await Seen.AnswerAsync(request, context, true);
        if (request.TaskId == 404)
            throw SopsException.NotFound("TASK_NOT_FOUND", "task 404 does not exist");
        await responseStream.WriteAsync(
            new()
            {
                Revision = 1,
                Snapshot = new()
                {
                    State = "RUNNING",
                    ExData = new() { Json = "{\n  \"n1\": 1.0\r\n}" },
                },
            }
        );
        if (request.TaskId == 9)
            throw new InvalidOperationException("the secret of the house");
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, stopping.Token);
        try
        {
            await Task.Delay(Timeout.Infinite, ends.Token);
        }
        finally
        {
            if (context.CancellationToken.IsCancellationRequested)
                WatcherGone.TrySetResult();
        }
    }
}
