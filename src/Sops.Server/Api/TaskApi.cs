using System.Text.Json;
using Grpc.Core;
using Microsoft.Extensions.Options;
using Sops.Engine;
using Sops.Engine.Pipelines;
using Sops.Engine.Runs;
using Sops.Server.Access;
using Sops.Server.Hosting;
using Sops.Server.Runtime;
using Sops.Storage;
using Sops.V1;

namespace Sops.Server.Api;

/// <inheritdoc/>
public sealed partial class TaskApi(
    Tasks tasks,
    TaskStore store,
    TurnRunner turns,
    TaskWatch watch,
    StatusNodes status,
    NodeDetails details,
    TaskUrls urls,
    Times times,
    TimeProvider clock,
    Stopping stopping
) : TaskService.TaskServiceBase
{
    private const int MaxSpaceName = 128;

    public override async Task<CreateTaskResponse> CreateTask(CreateTaskRequest request, ServerCallContext context)
    {
        var made = await tasks.CreateAsync(
            new NewTask
            {
                TemplateId = request.TemplateId,
                TemplateSource = Templates.Source(request.TemplateSource),
                Name = Name(request.Name, Tasks.MaxName),
                Tree = TemplateApi.Tree(request.PipelineTree),
                Constants = Constants(request.Constants),
                ExcludedNodes = request.ExcludeTaskNodesId,
                ExecutedNodes = request.ExecuteTaskNodesId,
                FlowType = FlowType(request.FlowType),
                Description = request.Description,
            },
            Call.Of(context),
            start: false,
            context.CancellationToken
        );
        return new CreateTaskResponse
        {
            TaskId = made.Row.Id,
            TaskUrl = urls.Of(made.Row),
            PipelineTree = Values.Raw(made.Tree),
        };
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
                TemplateSource = Templates.Source(request.TemplateSource),
                Name = Name(request.Name, Tasks.MaxName),
                Constants = Constants(request.Constants),
                ExcludedNodes = request.ExcludeTaskNodesId,
                FlowType = FlowType(request.FlowType),
                Description = request.Description,
            },
            Call.Of(context),
            start: true,
            context.CancellationToken
        );
        return new CreateAndStartTaskResponse
        {
            TaskId = made.Row.Id,
            TaskUrl = urls.Of(made.Row),
            PipelineTree = Values.Raw(made.Tree),
        };
    }

    public override async Task<CreateTaskWithoutTemplateResponse> CreateTaskWithoutTemplate(
        CreateTaskWithoutTemplateRequest request,
        ServerCallContext context
    )
    {
        if (request.Creator.Length is 0 or > 32)
        {
            throw Invalid.Field("creator", "1 to 32 characters");
        }
        var extra = SpaceTasks.Extra(request.NotifyConfig);
        var made = await tasks.CreateAsync(
            new NewTask
            {
                Space = true,
                Name = request.Name.Length == 0 ? "default_taskflow_instance" : Name(request.Name, MaxSpaceName),
                Tree = TemplateApi.Tree(request.PipelineTree) ?? throw Invalid.Field("pipeline_tree", "is required"),
                Constants = Constants(request.Constants),
                Description = request.Description,
                Creator = request.Creator,
                ScopeType = request.HasScopeType ? Text("scope_type", request.ScopeType) : null,
                ScopeValue = request.HasScopeValue ? Text("scope_value", request.ScopeValue) : null,
                Extra = extra,
            },
            Call.Of(context),
            start: false,
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
            _ => throw Invalid.Field("action", "must be start, pause, resume or revoke"),
        };
        var answer = await tasks.OperateAsync(task, command, call);
        return new OperateTaskResponse { Answer = "Success", Revision = answer.Revision };
    }

    public override async Task<OperateNodeResponse> OperateNode(OperateNodeRequest request, ServerCallContext context)
    {
        var task = await tasks.GetAsync(Call.Of(context), context.CancellationToken);
        var call = Call.Of(context);
        var nodes = await turns.ReadAsync(task.Id, run => new NodeFinder(task.Id, run.Run), context.CancellationToken);
        var command = NodeActions.Command(request, nodes, call.Caller);
        var answer = await tasks.OperateAsync(task, command, call);
        return new OperateNodeResponse { Revision = answer.Revision };
    }

    private static string Name(string name, int max) =>
        name.Length is 0 || name.Length > max ? throw Invalid.Field("name", $"1 to {max} characters") : name;

    private static string Text(string field, string value) =>
        value.Length is 0 or > MaxSpaceName ? throw Invalid.Field(field, $"1 to {MaxSpaceName} characters") : value;

    private static string FlowType(string flowType) =>
        flowType switch
        {
            "" or "common" => "common",
            _ => throw Invalid.Field("flow_type", "must be common; functional flows are not served"),
        };

    private static Dictionary<string, JsonElement> Constants(IDictionary<string, JsonValue> constants) =>
        constants.ToDictionary(c => c.Key, c => Values.Parse(c.Value.Json.Length > 0 ? c.Value.Json : "null"));
}
