using Grpc.Core;
using Sops.Server.Access;
using Sops.Server.Runtime;
using Sops.Server.Schedules;
using Sops.Storage;
using Sops.V1;

namespace Sops.Server.Api;

/// <inheritdoc/>
public sealed class PeriodicTaskApi(
    PeriodicTasks tasks,
    PeriodicTaskStore store,
    PeriodicTaskViews views,
    TaskUrls urls,
    BusinessZones zones,
    Times times,
    TimeProvider clock
) : PeriodicTaskService.PeriodicTaskServiceBase
{
    private const int DefaultCount = 10;
    private const int MaxCount = 100;

    public override async Task<ListPeriodicTasksResponse> ListPeriodicTasks(
        ListPeriodicTasksRequest request,
        ServerCallContext context
    )
    {
        var zone = times.In(request.ExpectedTimezone);
        var pages = Pages.OrWhole(request, context);
        var cancellation = context.CancellationToken;
        var read = await store.ListAsync(request.BkBizId, pages.BeforeId, pages.Limit, cancellation);
        var (rows, next) = pages.Cut(read, r => r.Id);
        var answer = new ListPeriodicTasksResponse { NextPageToken = next };
        foreach (var row in rows)
        {
            answer.PeriodicTasks.Add(
                await views.SummaryAsync(row, request.IncludeEditInfo, zone, Call.Of(context).Caller, cancellation)
            );
        }
        return answer;
    }

    public override async Task<GetPeriodicTaskResponse> GetPeriodicTask(
        GetPeriodicTaskRequest request,
        ServerCallContext context
    )
    {
        var call = Call.Of(context);
        var row = await tasks.GetAsync(call, context.CancellationToken);
        return new GetPeriodicTaskResponse
        {
            PeriodicTask = await views.DetailAsync(row, request, call.Caller, context.CancellationToken),
        };
    }

    public override async Task<CreatePeriodicTaskResponse> CreatePeriodicTask(
        CreatePeriodicTaskRequest request,
        ServerCallContext context
    )
    {
        var asked = new NewPeriodicTask(
            request.Name,
            CronInputs.Fields(request.Cron ?? throw Required("cron")),
            CronInputs.Policy(request.Policy, times),
            new NewTask
            {
                Name = request.Name,
                TemplateId = request.TemplateId,
                TemplateSource = Templates.Source(request.TemplateSource),
                Constants = TaskApi.Constants(request.Constants),
                ExcludedNodes = request.ExcludeTaskNodesId,
            }
        );
        var row = await tasks.CreateAsync(asked, Call.Of(context), context.CancellationToken);
        return await views.CreatedAsync(row, request, context.CancellationToken);
    }

    public override async Task<SetPeriodicTaskEnabledResponse> SetPeriodicTaskEnabled(
        SetPeriodicTaskEnabledRequest request,
        ServerCallContext context
    )
    {
        var row = await tasks.EnableAsync(request.Enabled, Call.Of(context), context.CancellationToken);
        return new SetPeriodicTaskEnabledResponse { Enabled = row.Enabled };
    }

    public override async Task<ModifyPeriodicTaskCronResponse> ModifyPeriodicTaskCron(
        ModifyPeriodicTaskCronRequest request,
        ServerCallContext context
    )
    {
        var cron = CronInputs.Fields(request.Cron);
        var row = await tasks.SetCronAsync(cron, Call.Of(context), context.CancellationToken);
        return new ModifyPeriodicTaskCronResponse { Cron = PeriodicTaskViews.CronOf(row) };
    }

    public override async Task<ModifyPeriodicTaskConstantsResponse> ModifyPeriodicTaskConstants(
        ModifyPeriodicTaskConstantsRequest request,
        ServerCallContext context
    )
    {
        var constants = TaskApi.Constants(request.Constants);
        var row = await tasks.SetConstantsAsync(constants, Call.Of(context), context.CancellationToken);
        var answer = new ModifyPeriodicTaskConstantsResponse();
        foreach (var (key, constant) in await views.ConstantsAsync(row, context.CancellationToken))
        {
            answer.Constants[key] = constant;
        }
        return answer;
    }

    public override async Task<UpdatePeriodicTaskResponse> UpdatePeriodicTask(
        UpdatePeriodicTaskRequest request,
        ServerCallContext context
    )
    {
        var call = Call.Of(context);
        var row = await tasks.UpdateAsync(
            request.HasName ? request.Name : null,
            CronInputs.Policy(request.Policy, times),
            call,
            context.CancellationToken
        );
        return new UpdatePeriodicTaskResponse
        {
            PeriodicTask = await views.SummaryAsync(row, false, times, call.Caller, context.CancellationToken),
        };
    }

    public override async Task<DeletePeriodicTaskResponse> DeletePeriodicTask(
        DeletePeriodicTaskRequest request,
        ServerCallContext context
    )
    {
        var row = await tasks.DeleteAsync(Call.Of(context), context.CancellationToken);
        return new DeletePeriodicTaskResponse { TaskId = row.Id };
    }

    public override async Task<RunPeriodicTaskResponse> RunPeriodicTask(
        RunPeriodicTaskRequest request,
        ServerCallContext context
    )
    {
        var id = await tasks.RunAsync(Call.Of(context), context.CancellationToken);
        return new RunPeriodicTaskResponse { TaskId = id, TaskUrl = urls.Of(request.BkBizId, id) };
    }

    public override async Task<ListPeriodicTaskRunsResponse> ListPeriodicTaskRuns(
        ListPeriodicTaskRunsRequest request,
        ServerCallContext context
    )
    {
        var zone = times.In(request.ExpectedTimezone);
        var pages = new Pages(request);
        var row = await tasks.GetAsync(Call.Of(context), context.CancellationToken);
        var read = await store.RunsAsync(row.Id, pages.BeforeId, pages.Limit, context.CancellationToken);
        var (runs, next) = pages.Cut(read, r => r.Id);
        return new ListPeriodicTaskRunsResponse { Runs = { runs.Select(r => Run(r, zone)) }, NextPageToken = next };
    }

    public override Task<PreviewFireTimesResponse> PreviewFireTimes(
        PreviewFireTimesRequest request,
        ServerCallContext context
    )
    {
        var count = request.Count == 0 ? DefaultCount : request.Count;
        if (count is < 1 or > MaxCount)
        {
            throw Invalid.Field("count", $"1 to {MaxCount}");
        }
        var fields = CronInputs.Fields(request.Cron);
        var zone = request.TimeZone.Length > 0 ? request.TimeZone : zones.Of(request.BkBizId);
        var shown = times.In(zone, "time_zone");
        var after = request.After.Length > 0 ? times.Parse("after", request.After) : clock.GetUtcNow();
        var fires = Sops.Schedules.Cron.Of(fields, shown.Zone).After(after).Take(count);
        return Task.FromResult(
            new PreviewFireTimesResponse { Cron = fields.Text(zone), FireTimes = { fires.Select(t => shown.Text(t)) } }
        );
    }

    private static PeriodicTaskRun Run(PeriodicRunRow run, Times zone) =>
        new()
        {
            Id = run.Id,
            Tick = zone.Text(run.Tick),
            Manual = run.Manual != 0,
            Outcome = run.Outcome,
            TaskId = Values.Of(run.TaskId),
            TaskState = run.TaskState,
            Message = run.Message,
            Ticks = run.Ticks,
            CreateTime = zone.Text(run.CreateTime),
        };

    private static SopsException Required(string field) =>
        SopsException.Invalid(
            FailureReasons.RequestInvalid,
            $"task params is invalid: {field}: is required",
            new FieldViolation(field, "is required")
        );
}
