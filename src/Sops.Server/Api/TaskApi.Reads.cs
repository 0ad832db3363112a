using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Sops.Engine.Pipelines;
using Sops.Engine.Runs;
using Sops.Server.Access;
using Sops.Server.Runtime;
using Sops.V1;

namespace Sops.Server.Api;

public sealed partial class TaskApi
{
    public override async Task<GetTaskStatusResponse> GetTaskStatus(
        GetTaskStatusRequest request,
        ServerCallContext context
    )
    {
        var task = await tasks.GetAsync(Call.Of(context), context.CancellationToken);
        return await turns.ReadAsync(
            task.Id,
            loaded =>
            {
                var run = loaded.Run;
                var root = 0;
                if (request.SubprocessId.Length > 0)
                {
                    root = new NodeFinder(task.Id, run).Node("subprocess_id", request.SubprocessId);
                    if (run.Tree[root] is not Subprocess)
                    {
                        throw Invalid.Field("subprocess_id", "is not a sub-process");
                    }
                }
                var node = status.Tree(loaded, root);
                if (request.WithExData)
                {
                    node.ExData = StatusNodes.FailureReasons(run);
                }
                if (request.WithFailedNodeInfo)
                {
                    node.FailedNodeInfo = StatusNodes.FailedNodes(run);
                }
                if (request.WithAutoRetryStatus)
                {
                    node.AutoRetryStatus = StatusNodes.AutoRetries(run);
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
        var task = await tasks.GetAsync(Call.Of(context), context.CancellationToken);
        var tree = await tasks.TreeAsync(task, context.CancellationToken);
        var outputs = await turns.ReadAsync(
            task.Id,
            run => TaskOutputs.Of(run.Run).ToList(),
            context.CancellationToken
        );
        return new GetTaskDetailResponse
        {
            Task = new TaskDetail
            {
                Id = task.Id,
                ProjectId = task.BusinessId,
                BusinessId = task.BusinessId,
                Name = task.Name,
                TemplateId = Values.Of(task.TemplateId),
                CreateTime = times.Text(task.CreateTime),
                CreateMethod = task.CreateMethod,
                StartTime = times.Text(task.StartTime),
                FinishTime = times.Text(task.FinishTime),
                ElapsedTime = times.Elapsed(task.StartTime, task.FinishTime),
                Creator = task.Creator,
                Executor = task.Operator,
                PipelineTree = Values.Raw(tree),
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
        var task = await tasks.GetAsync(Call.Of(context), context.CancellationToken);
        var node = await details.GetAsync(task, request, context.CancellationToken);
        return new GetTaskNodeDetailResponse { Node = node };
    }

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

    public override async Task WatchTaskStatus(
        WatchTaskStatusRequest request,
        IServerStreamWriter<WatchTaskStatusResponse> responseStream,
        ServerCallContext context
    )
    {
        if (request.HasHeartbeatInterval && request.HeartbeatInterval is < 5 or > 60)
        {
            throw Invalid.Field("heartbeat_interval", "5 to 60 seconds");
        }
        var task = await tasks.GetAsync(Call.Of(context), context.CancellationToken);
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, stopping.Token);
        var seen = watch.FollowAsync(
            task.Id,
            request.HasAfterRevision ? request.AfterRevision : null,
            TimeSpan.FromSeconds(request.HasHeartbeatInterval ? request.HeartbeatInterval : 15),
            run => status.Tree(run),
            ends.Token
        );
        await foreach (var message in seen)
        {
            await responseStream.WriteAsync(Message(message), ends.Token);
        }
    }

    private WatchTaskStatusResponse Message(Watched<StatusNode> seen)
    {
        var message = new WatchTaskStatusResponse { Revision = seen.Revision };
        if (seen.Snapshot is { } snapshot)
        {
            message.Snapshot = snapshot;
        }
        else if (seen.Change is { } change)
        {
            message.Change = new StatusChange
            {
                State = change.State,
                Nodes = { change.Nodes.Select(n => status.Flat(n, seen.At)) },
                CommitTime = Timestamp.FromDateTimeOffset(seen.At),
            };
        }
        else
        {
            message.Heartbeat = new Heartbeat();
        }
        return message;
    }
}
