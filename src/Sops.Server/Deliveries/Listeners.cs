using System.Collections.Frozen;
using System.Text.Json;
using Sops.Storage;

namespace Sops.Server.Deliveries;

/// <summary>Who listens, in memory: turns ask it, and cost nothing where nobody does.</summary>
public sealed class Listeners(WebhookStore webhooks)
{
    private readonly Lock _lock = new();
    private volatile FrozenDictionary<long, Listener[]> _byBusiness = FrozenDictionary<long, Listener[]>.Empty;

    /// <summary>To be called before the first turn.</summary>
    public async Task LoadAsync(CancellationToken cancellation)
    {
        var all = await webhooks.AllAsync(cancellation);
        lock (_lock)
        {
            _byBusiness = all.GroupBy(w => w.BusinessId).ToFrozenDictionary(g => g.Key, g => Of(g));
        }
    }

    /// <summary>Takes over what a business changed.</summary>
    public async Task RefreshAsync(long businessId)
    {
        var rows = await webhooks.ListAsync(businessId);
        lock (_lock)
        {
            var others = _byBusiness.Where(b => b.Key != businessId);
            _byBusiness = others.Append(new(businessId, Of(rows.OrderBy(w => w.Id)))).ToFrozenDictionary();
        }
    }

    /// <summary>All of a business, disabled ones too.</summary>
    public IReadOnlyList<Listener> Of(long businessId) =>
        _byBusiness.TryGetValue(businessId, out var listeners) ? listeners : [];

    /// <summary>Null where it is gone.</summary>
    public Listener? Find(long businessId, long webhookId) =>
        Of(businessId).FirstOrDefault(l => l.Webhook.Id == webhookId);

    private static Listener[] Of(IEnumerable<WebhookRow> rows) => [.. rows.Select(w => new Listener(w))];
}

/// <summary>A webhook with what it wants to hear.</summary>
public sealed class Listener(WebhookRow webhook)
{
    private readonly FrozenSet<string> _kinds = JsonSerializer
        .Deserialize(webhook.Events, ListenerJson.Default.StringArray)!
        .ToFrozenSet();

    public WebhookRow Webhook { get; } = webhook;
    public string Host { get; } = new Uri(webhook.Url).Authority;

    /// <param name="templateId">Null for a task of none.</param>
    public bool Hears(string kind, long? templateId) =>
        Webhook.Enabled
        && (_kinds.Count == 0 || _kinds.Contains(kind))
        && (Webhook.TemplateId is null || Webhook.TemplateId == templateId);
}

[System.Text.Json.Serialization.JsonSerializable(typeof(string[]))]
internal sealed partial class ListenerJson : System.Text.Json.Serialization.JsonSerializerContext;
