using Grpc.Core;
using Sops.Server.Access;
using Sops.Storage;
using Sops.V1;

namespace Sops.Server.Api;

public sealed partial class WebhookApi
{
    public override async Task<TestWebhookResponse> TestWebhook(TestWebhookRequest request, ServerCallContext context)
    {
        var answer = await redelivery.TestAsync(Call.Of(context), context.CancellationToken);
        return new TestWebhookResponse { DeliveryId = answer.DeliveryId };
    }

    public override async Task<ListDeliveriesResponse> ListDeliveries(
        ListDeliveriesRequest request,
        ServerCallContext context
    )
    {
        var pages = new Pages(request);
        var read = await deliveries.ListAsync(
            new DeliveryQuery
            {
                BusinessId = request.BkBizId,
                State = State(request.State),
                TaskId = request.TaskId == 0 ? null : request.TaskId,
                WebhookId = request.WebhookId == 0 ? null : request.WebhookId,
                BeforeId = pages.BeforeId,
                Limit = pages.Limit,
            },
            context.CancellationToken
        );
        var (rows, next) = pages.Cut(read, d => d.Id);
        return new ListDeliveriesResponse { Deliveries = { rows.Select(View) }, NextPageToken = next };
    }

    public override async Task<ResendDeliveryResponse> ResendDelivery(
        ResendDeliveryRequest request,
        ServerCallContext context
    )
    {
        var answer = await redelivery.ResendAsync(request.DeliveryId, Call.Of(context), context.CancellationToken);
        return new ResendDeliveryResponse { DeliveryId = answer.DeliveryId };
    }

    private static DeliveryState? State(string state) =>
        state switch
        {
            "" => null,
            "PENDING" => DeliveryState.Pending,
            "DELIVERED" => DeliveryState.Delivered,
            "DEAD" => DeliveryState.Dead,
            _ => throw Invalid.Field("state", "must be PENDING, DELIVERED or DEAD"),
        };

    private Delivery View(DeliveryRow row) =>
        new()
        {
            Id = row.Id,
            EventId = row.EventId,
            Event = row.Kind,
            TaskId = row.TaskId,
            WebhookId = row.WebhookId ?? 0,
            Host = row.Host,
            State = row.State.ToString().ToUpperInvariant(),
            Attempts = row.Attempts,
            NextAttemptTime = times.Json(row.NextAt),
            CreateTime = times.Text(row.CreatedAt),
            FinishTime = times.Json(row.EndedAt),
            LastStatus = row.LastStatus ?? 0,
            LastError = row.LastError,
        };
}
