using Grpc.Core;
using Sops.Engine;
using Sops.Engine.Runs;
using Sops.Server.Access;
using Sops.Server.Runtime;
using Sops.V1;

namespace Sops.Server.Api;

/// <inheritdoc/>
public sealed class CallbackApi(Tasks tasks, TurnRunner turns) : CallbackService.CallbackServiceBase
{
    public override async Task<NodeCallbackResponse> NodeCallback(
        NodeCallbackRequest request,
        ServerCallContext context
    )
    {
        var task = await tasks.GetAsync(Call.Of(context), context.CancellationToken);
        var command = await turns.ReadAsync(
            task.Id,
            read =>
            {
                var find = new NodeFinder(task.Id, read.Run);
                var node = find.Node("node_id", request.NodeId);
                return new CallBack(
                    node,
                    find.Attempt(request.Version, node),
                    Values.Parse(request.CallbackData) ?? Json.Null
                );
            },
            Call.Of(context)
        );
        var answer = await tasks.OperateAsync(task, command, Call.Of(context));
        return new NodeCallbackResponse { Delivered = answer.Delivered, Revision = answer.Revision };
    }
}
