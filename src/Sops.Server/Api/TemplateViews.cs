using Sops.Engine.Plugins;
using Sops.Server.Access;
using Sops.Server.Runtime;
using Sops.Storage;
using Sops.V1;

namespace Sops.Server.Api;

/// <summary>Templates as answers show them.</summary>
public sealed class TemplateViews(Templates templates, Unfolding unfolding, IPluginCatalog plugins, BusinessNames names)
{
    private static JsonValue NoLabels => Values.Raw("[]");

    public TemplateSummary Summary(TemplateRow row, ListTemplatesRequest asked, Times zone, Caller caller)
    {
        var extra = TemplateExtra.Of(row);
        var summary = new TemplateSummary
        {
            BkBizId = asked.BkBizId,
            BkBizName = names.Json(asked.BkBizId),
            ProjectId = asked.BkBizId,
            ProjectName = names.Text(asked.BkBizId),
            Id = row.Id,
            Name = row.Name,
            Category = row.Category,
            Description = row.Description,
            Creator = row.Creator,
            CreateTime = zone.Text(row.CreateTime),
            Editor = Values.Of(row.Editor),
            EditTime = zone.Text(row.EditTime),
            AuthActions = { TemplateActions.Of(caller, row) },
            Labels = asked.IncludeLabels ? NoLabels : null,
            NotifyType = asked.IncludeNotify ? TemplateNotices.Ways(extra) : null,
            NotifyReceivers = asked.IncludeNotify ? TemplateNotices.Receivers(extra) : null,
            Etag = row.Etag,
        };
        if (asked.IncludeExecutorProxy)
        {
            summary.ExecutorProxy = extra.ExecutorProxy;
        }
        return summary;
    }

    /// <param name="row">With id 0 where it is not stored.</param>
    public async Task<TemplateDetail> DetailAsync(
        TemplateRow row,
        string tree,
        GetTemplateRequest asked,
        Times zone,
        CancellationToken cancellation
    )
    {
        var extra = TemplateExtra.Of(row);
        var detail = new TemplateDetail
        {
            BkBizId = asked.BkBizId,
            BkBizName = names.Json(asked.BkBizId),
            ProjectId = asked.BkBizId,
            ProjectName = names.Text(asked.BkBizId),
            Id = row.Id,
            Name = row.Name,
            Category = row.Category,
            Description = row.Description,
            Creator = row.Creator,
            CreateTime = zone.Text(row.CreateTime),
            Editor = Values.Of(row.Editor),
            EditTime = zone.Text(row.EditTime),
            Version = row.TreeVersion,
            Labels = asked.IncludeLabels ? NoLabels : null,
            NotifyType = asked.IncludeNotify ? TemplateNotices.Ways(extra) : null,
            NotifyReceivers = asked.IncludeNotify ? TemplateNotices.Receivers(extra) : null,
            TemplateConstants = asked.IncludeConstants ? TemplateConstants.Of(tree) : null,
            DefaultFlowType = extra.DefaultFlowType,
            Timeout = extra.Timeout,
            Etag = row.Id > 0 ? row.Etag : "",
        };
        if (asked.IncludeExecutorProxy)
        {
            detail.ExecutorProxy = extra.ExecutorProxy;
        }
        if (asked.IncludeSubprocess)
        {
            var named = TemplateSubprocesses.Of(tree);
            detail.HasSubprocess = named.Any;
            detail.SubprocessHasUpdate = await HasUpdateAsync(named, row.BusinessId, cancellation);
        }
        if (asked.View != View.Basic)
        {
            var shown = asked.UnfoldSubprocess
                ? await unfolding.UnfoldAsync(tree, row.BusinessId, row.Id, cancellation)
                : tree;
            detail.PipelineTree = Values.Raw(TemplateTree.Shown(shown, plugins));
        }
        return detail;
    }

    private async Task<bool> HasUpdateAsync(TemplateSubprocesses named, long businessId, CancellationToken cancellation)
    {
        foreach (var group in named.Pinned.GroupBy(p => p.Source ?? TemplateTree.DefaultSource(businessId)))
        {
            var query = new TemplateQuery
            {
                BusinessId = businessId,
                Source = group.Key,
                Ids = [.. group.Select(p => p.Id).Distinct()],
            };
            var found = (await templates.ListAsync(query, cancellation)).ToDictionary(t => t.Id, t => t.TreeVersion);
            if (group.Any(p => found.TryGetValue(p.Id, out var newest) && newest != p.Version))
            {
                return true;
            }
        }
        return false;
    }
}
