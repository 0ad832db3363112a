using Google.Protobuf;
using Sops.Server.Tests.App;
using Sops.V1;

namespace Sops.Server.Tests.Durability.Load;

/// <summary>What a step is asked for with: the same message under the same id, however often it has to be sent.</summary>
internal sealed record Request(Step Step, string Id)
{
    /// <param name="task">Null before it is made.</param>
    /// <exception cref="Grpc.Core.RpcException"/>
    public async Task<IMessage> SendAsync(Session session, long template, string name, StartedRun? task)
    {
        var (tasks, deadline) = (session.Client.Tasks, DateTime.UtcNow + session.Patience);
        return (Step.Verb, Step.Node) switch
        {
            ("create", _) => await tasks.CreateTaskAsync(
                new CreateTaskRequest
                {
                    BkBizId = SopsClient.Business,
                    TemplateId = template,
                    Name = name,
                    RequestId = Id,
                },
                deadline: deadline
            ),
            ("create_and_start", _) => await tasks.CreateAndStartTaskAsync(
                new CreateAndStartTaskRequest
                {
                    BkBizId = SopsClient.Business,
                    TemplateId = template,
                    Name = name,
                    RequestId = Id,
                },
                deadline: deadline
            ),
            ("start", _) => await tasks.StartTaskAsync(
                new StartTaskRequest
                {
                    BkBizId = task!.Business,
                    TaskId = task.Id,
                    RequestId = Id,
                },
                deadline: deadline
            ),
            (_, "") => await tasks.OperateTaskAsync(
                new OperateTaskRequest
                {
                    BkBizId = task!.Business,
                    TaskId = task.Id,
                    Action = Step.Verb,
                    RequestId = Id,
                },
                deadline: deadline
            ),
            ("callback", _) => await session.Client.Callbacks.NodeCallbackAsync(
                new NodeCallbackRequest
                {
                    BkBizId = task!.Business,
                    TaskId = task.Id,
                    NodeId = task[Step.Node],
                    CallbackData = new JsonValue { Json = Step.Data },
                    RequestId = Id,
                },
                deadline: deadline
            ),
            _ => await tasks.OperateNodeAsync(
                new OperateNodeRequest
                {
                    BkBizId = task!.Business,
                    TaskId = task.Id,
                    NodeId = task[Step.Node],
                    Action = Step.Verb,
                    RequestId = Id,
                },
                deadline: deadline
            ),
        };
    }
}

/// <summary>An answer that a caller has got, and keeps.</summary>
internal sealed record Answer(Request Request, IMessage Message)
{
    public long Revision =>
        Message switch
        {
            CreateTaskResponse or CreateAndStartTaskResponse => 1,
            StartTaskResponse start => start.Revision,
            OperateTaskResponse task => task.Revision,
            OperateNodeResponse node => node.Revision,
            NodeCallbackResponse callback => callback.Revision,
            _ => throw new InvalidOperationException($"{Message}"),
        };
}
