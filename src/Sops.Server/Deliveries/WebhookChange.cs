using Sops.Storage;

namespace Sops.Server.Deliveries;

/// <summary>What is to be changed about a webhook; null leaves it as it is.</summary>
public sealed record WebhookChange
{
    public string? Url { get; init; }
    public IReadOnlyList<string>? Events { get; init; }

    /// <summary>0: any template, or none.</summary>
    public long? TemplateId { get; init; }
    public string? Description { get; init; }
    public bool? Enabled { get; init; }

    public WebhookRow ApplyTo(WebhookRow row) =>
        row with
        {
            Url = Url ?? row.Url,
            Events = Events is null ? row.Events : WebhookRules.Written(Events),
            TemplateId = TemplateId is { } id ? (id == 0 ? null : id) : row.TemplateId,
            Description = Description ?? row.Description,
            Enabled = Enabled ?? row.Enabled,
        };
}
