using Grpc.Core;
using Sops.Engine.Pipelines;
using Sops.Engine.Runs;
using Sops.Server.Access;
using Sops.Server.Runtime;
using Sops.Storage;
using Sops.V1;

namespace Sops.Server.Api;

public sealed partial class TaskApi
{
    public override async Task<GetTaskStatusResponse> GetTaskStatus(
        GetTaskStatusRequest request,
        ServerCallContext context
    )
    {
        var isPlain =
            request is { SubprocessId: "", WithExData: false, WithFailedNodeInfo: false, WithAutoRetryStatus: false };
        var call = Call.Of(context);
        if (isPlain && views.Find(call.TaskId) is { } seen && seen.Task.BusinessId == call.BusinessId)
        {
            return new GetTaskStatusResponse { Status = status.Tree(seen), Revision = seen.Revision };
        }
        var task = await FindAsync(
            context,
            (id, _) => $"task[id={id}] get status error: TaskFlowInstance matching query does not exist."
        );
        return await turns.ReadAsync(
            task.Id,
            loaded =>
            {
                var run = loaded.Run;
                if (isPlain)
                {
                    return new GetTaskStatusResponse
                    {
                        Status = status.Tree(views.Keep(loaded)),
                        Revision = run.Revision,
                    };
                }
                var root = request.SubprocessId.Length > 0 ? SubprocessOf(run, task.Id, request.SubprocessId) : 0;
                var node = status.Tree(loaded, root);
                if (request.WithExData)
                {
                    node.ExData = StatusNodes.FailureReasons(run, root);
                }
                if (request.WithFailedNodeInfo)
                {
                    node.FailedNodeInfo = StatusNodes.FailedNodes(run, root);
                }
                if (request.WithAutoRetryStatus)
                {
                    node.AutoRetryStatus = StatusNodes.AutoRetries(run, root);
                }
                return new GetTaskStatusResponse { Status = node, Revision = run.Revision };
            },
            context.CancellationToken
        );
    }

    public override async Task<GetTaskDetailResponse> GetTaskDetail(
        GetTaskDetailRequest request,
        ServerCallContext context
    )
    {
        var found = await FindAsync(
            context,
            (id, project) => $"[API] get_task_detail task[id={id}] of {project} does not exist"
        );
        var (task, tree, outputs) = await contents.ReadAsync(found, context.CancellationToken);
        return new GetTaskDetailResponse
        {
            Task = new TaskDetail
            {
                Id = task.Id,
                ProjectId = task.BusinessId,
                ProjectName = names.Text(task.BusinessId),
                BusinessId = task.BusinessId,
                BusinessName = names.Text(task.BusinessId),
                Name = task.Name,
                TemplateId = Values.Of(task.TemplateId),
                CreateTime = times.Text(task.CreateTime),
                CreateMethod = task.CreateMethod,
                StartTime = times.Text(task.StartTime),
                FinishTime = times.Text(task.FinishTime),
                ElapsedTime = times.Elapsed(task.StartTime, task.FinishTime),
                Creator = task.Creator,
                Executor = task.Operator,
                PipelineTree = request.View == View.Basic ? null : Values.Raw(tree),
                TaskUrl = urls.Of(task),
                Constants = TaskOutputs.Constants(tree),
                Outputs = { outputs },
                ExData = Values.Of(""),
            },
        };
    }

    public override async Task<GetTaskNodeDetailResponse> GetTaskNodeDetail(
        GetTaskNodeDetailRequest request,
        ServerCallContext context
    )
    {
        var task = await FindAsync(
            context,
            (id, project) => $"[API] get_task_node_detail task[id={id}] of {project} does not exist"
        );
        return new GetTaskNodeDetailResponse
        {
            Node = await details.GetAsync(task, AskedNode.Of(request), context.CancellationToken),
        };
    }

    /// <summary>The task that a call names, or the words in which bk-sops' method says that there is none.</summary>
    private async Task<TaskRow> FindAsync(ServerCallContext context, Func<long, string, string> missing)
    {
        var call = Call.Of(context);
        return await store.FindAsync(call.BusinessId, call.TaskId, context.CancellationToken)
            ?? throw SopsException.NotFound(
                "TASK_NOT_FOUND",
                missing(call.TaskId, $"project[project_id={call.BusinessId}, biz_id={call.BusinessId}]")
            );
    }

    private static int SubprocessOf(Run run, long taskId, string id) =>
        run.Ids.TryParseNode(id, out var index)
        && index > 0
        && index < run.Tree.Nodes.Count
        && run.Tree[index] is Subprocess
            ? index
            : throw SopsException.NotFound(
                "SUBPROCESS_NOT_FOUND",
                $"task[{taskId}] does not have sub-process[{Texts.Shortened(id)}]"
            );

    public override async Task<ListTaskEventsResponse> ListTaskEvents(
        ListTaskEventsRequest request,
        ServerCallContext context
    )
    {
        var size = request.PageSize switch
        {
            0 => TaskEvents.DefaultPage,
            > 0 and <= TaskEvents.MaxPage => request.PageSize,
            _ => throw Invalid.Field("page_size", $"1 to {TaskEvents.MaxPage}"),
        };
        var task = await tasks.GetAsync(Call.Of(context), context.CancellationToken);
        var from = EventPlace.Parse(request.PageToken, task.Id);
        var turns = store.ReadEventsAsync(task.Id, from.Revision - 1, context.CancellationToken);
        return await TaskEvents.PageAsync(new TaskIds(task.InstanceId), task.Id, turns, from, size);
    }
}
