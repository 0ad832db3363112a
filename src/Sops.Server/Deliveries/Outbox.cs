using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using Sops.Engine.Runs;
using Sops.Server.Runtime;
using Sops.Storage;

namespace Sops.Server.Deliveries;

/// <summary>Says whom a turn is told to. It goes by what is in memory alone: no turn ever waits for a receiver.</summary>
public sealed class Outbox(Listeners listeners, Courier courier, IOptions<RuntimeOptions> options)
{
    /// <summary>What is to be stored with the turn; nothing where nobody listens.</summary>
    /// <param name="before">The run as it was.</param>
    public IReadOnlyList<NewDelivery> Of(
        TaskFacts task,
        long revision,
        Run before,
        Decision decision,
        DateTimeOffset at
    )
    {
        var hearing = listeners.Of(task.BusinessId);
        if (hearing.Count == 0 && task.Callback is null)
        {
            return [];
        }
        var deliveries = new List<NewDelivery>();
        foreach (var notice in Notice.Of(before, decision))
        {
            var id = Id(decision.After!.Ids.InstanceId, revision, notice);
            if (task.Callback is { } callback && TaskCallback.Tells(notice.Kind))
            {
                deliveries.Add(ToCallback(id, task, callback, notice, decision.After));
            }
            string? body = null;
            foreach (var listener in hearing.Where(l => l.Hears(notice.Kind, task.TemplateId)))
            {
                body ??= new CloudEvent(id, Source(task.BusinessId), notice.Kind, at).Of(
                    task,
                    revision,
                    decision.After,
                    notice.Node
                );
                deliveries.Add(ToWebhook(id, listener, notice.Kind, Lane(listener, task.Id), body));
            }
        }
        return deliveries;
    }

    /// <summary>To be called once they are durable.</summary>
    public void Committed(IReadOnlyList<NewDelivery> deliveries)
    {
        foreach (var delivery in deliveries)
        {
            courier.Wake(delivery.Host);
        }
    }

    /// <summary>What a webhook is sent where somebody tries it out.</summary>
    public NewDelivery Test(Listener listener, DateTimeOffset at)
    {
        var webhook = listener.Webhook;
        var id = $"evt_{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16))}";
        var body = new CloudEvent(id, Source(webhook.BusinessId), EventKind.Test, at).OfTest(
            webhook.BusinessId,
            webhook.Id
        );
        return ToWebhook(id, listener, EventKind.Test, Lane(listener, 0), body);
    }

    private static NewDelivery ToCallback(string id, TaskFacts task, TaskCallback callback, Notice notice, Run run) =>
        new()
        {
            EventId = id,
            Lane = string.Create(CultureInfo.InvariantCulture, $"callback/{task.Id}"),
            BusinessId = task.BusinessId,
            Kind = notice.Kind,
            Url = callback.Url,
            Host = callback.Host,
            ContentType = callback.ContentType,
            Body = callback.Body(task.Id, notice.Kind, run),
        };

    private static NewDelivery ToWebhook(string id, Listener listener, string kind, string lane, string body) =>
        new()
        {
            EventId = id,
            Lane = lane,
            WebhookId = listener.Webhook.Id,
            BusinessId = listener.Webhook.BusinessId,
            Kind = kind,
            Url = listener.Webhook.Url,
            Host = listener.Host,
            ContentType = CloudEvent.ContentType,
            Body = body,
        };

    private static string Lane(Listener listener, long taskId) =>
        string.Create(CultureInfo.InvariantCulture, $"webhook/{listener.Webhook.Id}/{taskId}");

    private string Source(long businessId) =>
        string.Create(CultureInfo.InvariantCulture, $"{options.Value.PublicUrl}/businesses/{businessId}");

    /// <summary>The same for the same event of the same turn; unlike any other, as the task's own id in it is random.</summary>
    private static string Id(string instanceId, long revision, Notice notice)
    {
        var name = string.Create(
            CultureInfo.InvariantCulture,
            $"{instanceId}/{revision}/{notice.Number}/{notice.Kind}"
        );
        return $"evt_{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)))[..32]}";
    }
}
