using System.Text.Json.Nodes;
using Grpc.Core;
using Sops.Server.Access;
using Sops.Server.Schedules;
using Sops.Storage;
using Sops.V1;

namespace Sops.Server.Api;

public sealed partial class TaskApi
{
    public override async Task<ListTaskOperationsResponse> ListTaskOperations(
        ListTaskOperationsRequest request,
        ServerCallContext context
    )
    {
        var pages = new Pages(request);
        var task = await tasks.GetAsync(Call.Of(context), context.CancellationToken);
        var read = await operations.OfTaskAsync(
            task.BusinessId,
            task.Id,
            request.NodeId.Length > 0 ? request.NodeId : null,
            pages.BeforeId,
            pages.Limit,
            context.CancellationToken
        );
        var (items, next) = pages.Cut(read, o => o.Id);
        return new ListTaskOperationsResponse { Operations = { items.Select(Operation) }, NextPageToken = next };
    }

    private TaskOperation Operation(OperationRecord operation) =>
        new()
        {
            Id = operation.Id,
            Operator = operation.Operator,
            OperateType = OperateType(operation.Name),
            OperateSource = operation.Method is PeriodicFiring.Method or ClockedFiring.Method
                ? operation.Method
                : "api",
            InstanceId = operation.TaskId,
            ProjectId = operation.BusinessId,
            OperateDate = times.Text(operation.At),
            NodeId = operation.NodeId,
            AppCode = operation.AppCode,
            Outcome = operation.Outcome,
            ExtraInfo = Values.Of(
                new JsonObject { ["request_id"] = operation.RequestId, ["method"] = operation.Method }
            ),
        };

    private static string OperateType(string name) =>
        name switch
        {
            "create_task" or "create_and_start_task" or "create_task_without_template" => "create",
            "start_task" => "start",
            "node_callback" => "callback",
            "claim_functional_task" => "claim",
            "modify_task_constants" => "update",
            _ => name,
        };
}
