using Grpc.Core;
using Sops.Server.Access;
using Sops.Server.Schedules;
using Sops.Storage;
using Sops.V1;

namespace Sops.Server.Api;

/// <inheritdoc/>
public sealed class ClockedTaskApi(ClockedTasks tasks, ClockedTaskStore store, Times times)
    : ClockedTaskService.ClockedTaskServiceBase
{
    private static readonly string[] States =
    [
        ClockedTaskRow.NotStarted,
        ClockedTaskRow.Started,
        ClockedTaskRow.StartFailed,
    ];

    public override async Task<CreateClockedTaskResponse> CreateClockedTask(
        CreateClockedTaskRequest request,
        ServerCallContext context
    )
    {
        var row = await tasks.CreateAsync(
            new NewClockedTask(
                request.TaskName,
                Planned(request.PlanStartTime),
                ClockedInputs.Parameters(request.TaskParameters)
            ),
            Call.Of(context),
            context.CancellationToken
        );
        // bk-sops writes these without a blank, here and nowhere else.
        return new CreateClockedTaskResponse { ClockedTask = Shown(row, t => times.SpaceText(t)) };
    }

    public override async Task<ListClockedTasksResponse> ListClockedTasks(
        ListClockedTasksRequest request,
        ServerCallContext context
    )
    {
        var window = Window.Of(
            request.Limit == 0 ? null : request.Limit,
            request.Offset == 0 ? null : request.Offset,
            request.PageToken
        );
        var pages = new Pages(request, window.Limit ?? Pages.DefaultSize);
        var zone = times.In(request.ExpectedTimezone);
        var query = new ClockedTaskQuery
        {
            BusinessId = request.BkBizId,
            Id = ClockedInputs.Id(request.Id),
            NameContains = request.TaskName,
            Creator = request.Creator,
            Editor = request.Editor,
            State =
                request.State.Length == 0 || States.Contains(request.State)
                    ? request.State
                    : throw Invalid.Field("state", $"must be one of {string.Join(", ", States)}"),
            BeforeId = pages.BeforeId,
            Limit = pages.Limit,
            Offset = window.Offset,
        };
        var (rows, next) = pages.Cut(await store.ListAsync(query, context.CancellationToken), r => r.Id);
        return new ListClockedTasksResponse
        {
            ClockedTasks = { rows.Select(r => Shown(r, t => zone.Text(t))) },
            Count = await store.CountAsync(query with { BeforeId = null }, context.CancellationToken),
            NextPageToken = next,
        };
    }

    public override async Task<GetClockedTaskResponse> GetClockedTask(
        GetClockedTaskRequest request,
        ServerCallContext context
    ) => new() { ClockedTask = Shown(await tasks.GetAsync(Call.Of(context), context.CancellationToken)) };

    public override async Task<UpdateClockedTaskResponse> UpdateClockedTask(
        UpdateClockedTaskRequest request,
        ServerCallContext context
    )
    {
        var row = await tasks.UpdateAsync(
            request.HasTaskName ? request.TaskName : null,
            request.HasPlanStartTime ? Planned(request.PlanStartTime) : null,
            request.TaskParameters is null ? null : ClockedInputs.Parameters(request.TaskParameters),
            Call.Of(context),
            context.CancellationToken
        );
        return new UpdateClockedTaskResponse { ClockedTask = Shown(row) };
    }

    public override async Task<DeleteClockedTaskResponse> DeleteClockedTask(
        DeleteClockedTaskRequest request,
        ServerCallContext context
    )
    {
        var row = await tasks.DeleteAsync(Call.Of(context), context.CancellationToken);
        return new DeleteClockedTaskResponse { ClockedTaskId = row.Id };
    }

    private DateTimeOffset Planned(string text) => times.Parse("plan_start_time", text);

    private ClockedTask Shown(ClockedTaskRow row) => Shown(row, t => times.Text(t));

    private static ClockedTask Shown(ClockedTaskRow row, Func<DateTimeOffset, string> text) =>
        new()
        {
            Id = row.Id,
            ProjectId = row.BusinessId,
            TaskId = Values.Of(row.TaskId),
            TaskName = row.TaskName,
            TemplateId = row.TemplateId,
            TemplateName = row.TemplateName,
            TemplateSource = TemplateSource.Project,
            Creator = row.Creator,
            Editor = row.Editor ?? "",
            PlanStartTime = text(row.PlanStartTime),
            CreateTime = text(row.CreateTime),
            EditTime = text(row.EditTime),
            State = row.State,
            TaskParameters = Values.Raw(row.Parameters),
            Message = row.Message,
        };
}
