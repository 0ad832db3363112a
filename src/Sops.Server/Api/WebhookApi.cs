using Grpc.Core;
using Sops.Server.Access;
using Sops.Server.Deliveries;
using Sops.Storage;
using Sops.V1;

namespace Sops.Server.Api;

/// <inheritdoc/>
public sealed partial class WebhookApi(
    Webhooks webhooks,
    WebhookStore store,
    DeliveryStore deliveries,
    Redelivery redelivery,
    Times times
) : WebhookService.WebhookServiceBase
{
    /// <summary>Paths of an update mask.</summary>
    private static readonly string[] Changeable = ["url", "events", "template_id", "description", "enabled"];

    public override async Task<CreateWebhookResponse> CreateWebhook(
        CreateWebhookRequest request,
        ServerCallContext context
    )
    {
        var made = await webhooks.CreateAsync(
            new WebhookRow
            {
                BusinessId = request.BkBizId,
                Url = request.Url,
                Events = WebhookRules.Written(request.Events),
                TemplateId = request.TemplateId == 0 ? null : request.TemplateId,
                Description = request.Description,
                Secret = "",
                Creator = "",
                CreateTime = default,
                EditTime = default,
            },
            Call.Of(context),
            context.CancellationToken
        );
        return new CreateWebhookResponse { Webhook = View(made), Secret = made.Secret };
    }

    public override async Task<ListWebhooksResponse> ListWebhooks(
        ListWebhooksRequest request,
        ServerCallContext context
    )
    {
        var pages = new Pages(request);
        var read = await store.ListAsync(request.BkBizId, pages.BeforeId, pages.Limit, context.CancellationToken);
        var (rows, next) = pages.Cut(read, w => w.Id);
        return new ListWebhooksResponse { Webhooks = { rows.Select(View) }, NextPageToken = next };
    }

    public override async Task<GetWebhookResponse> GetWebhook(GetWebhookRequest request, ServerCallContext context) =>
        new() { Webhook = View(await webhooks.GetAsync(Call.Of(context), context.CancellationToken)) };

    public override async Task<UpdateWebhookResponse> UpdateWebhook(
        UpdateWebhookRequest request,
        ServerCallContext context
    )
    {
        var changed = await webhooks.UpdateAsync(
            Change(request),
            request.Etag,
            Call.Of(context),
            context.CancellationToken
        );
        return new UpdateWebhookResponse { Webhook = View(changed) };
    }

    public override async Task<DeleteWebhookResponse> DeleteWebhook(
        DeleteWebhookRequest request,
        ServerCallContext context
    )
    {
        var deleted = await webhooks.DeleteAsync(request.Etag, Call.Of(context), context.CancellationToken);
        return new DeleteWebhookResponse { WebhookId = deleted.Id };
    }

    public override async Task<RotateWebhookSecretResponse> RotateWebhookSecret(
        RotateWebhookSecretRequest request,
        ServerCallContext context
    )
    {
        var rotated = await webhooks.RotateAsync(request.Etag, Call.Of(context), context.CancellationToken);
        return new RotateWebhookSecretResponse { Webhook = View(rotated), Secret = rotated.Secret };
    }

    private static WebhookChange Change(UpdateWebhookRequest request)
    {
        var given = new WebhookChange
        {
            Url = request.HasUrl ? request.Url : null,
            Events = request.Events.Count > 0 ? request.Events : null,
            TemplateId = request.HasTemplateId ? request.TemplateId : null,
            Description = request.HasDescription ? request.Description : null,
            Enabled = request.HasEnabled ? request.Enabled : null,
        };
        return request.UpdateMask is { Paths.Count: > 0 } mask ? Masked(given, [.. mask.Paths]) : given;
    }

    /// <summary>Exactly what the mask names; what was not given then is emptied.</summary>
    private static WebhookChange Masked(WebhookChange given, HashSet<string> paths)
    {
        if (paths.FirstOrDefault(p => !Changeable.Contains(p)) is { } unknown)
        {
            throw Invalid.Field(
                "update_mask",
                $"{unknown} is no field that can be changed; those are {string.Join(", ", Changeable)}"
            );
        }
        return new WebhookChange
        {
            Url = paths.Contains("url") ? given.Url ?? "" : null,
            Events = paths.Contains("events") ? given.Events ?? [] : null,
            TemplateId = paths.Contains("template_id") ? given.TemplateId ?? 0 : null,
            Description = paths.Contains("description") ? given.Description ?? "" : null,
            Enabled = paths.Contains("enabled") ? given.Enabled ?? false : null,
        };
    }

    private Webhook View(WebhookRow row) =>
        new()
        {
            Id = row.Id,
            BkBizId = row.BusinessId,
            Url = row.Url,
            Events = { WebhookRules.Read(row.Events) },
            TemplateId = Values.Of(row.TemplateId),
            Description = row.Description,
            Enabled = row.Enabled,
            Creator = row.Creator,
            CreateTime = times.Text(row.CreateTime),
            Editor = Values.Of(row.Editor),
            EditTime = times.Text(row.EditTime),
            // Nothing of that kind is stored yet.
            Etag = row.Id == 0 ? "" : row.Etag,
        };
}
