using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Sops.Engine.Pipelines;
using Sops.Schedules;
using Sops.Server.Access;
using Sops.Server.Runtime;
using Sops.Server.Schedules;
using Sops.Storage;
using Sops.V1;
using JsonValue = Sops.V1.JsonValue;

namespace Sops.Server.Api;

/// <summary>Periodic tasks as the contract shows them.</summary>
public sealed class PeriodicTaskViews(PeriodicTasks tasks, TemplateStore templates, Times times)
{
    /// <summary>What a list shows of one.</summary>
    /// <param name="zone">In which times are shown.</param>
    public async Task<PeriodicTask> SummaryAsync(
        PeriodicTaskRow row,
        bool withEdits,
        Times zone,
        Caller caller,
        CancellationToken cancellation
    )
    {
        var shown = new PeriodicTask
        {
            Id = row.Id,
            Name = row.Name,
            TemplateId = row.TemplateId.ToString(CultureInfo.InvariantCulture),
            TemplateSource = row.TemplateSource,
            Creator = row.Creator,
            Cron = CronOf(row),
            Enabled = row.Enabled,
            LastRunAt = zone.Text(row.LastRunAt),
            TotalRunCount = row.TotalRunCount,
            AuthActions = { Actions(caller) },
            NextRunAt = zone.Text(row.NextTick),
            Policy = PolicyOf(row, zone),
            Failures = row.Failures,
            PauseReason = row.PauseReason,
        };
        if (withEdits)
        {
            shown.Editor = Values.Of(row.Editor);
            shown.EditTime = zone.Text(row.EditTime);
            shown.IsLatest = await IsLatestAsync(row, cancellation);
        }
        return shown;
    }

    public async Task<PeriodicTask> DetailAsync(
        PeriodicTaskRow row,
        GetPeriodicTaskRequest request,
        Caller caller,
        CancellationToken cancellation
    )
    {
        var shown = await SummaryAsync(row, request.IncludeEditInfo, times, caller, cancellation);
        var tree = await TreeAsync(row, cancellation);
        shown.Form = Form(tree);
        if (request.View != View.Basic)
        {
            shown.PipelineTree = Values.Raw(tree);
        }
        return shown;
    }

    public async Task<CreatePeriodicTaskResponse> CreatedAsync(
        PeriodicTaskRow row,
        CreatePeriodicTaskRequest request,
        CancellationToken cancellation
    )
    {
        var tree = await TreeAsync(row, cancellation);
        var shown = new CreatePeriodicTaskResponse
        {
            Id = row.Id,
            Name = row.Name,
            TemplateId = row.TemplateId,
            TemplateSource = row.TemplateSource,
            Creator = row.Creator,
            Cron = CronOf(row),
            Policy = PolicyOf(row, times),
            Form = Form(tree),
        };
        if (request.View != View.Basic)
        {
            shown.PipelineTree = Values.Raw(tree);
        }
        if (request.IncludeEditInfo)
        {
            shown.Editor = Values.Null;
            shown.EditTime = times.Text(row.EditTime);
            shown.IsLatest = Values.Raw("true");
        }
        return shown;
    }

    /// <summary>All constants of the tree, with the values that its next task gets.</summary>
    public async Task<IEnumerable<KeyValuePair<string, JsonValue>>> ConstantsAsync(
        PeriodicTaskRow row,
        CancellationToken cancellation
    ) =>
        Constants(Values.Parse(await TreeAsync(row, cancellation)))
            .Select(c => KeyValuePair.Create(c.Name, Values.Of(c.Value)));

    public static string CronOf(PeriodicTaskRow row) => CronFields.FromStored(row.Cron).Text(row.Zone);

    private static SchedulePolicy PolicyOf(PeriodicTaskRow row, Times zone) =>
        new()
        {
            Overlap = row.Overlap,
            CatchUpWindow = row.CatchUpWindow,
            Jitter = row.Jitter,
            PauseAfterFailures = row.PauseAfterFailures,
            StartAt = zone.Text(row.StartAt),
            EndAt = zone.Text(row.EndAt),
        };

    private async Task<string> TreeAsync(PeriodicTaskRow row, CancellationToken cancellation)
    {
        var snapshot = await tasks.SnapshotAsync(row, cancellation);
        return TaskTreeWriter.Write(
            snapshot.Text,
            snapshot.Tree,
            new TaskIds(row.InstanceId),
            PeriodicTasks.ConstantsOf(row).ToDictionary(StringComparer.Ordinal)
        );
    }

    /// <summary>Null where the template is gone.</summary>
    private async Task<JsonValue> IsLatestAsync(PeriodicTaskRow row, CancellationToken cancellation) =>
        await templates.FindAsync(row.BusinessId, row.TemplateSource, row.TemplateId, cancellation) is { } template
            ? Values.Raw(template.TreeVersion == row.TemplateVersion ? "true" : "false")
            : Values.Null;

    private static JsonValue Form(string tree)
    {
        var form = new JsonObject();
        foreach (var constant in Constants(Values.Parse(tree)))
        {
            if (TemplateTree.Text(constant.Value, "show_type") == "show")
            {
                form[constant.Name] = Values.Node(constant.Value);
            }
        }
        return Values.Of(form);
    }

    private static IEnumerable<JsonProperty> Constants(JsonElement tree) =>
        TemplateTree.Member(tree, "constants") is { ValueKind: JsonValueKind.Object } constants
            ? constants.EnumerateObject()
            : [];

    private static IEnumerable<string> Actions(Caller caller)
    {
        yield return "periodic_task_view";
        if (caller.Has(Permission.EditSchedules))
        {
            yield return "periodic_task_edit";
            yield return "periodic_task_delete";
        }
    }
}
