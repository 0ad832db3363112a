using Grpc.Core;
using Sops.Engine.Runs;
using Sops.Server.Access;
using Sops.Server.Runtime;
using Sops.V1;

namespace Sops.Server.Api;

/// <inheritdoc/>
public sealed class SpaceTaskApi(
    Tasks tasks,
    TurnRunner turns,
    StatusNodes status,
    NodeDetails details,
    TaskContents contents,
    TaskUrls urls,
    Times times
) : SpaceTaskService.SpaceTaskServiceBase
{
    public override async Task<OperateSpaceTaskResponse> OperateSpaceTask(
        OperateSpaceTaskRequest request,
        ServerCallContext context
    )
    {
        var call = Call.Of(context);
        var task = await tasks.GetAsync(call, context.CancellationToken);
        Command command = request.Operation switch
        {
            "start" => new StartTask(call.Caller.User),
            "pause" => new PausePipeline(0),
            "resume" => new ResumePipeline(0),
            "revoke" => new RevokeTask(),
            _ => throw SopsException.Invalid(
                FailureReasons.RequestInvalid,
                "task command is invalid",
                new FieldViolation("operation", "must be start, pause, resume or revoke")
            ),
        };
        var answer = await tasks.OperateAsync(task, command, call);
        return new OperateSpaceTaskResponse { Data = Values.Null, Revision = answer.Revision };
    }

    public override async Task<OperateSpaceTaskNodeResponse> OperateSpaceTaskNode(
        OperateSpaceTaskNodeRequest request,
        ServerCallContext context
    )
    {
        var call = Call.Of(context);
        var task = await tasks.GetAsync(call, context.CancellationToken);
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
        return new OperateSpaceTaskNodeResponse { Data = Values.Null, Revision = answer.Revision };
    }

    public override async Task<GetSpaceTaskStatesResponse> GetSpaceTaskStates(
        GetSpaceTaskStatesRequest request,
        ServerCallContext context
    )
    {
        var task = await tasks.GetAsync(Call.Of(context), context.CancellationToken);
        return await turns.ReadAsync(
            task.Id,
            loaded => new GetSpaceTaskStatesResponse
            {
                States = SpaceTasks.WithTexts(status.Tree(loaded)),
                Revision = loaded.Run.Revision,
            },
            context.CancellationToken
        );
    }

    public override async Task<GetSpaceTaskDetailResponse> GetSpaceTaskDetail(
        GetSpaceTaskDetailRequest request,
        ServerCallContext context
    )
    {
        var found = await tasks.GetAsync(Call.Of(context), context.CancellationToken);
        var (task, tree, outputs) = await contents.ReadAsync(found, context.CancellationToken);
        var detail = SpaceTasks.DetailOf(task, times);
        detail.ElapsedTime = times.Elapsed(task.StartTime, task.FinishTime);
        detail.PipelineTree = request.View == View.Basic ? null : Values.Raw(tree);
        detail.Constants = TaskOutputs.Constants(tree);
        detail.Outputs.Add(outputs);
        detail.TaskUrl = urls.Of(task);
        return new GetSpaceTaskDetailResponse { Task = detail };
    }

    public override async Task<GetSpaceTaskNodeDetailResponse> GetSpaceTaskNodeDetail(
        GetSpaceTaskNodeDetailRequest request,
        ServerCallContext context
    )
    {
        var task = await tasks.GetAsync(Call.Of(context), context.CancellationToken);
        return new GetSpaceTaskNodeDetailResponse
        {
            Node = await details.GetAsync(task, AskedNode.Of(request), context.CancellationToken),
        };
    }
}
