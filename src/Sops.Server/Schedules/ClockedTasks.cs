using System.Text.Json;
using Sops.Server.Access;
using Sops.Server.Runtime;
using Sops.Storage;

namespace Sops.Server.Schedules;

/// <summary>Clocked tasks as callers plan and change them.</summary>
public sealed class ClockedTasks(
    ClockedTaskStore store,
    ClockedTrees trees,
    ScheduleOptions options,
    ScheduleAlarm alarm,
    Requests requests,
    TimeProvider clock
)
{
    private const int LongestName = 100;

    public async Task<ClockedTaskRow> GetAsync(Call call, CancellationToken cancellation) =>
        await store.FindAsync(call.BusinessId, call.SubjectId, cancellation) ?? throw NotFound(call);

    /// <summary>Plans one; only asked what would happen, it checks the same and stores nothing.</summary>
    public Task<ClockedTaskRow> CreateAsync(NewClockedTask asked, Call call, CancellationToken cancellation) =>
        OnceAsync(
            call,
            async () =>
            {
                var now = clock.GetUtcNow();
                RequireName(asked.TaskName);
                RequireLater(asked.PlanStartTime, now);
                var row = new ClockedTaskRow
                {
                    BusinessId = call.BusinessId,
                    TaskName = asked.TaskName,
                    TemplateId = call.TemplateId,
                    TemplateName = "",
                    Creator = call.Caller.User,
                    AppCode = call.Caller.AppCode,
                    CreateTime = now,
                    EditTime = now,
                    PlanStartTime = asked.PlanStartTime,
                    Parameters = asked.Parameters.ToJson(),
                    DueAt = asked.PlanStartTime,
                };
                var (template, _, _) = await trees.OfAsync(row, cancellation);
                row = row with { TemplateName = template.Name };
                if (call.ValidateOnly)
                {
                    return AnswerOf(row);
                }
                var id = await store.InsertAsync(
                    row,
                    options.ClockedTasks,
                    id => call.Record(AnswerOf(row with { Id = id }), now),
                    cancellation
                );
                alarm.Ring();
                return id is { } made
                    ? AnswerOf(row with { Id = made })
                    : throw SopsException.Refused(
                        "CLOCKED_TASK_LIMIT",
                        $"Clocked task number reaches limit: {options.ClockedTasks}"
                    );
            }
        );

    /// <summary>Null is what stays.</summary>
    public Task<ClockedTaskRow> UpdateAsync(
        string? taskName,
        DateTimeOffset? planStartTime,
        ClockedParameters? parameters,
        Call call,
        CancellationToken cancellation
    ) =>
        OnceAsync(
            call,
            async () =>
            {
                var now = clock.GetUtcNow();
                if (taskName is not null)
                {
                    RequireName(taskName);
                }
                if (planStartTime is { } planned)
                {
                    RequireLater(planned, now);
                }
                var before = await GetAsync(call, cancellation);
                await trees.OfAsync(Changed(before), cancellation);
                var after = await store.ChangeAsync(
                    call.BusinessId,
                    call.SubjectId,
                    row =>
                        row.State == ClockedTaskRow.NotStarted
                            ? Changed(row) with
                            {
                                Editor = call.Caller.User,
                                EditTime = now,
                            }
                            : throw Over(row),
                    row => call.Record(AnswerOf(row), now),
                    cancellation
                );
                alarm.Ring();
                return AnswerOf(after ?? throw NotFound(call));

                ClockedTaskRow Changed(ClockedTaskRow row) =>
                    row with
                    {
                        TaskName = taskName ?? row.TaskName,
                        PlanStartTime = planStartTime ?? row.PlanStartTime,
                        Parameters = parameters?.ToJson() ?? row.Parameters,
                        DueAt = planStartTime ?? row.PlanStartTime,
                    };
            }
        );

    public Task<ClockedTaskRow> DeleteAsync(Call call, CancellationToken cancellation) =>
        OnceAsync(
            call,
            async () =>
            {
                var now = clock.GetUtcNow();
                var after = await store.ChangeAsync(
                    call.BusinessId,
                    call.SubjectId,
                    row => row with { IsDeleted = true, DueAt = null },
                    row => call.Record(AnswerOf(row), now),
                    cancellation
                );
                return AnswerOf(after ?? throw NotFound(call));
            }
        );

    /// <summary>As it was when the same request was first answered.</summary>
    private async Task<ClockedTaskRow> OnceAsync(Call call, Func<Task<Answer>> effect)
    {
        var answer = await requests.OnceAsync(call, effect);
        return JsonSerializer.Deserialize(answer.Document!, ScheduleJson.Default.ClockedTaskRow)!;
    }

    private static Answer AnswerOf(ClockedTaskRow row) =>
        new()
        {
            SubjectId = row.Id,
            TemplateId = row.TemplateId,
            Document = JsonSerializer.Serialize(row, ScheduleJson.Default.ClockedTaskRow),
        };

    private static SopsException NotFound(Call call) =>
        SopsException.NotFound("CLOCKED_TASK_NOT_FOUND", $"clocked task({call.SubjectId}) does not exist");

    private static SopsException Over(ClockedTaskRow row) =>
        SopsException.Refused(
            "CLOCKED_TASK_STARTED",
            $"clocked task({row.Id}) is {row.State} and cannot be modified",
            new RefusedState($"clocked_task/{row.Id}", row.State, [ClockedTaskRow.NotStarted])
        );

    private static void RequireName(string name)
    {
        if (name.Length == 0 || Characters.Count(name) > LongestName)
        {
            throw Refused("task_name", $"1 to {LongestName} characters");
        }
    }

    private static void RequireLater(DateTimeOffset planned, DateTimeOffset now)
    {
        if (planned <= now)
        {
            throw Refused("plan_start_time", "Plan start time should be later than the time to create the plan");
        }
    }

    private static SopsException Refused(string field, string what) =>
        SopsException.Invalid(
            FailureReasons.RequestInvalid,
            $"params is invalid, error: {field}: {what}",
            new FieldViolation(field, what)
        );
}

/// <summary>A clocked task to plan.</summary>
public sealed record NewClockedTask(string TaskName, DateTimeOffset PlanStartTime, ClockedParameters Parameters);
