using System.Text.Json;
using Grpc.Core;
using Microsoft.Extensions.Options;
using Sops.Engine.Runs;
using Sops.Server.Access;
using Sops.Server.Runtime;
using Sops.Storage;
using Sops.V1;

namespace Sops.Server.Api;

/// <inheritdoc/>
public sealed partial class TaskApi(
    Tasks tasks,
    TaskStore store,
    OperationStore operations,
    TurnRunner turns,
    TaskViews views,
    TaskWatch watch,
    BusinessWatch businessWatch,
    StreamLives lives,
    StatusNodes status,
    NodeDetails details,
    TaskContents contents,
    TaskUrls urls,
    BusinessNames names,
    Times times,
    TimeProvider clock
) : TaskService.TaskServiceBase
{
    private const int LongestSpaceText = 128;
    private const int LongestSpaceUser = 32;

    public override async Task<CreateTaskResponse> CreateTask(CreateTaskRequest request, ServerCallContext context)
    {
        var tree = TemplateApi.Tree(request.PipelineTree);
        var made = await tasks.CreateAsync(
            new NewTask
            {
                TemplateId = request.TemplateId,
                TemplateSource = TemplateInputs.Source(request.TemplateSource),
                Name = request.Name,
                Tree = tree,
                TreeRefusal = tree is null
                    ? "[API] create_task create pipeline without tree error: "
                    : "[API] create_task get invalid pipeline_tree: ",
                Constants = Constants(request.Constants),
                SimplifiedConstants = request.SimplifyVars,
                ExcludedNodes = request.ExcludeTaskNodesId,
                ExecutedNodes = request.ExecuteTaskNodesId,
                Schemes = Values.Parse(request.TemplateSchemesId),
                FlowType = FlowType(request.FlowType),
                Description = request.Description,
                CallbackUrl = request.CallbackUrl,
                CallbackVersion = request.CallbackVersion,
            },
            Call.Of(context),
            context.CancellationToken
        );
        var response = new CreateTaskResponse
        {
            TaskId = made.Row.Id,
            TaskUrl = urls.Of(made.Row),
            PipelineTree = Tree(made, request.View),
        };
        if (urls.ToClaim(made.Row) is { } url)
        {
            response.FunctionTaskClaimUrl = url;
        }
        return response;
    }

    public override async Task<CreateAndStartTaskResponse> CreateAndStartTask(
        CreateAndStartTaskRequest request,
        ServerCallContext context
    )
    {
        var made = await tasks.CreateAsync(
            new NewTask
            {
                TemplateId = request.TemplateId,
                TemplateSource = TemplateInputs.Source(request.TemplateSource),
                Name = request.Name,
                Constants = Constants(request.Constants),
                ExcludedNodes = request.ExcludeTaskNodesId,
                Schemes = Values.Parse(request.TemplateSchemesId),
                FlowType = FlowType(request.FlowType),
                Description = request.Description,
                CallbackUrl = request.CallbackUrl,
                CallbackVersion = request.CallbackVersion,
                Starts = true,
            },
            Call.Of(context),
            context.CancellationToken
        );
        return new CreateAndStartTaskResponse
        {
            TaskId = made.Row.Id,
            TaskUrl = urls.Of(made.Row),
            PipelineTree = Tree(made, request.View),
        };
    }

    public override async Task<CreateTaskWithoutTemplateResponse> CreateTaskWithoutTemplate(
        CreateTaskWithoutTemplateRequest request,
        ServerCallContext context
    )
    {
        var made = await tasks.CreateAsync(
            new NewTask
            {
                Space = true,
                Creator = Creator(request.Creator, Call.Of(context).Caller),
                Name = request.Name.Length == 0 ? "default_taskflow_instance" : request.Name,
                ScopeType = request.HasScopeType ? Text("scope_type", request.ScopeType, LongestSpaceText) : null,
                ScopeValue = request.HasScopeValue ? Text("scope_value", request.ScopeValue, LongestSpaceText) : null,
                Tree = TemplateApi.Tree(request.PipelineTree) ?? throw Invalid.Field("pipeline_tree", "is required"),
                Constants = Constants(request.Constants),
                Description = request.Description,
                Extra = SpaceTasks.Extra(request.NotifyConfig),
            },
            Call.Of(context),
            context.CancellationToken
        );
        return new CreateTaskWithoutTemplateResponse { Task = SpaceTasks.Of(made.Row, times) };
    }

    public override async Task<StartTaskResponse> StartTask(StartTaskRequest request, ServerCallContext context)
    {
        var task = await tasks.GetAsync(Call.Of(context), context.CancellationToken);
        var call = Call.Of(context);
        var answer = await tasks.OperateAsync(task, new StartTask(call.Caller.User), call);
        return new StartTaskResponse
        {
            Answer = "Success",
            Task = new StartedTask { TaskUrl = urls.Of(task) },
            Revision = answer.Revision,
        };
    }

    public override async Task<OperateTaskResponse> OperateTask(OperateTaskRequest request, ServerCallContext context)
    {
        var task = await tasks.GetAsync(Call.Of(context), context.CancellationToken);
        var call = Call.Of(context);
        Command command = request.Action switch
        {
            "start" => new StartTask(call.Caller.User),
            "pause" => new PausePipeline(0),
            "resume" => new ResumePipeline(0),
            "revoke" => new RevokeTask(),
            _ => throw SopsException.Invalid(
                FailureReasons.RequestInvalid,
                "task command is invalid",
                new FieldViolation("action", "must be start, pause, resume or revoke")
            ),
        };
        var answer = await tasks.OperateAsync(task, command, call);
        return new OperateTaskResponse { Answer = "Success", Revision = answer.Revision };
    }

    public override async Task<OperateNodeResponse> OperateNode(OperateNodeRequest request, ServerCallContext context)
    {
        var task = await tasks.GetAsync(Call.Of(context), context.CancellationToken);
        var call = Call.Of(context);
        var command = await turns.ReadAsync(
            task.Id,
            read =>
                NodeActions.Command(
                    request,
                    new NodeFinder(task.Id, read.Run) { Operation = "nodes_action" },
                    call.Caller
                ),
            call
        );
        var answer = await tasks.OperateAsync(task, command, call);
        return new OperateNodeResponse { Revision = answer.Revision };
    }

    private static JsonValue? Tree(MadeTask made, View view) => view == View.Basic ? null : Values.Raw(made.Tree());

    private static string Text(string field, string value, int longest) =>
        value.Length == 0 || Characters.Count(value) > longest
            ? throw Invalid.Field(field, $"1 to {longest} characters")
            : value;

    /// <summary>Who is to be shown as the maker: a user that the app acts for, as with operator.</summary>
    private static string Creator(string given, Caller caller) =>
        Text("creator", given, LongestSpaceUser) == caller.User || caller.MayImpersonate
            ? given
            : throw new SopsException(
                FailureKind.Denied,
                "IMPERSONATION_DENIED",
                $"creator: the app {caller.AppCode} may not act for another user; it must be {caller.User}"
            );

    private static string FlowType(string flowType) => flowType.Length == 0 ? TaskRow.CommonType : flowType;
}
