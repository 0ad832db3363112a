using Sops.Server.Access;
using Sops.Storage;

namespace Sops.Server.Deliveries;

/// <summary>What a caller has sent: once more, or to try a webhook out.</summary>
public sealed class Redelivery(
    DeliveryStore store,
    Webhooks webhooks,
    Listeners listeners,
    Outbox outbox,
    Courier courier,
    Requests requests,
    TimeProvider clock
)
{
    /// <exception cref="SopsException">There is no such delivery, or it has not ended, or its webhook takes nothing.</exception>
    public Task<Answer> ResendAsync(long deliveryId, Call call, CancellationToken cancellation) =>
        requests.OnceAsync(
            call,
            async () =>
            {
                var delivery =
                    await store.FindAsync(call.BusinessId, deliveryId, cancellation)
                    ?? throw SopsException.NotFound("DELIVERY_NOT_FOUND", $"delivery[id={deliveryId}] does not exist");
                if (delivery.WebhookId is { } webhook)
                {
                    RequireTaking(listeners.Find(delivery.BusinessId, webhook));
                }
                var now = clock.GetUtcNow();
                var answer = new Answer
                {
                    DeliveryId = delivery.Id,
                    SubjectId = delivery.WebhookId ?? 0,
                    TaskId = delivery.TaskId,
                };
                if (!await store.ResendAsync(call.BusinessId, delivery.Id, now, call.Record(answer, now), cancellation))
                {
                    throw SopsException.Refused("DELIVERY_PENDING", "the delivery is still to be sent");
                }
                courier.Wake(delivery.Host);
                return answer;
            }
        );

    /// <exception cref="SopsException">There is no such webhook, it takes nothing, or a test is on its way.</exception>
    public Task<Answer> TestAsync(Call call, CancellationToken cancellation) =>
        requests.OnceAsync(
            call,
            async () =>
            {
                var webhook = await webhooks.GetAsync(call, cancellation);
                RequireTaking(new Listener(webhook));
                var now = clock.GetUtcNow();
                var test = outbox.Test(new Listener(webhook), now);
                var id =
                    await store.InsertAsync(test, now, id => call.Record(AnswerOf(id), now), cancellation)
                    ?? throw SopsException.Refused("TEST_PENDING", "a test of this webhook is still to be delivered");
                outbox.Committed([test]);
                return AnswerOf(id);

                Answer AnswerOf(long id) => new() { DeliveryId = id, SubjectId = webhook.Id };
            }
        );

    private static void RequireTaking(Listener? listener)
    {
        if (listener is not { Webhook.Enabled: true })
        {
            throw SopsException.Refused(
                listener is null ? "WEBHOOK_DELETED" : "WEBHOOK_DISABLED",
                $"the webhook {(listener is null ? "was deleted" : "is disabled")}"
            );
        }
    }
}
