using Grpc.Core;
using Sops.Server.Access;
using Sops.Server.Runtime;
using Sops.Storage;
using Sops.V1;

namespace Sops.Server.Api;

/// <inheritdoc/>
public sealed class TemplateApi(Templates templates, TemplateViews views, Trees trees, Times times)
    : TemplateService.TemplateServiceBase
{
    public override async Task<ListTemplatesResponse> ListTemplates(
        ListTemplatesRequest request,
        ServerCallContext context
    )
    {
        var zone = times.In(request.ExpectedTimezone);
        var pages = Pages.OrWhole(request, context);
        var read = await templates.ListAsync(
            new TemplateQuery
            {
                BusinessId = request.BkBizId,
                Source = Templates.Source(request.TemplateSource),
                Ids = TemplateInputs.Ids(request.IdIn),
                NameContains = request.NameKeyword.Length > 0 ? request.NameKeyword : null,
                BeforeId = pages.BeforeId,
                Limit = pages.Limit,
            },
            context.CancellationToken
        );
        var (rows, next) = pages.Cut(read, r => r.Id);
        var caller = Call.Of(context).Caller;
        return new ListTemplatesResponse
        {
            Templates = { rows.Select(r => views.Summary(r, request, zone, caller)) },
            NextPageToken = next,
        };
    }

    public override async Task<GetTemplateResponse> GetTemplate(GetTemplateRequest request, ServerCallContext context)
    {
        TemplateInputs.RequireJson(request.Format);
        var zone = times.In(request.ExpectedTimezone);
        var row = await templates.GetAsync(
            request.BkBizId,
            request.TemplateSource,
            request.TemplateId,
            context.CancellationToken
        );
        var tree = await templates.TreeAsync(row, context.CancellationToken);
        return new GetTemplateResponse
        {
            Template = await views.DetailAsync(row, tree, request, zone, context.CancellationToken),
        };
    }

    public override async Task<CreateTemplateResponse> CreateTemplate(
        CreateTemplateRequest request,
        ServerCallContext context
    )
    {
        TemplateInputs.RequireJson(request.Format);
        var made = await templates.CreateAsync(
            TemplateInputs.Row(request, "new" + times.Stamp()),
            TemplateInputs.RequiredTree(request.PipelineTree),
            Call.Of(context),
            context.CancellationToken
        );
        return new CreateTemplateResponse
        {
            TemplateId = made.Id,
            TemplateName = made.Name,
            PipelineTemplateId = $"n{made.Id:x31}",
        };
    }

    public override async Task<UpdateTemplateResponse> UpdateTemplate(
        UpdateTemplateRequest request,
        ServerCallContext context
    )
    {
        var change = TemplateInputs.Change(request);
        var row = await templates.UpdateAsync(
            TemplateInputs.Source(request.TemplateSource),
            change,
            request.Etag,
            Call.Of(context),
            context.CancellationToken
        );
        // What was only checked is not stored, and neither is its tree.
        var tree =
            row.Id == 0 && change.Tree is { } given ? given : await templates.TreeAsync(row, context.CancellationToken);
        var shown = new GetTemplateRequest { BkBizId = request.BkBizId };
        return new UpdateTemplateResponse
        {
            Template = await views.DetailAsync(row, tree, shown, times, context.CancellationToken),
        };
    }

    public override async Task<DeleteTemplateResponse> DeleteTemplate(
        DeleteTemplateRequest request,
        ServerCallContext context
    )
    {
        var deleted = await templates.DeleteAsync(
            TemplateInputs.Source(request.TemplateSource),
            request.Etag,
            Call.Of(context),
            context.CancellationToken
        );
        return new DeleteTemplateResponse { TemplateId = deleted.Id };
    }

    public override async Task<ValidateTemplateResponse> ValidateTemplate(
        ValidateTemplateRequest request,
        ServerCallContext context
    )
    {
        var tree = TemplateInputs.RequiredTree(request.PipelineTree);
        var parsed = await trees.CheckAsync(tree, request.BkBizId, context.CancellationToken);
        return new ValidateTemplateResponse
        {
            Valid = parsed.Problems.Count == 0,
            Violations = { parsed.Problems.Select(TemplateProblems.Of) },
            Warnings = { parsed.Warnings.Select(TemplateProblems.Of) },
        };
    }

    /// <inheritdoc cref="TemplateInputs.Tree"/>
    internal static string? Tree(JsonValue? value) => TemplateInputs.Tree(value);
}
