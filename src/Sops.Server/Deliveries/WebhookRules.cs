using System.Text.Json;
using Sops.Outbound;
using Sops.Storage;

namespace Sops.Server.Deliveries;

/// <summary>What a webhook, and a task's callback, may be.</summary>
public sealed class WebhookRules(OutboundPolicy policy, TemplateStore templates)
{
    public const int MaxDescription = 1000;

    /// <summary>JSON as the row keeps it, without repeats.</summary>
    public static string Written(IEnumerable<string> events) =>
        JsonSerializer.Serialize([.. events.Distinct()], ListenerJson.Default.StringArray);

    public static IReadOnlyList<string> Read(string events) =>
        JsonSerializer.Deserialize(events, ListenerJson.Default.StringArray)!;

    /// <exception cref="SopsException">It may not be called.</exception>
    public void RequireUrl(string field, string url)
    {
        if (url.Length == 0)
        {
            throw Invalid.Field(field, "is required");
        }
        var refusal = Uri.TryCreate(url, UriKind.Absolute, out var uri)
            ? policy.RefusalOf(uri)
            : "is not an absolute one";
        if (refusal is not null)
        {
            throw Invalid.Field(field, $"the URL {refusal}");
        }
    }

    /// <exception cref="SopsException">Its template is unknown, or something of it is wrong.</exception>
    public async Task RequireAsync(WebhookRow webhook, CancellationToken cancellation)
    {
        if (webhook.TemplateId is { } id && !await ExistsAsync(webhook.BusinessId, id, cancellation))
        {
            throw SopsException.NotFound(
                "TEMPLATE_NOT_FOUND",
                $"template[id={id}] of project[project_id={webhook.BusinessId},biz_id={webhook.BusinessId}] does not exist"
            );
        }
        RequireUrl("url", webhook.Url);
        if (Read(webhook.Events).FirstOrDefault(e => !EventKind.All.Contains(e)) is { } unknown)
        {
            var known = string.Join(", ", EventKind.All);
            throw Invalid.Field("events", $"'{unknown}' is none; those are {known}");
        }
        if (Characters.Count(webhook.Description) > MaxDescription)
        {
            throw Invalid.Field("description", $"at most {MaxDescription} characters");
        }
    }

    private async Task<bool> ExistsAsync(long businessId, long id, CancellationToken cancellation) =>
        await templates.FindAsync(businessId, TemplateSource.Project, id, cancellation) is not null
        || await templates.FindAsync(businessId, TemplateSource.Common, id, cancellation) is not null;
}
