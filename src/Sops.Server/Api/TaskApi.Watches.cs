using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Sops.Server.Access;
using Sops.Server.Runtime;
using Sops.Storage;
using Sops.V1;

namespace Sops.Server.Api;

public sealed partial class TaskApi
{
    private static readonly WriteOptions Together = new(WriteFlags.BufferHint);

    public override async Task WatchTaskStatus(
        WatchTaskStatusRequest request,
        IServerStreamWriter<WatchTaskStatusResponse> responseStream,
        ServerCallContext context
    )
    {
        var heartbeat = HeartbeatInterval(request.HasHeartbeatInterval ? request.HeartbeatInterval : null);
        var task = await tasks.GetAsync(Call.Of(context), context.CancellationToken);
        long? last = request.HasAfterRevision ? request.AfterRevision : null;
        var life = lives.Begin(context);
        try
        {
            await watch.FollowAsync(
                task.Id,
                last,
                heartbeat,
                run => status.Tree(run),
                () => BeginAsync(context),
                async (Watched<StatusNode> seen) =>
                {
                    await WriteAsync(responseStream, Message(seen), seen.IsFollowed);
                    last = seen.Revision;
                },
                life.Token
            );
        }
        catch (OperationCanceledException) when (life.IsTooOld)
        {
            throw StreamLife.TooOld(last);
        }
    }

    public override async Task WatchTasks(
        WatchTasksRequest request,
        IServerStreamWriter<WatchTasksResponse> responseStream,
        ServerCallContext context
    )
    {
        var heartbeat = HeartbeatInterval(request.HasHeartbeatInterval ? request.HeartbeatInterval : null);
        var shown = times.In(request.ExpectedTimezone);
        var conditions = Conditions(request);
        if (request is { HasIsChildTaskflow: true, IsChildTaskflow: true })
        {
            conditions.Add(new(TaskField.Id, Lookup.In, Array.Empty<long>()));
        }
        var actions = TaskActions.Of(Call.Of(context).Caller);
        var life = lives.Begin(context);
        var seen = businessWatch.FollowAsync(
            TaskQuery.Of(request.BkBizId, conditions),
            heartbeat,
            () => BeginAsync(context),
            life.Token
        );
        try
        {
            await foreach (var told in seen)
            {
                foreach (var task in told.Tasks)
                {
                    var summary = Summary(task, request.ExpectedTimezone.Length > 0 ? shown : null, actions);
                    var message = new WatchTasksResponse { Revision = task.Revision, Task = summary };
                    await WriteAsync(responseStream, message, isFollowed: task != told.Tasks[^1]);
                }
                if (told.IsSynced)
                {
                    await responseStream.WriteAsync(new() { Synced = new Synced() });
                }
                else if (told.Tasks.Count == 0)
                {
                    await responseStream.WriteAsync(new() { Heartbeat = new Heartbeat() });
                }
            }
        }
        catch (OperationCanceledException) when (life.IsTooOld)
        {
            throw StreamLife.TooOld(null);
        }
    }

    /// <param name="isFollowed">By another that is there already: both are sent together.</param>
    private static Task WriteAsync<T>(IServerStreamWriter<T> stream, T message, bool isFollowed)
    {
        stream.WriteOptions = isFollowed ? Together : null;
        return stream.WriteAsync(message);
    }

    private static TimeSpan HeartbeatInterval(int? seconds) =>
        seconds is < 5 or > 60
            ? throw Invalid.Field("heartbeat_interval", "5 to 60 seconds")
            : TimeSpan.FromSeconds(seconds ?? 15);

    /// <summary>Shows the watcher that it was let in, though the first message may be long in coming.</summary>
    private static async Task BeginAsync(ServerCallContext context)
    {
        await context.WriteResponseHeadersAsync([]);
        // Transcoding flushes only what was written.
        await context.GetHttpContext().Response.Body.FlushAsync(context.CancellationToken);
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
