namespace Sops.Storage;

/// <summary>Writes deliveries: the new ones with the turn that they tell of.</summary>
internal sealed class DeliveryWriter(WriteSession session)
{
    private readonly Statement _insert = session.Prepare(
        """
        INSERT INTO delivery (event_id, lane, webhook_id, business_id, task_id, kind, url, host, content_type, body,
            state, attempts, last_error, created_at, next_at)
        VALUES (@event_id, @lane, @webhook_id, @business_id, @task_id, @kind, @url, @host, @content_type, @body,
            0, 0, '', @created_at,
            CASE WHEN EXISTS (SELECT 1 FROM delivery WHERE lane = @lane AND state = 0) THEN NULL ELSE @created_at END)
        """
    );

    public void Write(NewDelivery delivery, long taskId, DateTimeOffset at)
    {
        _insert.Run(
            delivery.EventId,
            delivery.Lane,
            delivery.WebhookId,
            delivery.BusinessId,
            taskId,
            delivery.Kind,
            delivery.Url,
            delivery.Host,
            delivery.ContentType,
            delivery.Body,
            at.ToUnixTimeMilliseconds()
        );
        session.Characters += delivery.Body.Length;
    }
}
