using Grpc.Core;
using Sops.Engine.Pipelines;
using Sops.Server.Access;
using Sops.Server.Runtime;
using Sops.Storage;
using Sops.V1;
using TreeProblem = Sops.V1.TreeProblem;

namespace Sops.Server.Api;

/// <inheritdoc/>
public sealed class TemplateApi(Templates templates, Trees trees, Times times) : TemplateService.TemplateServiceBase
{
    public override async Task<ListTemplatesResponse> ListTemplates(
        ListTemplatesRequest request,
        ServerCallContext context
    )
    {
        var rows = await templates.ListAsync(
            request.BkBizId,
            request.TemplateSource,
            Ids(request.IdIn),
            request.NameKeyword.Length > 0 ? request.NameKeyword : null,
            context.CancellationToken
        );
        return new ListTemplatesResponse { Templates = { rows.Select(r => Summary(r, request.BkBizId)) } };
    }

    public override async Task<GetTemplateResponse> GetTemplate(GetTemplateRequest request, ServerCallContext context)
    {
        var template = await templates.GetAsync(
            request.BkBizId,
            request.TemplateSource,
            request.TemplateId,
            context.CancellationToken
        );
        return new GetTemplateResponse { Template = await DetailAsync(template, request.BkBizId, context) };
    }

    public override async Task<CreateTemplateResponse> CreateTemplate(
        CreateTemplateRequest request,
        ServerCallContext context
    )
    {
        var id = await templates.CreateAsync(
            new NewTemplate(
                request.BkBizId,
                request.Name,
                Tree(request.PipelineTree) ?? throw Invalid.Field("pipeline_tree", "is required"),
                request.Category.Length > 0 ? request.Category : "Default",
                request.Description
            ),
            Call.Of(context)
        );
        return new CreateTemplateResponse
        {
            TemplateId = id,
            TemplateName = request.Name,
            PipelineTemplateId = $"n{id:x31}",
        };
    }

    public override async Task<UpdateTemplateResponse> UpdateTemplate(
        UpdateTemplateRequest request,
        ServerCallContext context
    )
    {
        var template = await templates.UpdateAsync(
            request.BkBizId,
            request.TemplateId,
            new TemplateChange(
                request.HasName ? request.Name : null,
                Tree(request.PipelineTree),
                request.HasCategory ? request.Category : null,
                request.HasDescription ? request.Description : null
            ),
            Call.Of(context),
            context.CancellationToken
        );
        return new UpdateTemplateResponse { Template = await DetailAsync(template, request.BkBizId, context) };
    }

    public override async Task<DeleteTemplateResponse> DeleteTemplate(
        DeleteTemplateRequest request,
        ServerCallContext context
    )
    {
        await templates.DeleteAsync(request.BkBizId, request.TemplateId, Call.Of(context), context.CancellationToken);
        return new DeleteTemplateResponse { TemplateId = request.TemplateId };
    }

    public override async Task<ValidateTemplateResponse> ValidateTemplate(
        ValidateTemplateRequest request,
        ServerCallContext context
    )
    {
        var tree = Tree(request.PipelineTree) ?? throw Invalid.Field("pipeline_tree", "is required");
        var parsed = await trees.CheckAsync(tree, request.BkBizId, context.CancellationToken);
        return new ValidateTemplateResponse
        {
            Valid = parsed.Problems.Count == 0,
            Violations = { parsed.Problems.Select(Problem) },
            Warnings = { parsed.Warnings.Select(Problem) },
        };
    }

    /// <summary>A tree may come as an object or as a text that holds one.</summary>
    internal static string? Tree(JsonValue? value) =>
        Values.Parse(value) is not { } tree ? null
        : tree.ValueKind == System.Text.Json.JsonValueKind.String ? tree.GetString()
        : value!.Json;

    private async Task<TemplateDetail> DetailAsync(TemplateRow row, long businessId, ServerCallContext context)
    {
        var tree = await templates.TreeAsync(row, context.CancellationToken) ?? "{}";
        var summary = Summary(row, businessId);
        return new TemplateDetail
        {
            BkBizId = summary.BkBizId,
            BkBizName = summary.BkBizName,
            ProjectId = summary.ProjectId,
            ProjectName = summary.ProjectName,
            Id = summary.Id,
            Name = summary.Name,
            Category = summary.Category,
            Description = summary.Description,
            Creator = summary.Creator,
            CreateTime = summary.CreateTime,
            Editor = summary.Editor,
            EditTime = summary.EditTime,
            PipelineTree = Values.Raw(TemplateTree.WithoutDrawing(tree)),
            Version = row.TreeVersion,
        };
    }

    private TemplateSummary Summary(TemplateRow row, long businessId) =>
        new()
        {
            BkBizId = businessId,
            BkBizName = Values.Null,
            ProjectId = businessId,
            Id = row.Id,
            Name = row.Name,
            Category = row.Category,
            Description = row.Description,
            Creator = row.Creator,
            CreateTime = times.Text(row.CreateTime),
            Editor = Values.Of(row.Editor),
            EditTime = times.Text(row.EditTime),
        };

    private static TreeProblem Problem(Sops.Engine.Pipelines.TreeProblem problem) =>
        new()
        {
            Reason = problem.Code,
            Field = problem.Path,
            NodeId = problem.Subject,
            Message = problem.Message,
        };

    private static List<long>? Ids(string list)
    {
        if (list.Length == 0)
        {
            return null;
        }
        var ids = new List<long>();
        foreach (var text in list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            ids.Add(
                long.TryParse(text, out var id) ? id : throw Invalid.Field("id_in", "wants ids, separated by commas")
            );
        }
        return ids;
    }
}
