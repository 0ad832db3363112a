using System.Security.Cryptography;
using System.Text.Json;
using Sops.Engine;
using Sops.Engine.Pipelines;
using Sops.Engine.Runs;
using Sops.Schedules;
using Sops.Server.Access;
using Sops.Server.Runtime;
using Sops.Storage;

namespace Sops.Server.Schedules;

/// <summary>Periodic tasks as callers make, change and run them.</summary>
public sealed class PeriodicTasks(
    PeriodicTaskStore store,
    Templates templates,
    TaskTrees trees,
    Trees snapshots,
    PeriodicFiring firing,
    TurnRunner turns,
    BusinessZones zones,
    ScheduleOptions options,
    ScheduleAlarm alarm,
    Requests requests,
    TimeProvider clock
)
{
    private const int LongestName = 50;

    /// <summary>What runs by hand are told apart by is never that of a tick.</summary>
    private static long Manual => BitConverter.ToInt64(RandomNumberGenerator.GetBytes(8)) & long.MaxValue | 1;

    public async Task<PeriodicTaskRow> GetAsync(Call call, CancellationToken cancellation) =>
        await store.FindAsync(call.BusinessId, call.SubjectId, cancellation) ?? throw NotFound(call);

    /// <summary>Makes one, not enabled; only asked what would happen, it checks the same and stores nothing.</summary>
    public Task<PeriodicTaskRow> CreateAsync(NewPeriodicTask asked, Call call, CancellationToken cancellation) =>
        OnceAsync(
            call,
            async () =>
            {
                if (await store.CountAsync(call.BusinessId, cancellation) >= options.PeriodicTasks)
                {
                    throw Full();
                }
                RequireName(asked.Name);
                var task = asked.Task;
                var template = await templates.GetAsync(
                    call.BusinessId,
                    task.TemplateSource,
                    task.TemplateId!.Value,
                    cancellation
                );
                var snapshot = await trees.OfAsync(task, template, call.BusinessId, cancellation);
                var constants = ValueMap.From(
                    task.Constants.Where(c => snapshot.Tree.Root.Constants.ContainsKey(c.Key))
                );
                ConstantChanges.RequireNoCircle(snapshot.Tree, constants);
                var now = clock.GetUtcNow();
                var row = asked.Policy.ApplyTo(
                    new PeriodicTaskRow
                    {
                        BusinessId = call.BusinessId,
                        Name = asked.Name,
                        TemplateId = template.Id,
                        TemplateSource = template.Source,
                        TemplateVersion = template.TreeVersion,
                        Category = template.Category,
                        SnapshotDigest = snapshot.Digest,
                        Constants = JsonSerializer.Serialize(constants, RunJson.Default.ValueMap),
                        InstanceId = TaskIds
                            .Create(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(12))[..23])
                            .InstanceId,
                        Creator = call.Caller.User,
                        AppCode = call.Caller.AppCode,
                        CreateTime = now,
                        EditTime = now,
                        Cron = asked.Cron.Stored,
                        Zone = zones.Of(call.BusinessId),
                    }
                );
                snapshots.Keep(snapshot);
                if (call.ValidateOnly)
                {
                    return AnswerOf(row);
                }
                var id = await store.InsertAsync(
                    row,
                    snapshot.Text,
                    options.PeriodicTasks,
                    id => call.Record(AnswerOf(row with { Id = id }), now),
                    cancellation
                );
                return id is { } made ? AnswerOf(row with { Id = made }) : throw Full();
            }
        );

    public Task<PeriodicTaskRow> EnableAsync(bool enabled, Call call, CancellationToken cancellation) =>
        ChangeAsync(
            row => row.Enabled == enabled ? row : row with { Enabled = enabled, Failures = 0, PauseReason = "" },
            call,
            cancellation
        );

    public Task<PeriodicTaskRow> SetCronAsync(CronFields cron, Call call, CancellationToken cancellation) =>
        ChangeAsync(row => row with { Cron = cron.Stored, Zone = zones.Of(row.BusinessId) }, call, cancellation);

    /// <param name="name">Null: stays.</param>
    public Task<PeriodicTaskRow> UpdateAsync(
        string? name,
        PeriodicPolicy policy,
        Call call,
        CancellationToken cancellation
    )
    {
        if (name is not null)
        {
            RequireName(name);
        }
        return ChangeAsync(row => policy.ApplyTo(row with { Name = name ?? row.Name }), call, cancellation);
    }

    /// <summary>Keys that its tree does not have are ignored.</summary>
    public async Task<PeriodicTaskRow> SetConstantsAsync(
        IReadOnlyDictionary<string, JsonElement> constants,
        Call call,
        CancellationToken cancellation
    )
    {
        var tree = (await SnapshotAsync(await GetAsync(call, cancellation), cancellation)).Tree;
        var known = constants.Where(c => tree.Root.Constants.ContainsKey(c.Key)).ToList();
        return await ChangeAsync(
            row =>
            {
                var values = ConstantsOf(row).ToDictionary();
                foreach (var (key, value) in known)
                {
                    values[key] = value;
                }
                var all = ValueMap.From(values);
                ConstantChanges.RequireNoCircle(tree, all);
                return row with { Constants = JsonSerializer.Serialize(all, RunJson.Default.ValueMap) };
            },
            call,
            cancellation
        );
    }

    public Task<PeriodicTaskRow> DeleteAsync(Call call, CancellationToken cancellation) =>
        ChangeAsync(row => row with { Enabled = false, IsDeleted = true }, call, cancellation);

    /// <summary>Makes and starts a task now, and gives back its id.</summary>
    public async Task<long> RunAsync(Call call, CancellationToken cancellation)
    {
        var answer = await requests.OnceAsync(
            call,
            async () =>
            {
                while (true)
                {
                    var row = await GetAsync(call, cancellation);
                    var first = await firing.TaskOfAsync(row, clock.GetUtcNow(), Manual, false, cancellation);
                    var mine = first with
                    {
                        Actor = call.Caller.User,
                        Command = call.Name,
                        Record = (id, at) => call.Record(new Answer { TaskId = id, SubjectId = row.Id }, at),
                    };
                    try
                    {
                        var id = await turns.MakeAsync(mine, cancellation);
                        return new Answer { TaskId = id, SubjectId = row.Id };
                    }
                    catch (ScheduleChangedException)
                    {
                        // A tick or a change came first: made again over what is there now.
                        cancellation.ThrowIfCancellationRequested();
                    }
                }
            }
        );
        return answer.TaskId;
    }

    /// <summary>The tree that its tasks run.</summary>
    public async Task<Snapshot> SnapshotAsync(PeriodicTaskRow row, CancellationToken cancellation) =>
        await snapshots.StoredAsync(row.SnapshotDigest, cancellation);

    public static ValueMap ConstantsOf(PeriodicTaskRow row) =>
        JsonSerializer.Deserialize(row.Constants, RunJson.Default.ValueMap)!;

    private Task<PeriodicTaskRow> ChangeAsync(
        Func<PeriodicTaskRow, PeriodicTaskRow> change,
        Call call,
        CancellationToken cancellation
    ) =>
        OnceAsync(
            call,
            async () =>
            {
                var now = clock.GetUtcNow();
                var after = await store.ChangeAsync(
                    call.BusinessId,
                    call.SubjectId,
                    row =>
                    {
                        var changed = PeriodicRules.Changed(row, change(row), now);
                        return changed == row ? row : changed with { Editor = call.Caller.User, EditTime = now };
                    },
                    row => call.Record(AnswerOf(row), now),
                    cancellation
                );
                alarm.Ring();
                return AnswerOf(after ?? throw NotFound(call));
            }
        );

    /// <summary>As it was when the same request was first answered.</summary>
    private async Task<PeriodicTaskRow> OnceAsync(Call call, Func<Task<Answer>> effect)
    {
        var answer = await requests.OnceAsync(call, effect);
        return JsonSerializer.Deserialize(answer.Document!, ScheduleJson.Default.PeriodicTaskRow)!;
    }

    private static Answer AnswerOf(PeriodicTaskRow row) =>
        new()
        {
            SubjectId = row.Id,
            TemplateId = row.TemplateId,
            Document = JsonSerializer.Serialize(row, ScheduleJson.Default.PeriodicTaskRow),
        };

    private SopsException Full() =>
        SopsException.Refused("PERIODIC_TASK_LIMIT", $"Periodic task number reaches limit: {options.PeriodicTasks}");

    private static SopsException NotFound(Call call) =>
        SopsException.NotFound("PERIODIC_TASK_NOT_FOUND", $"task({call.SubjectId}) does not exist");

    private static void RequireName(string name)
    {
        if (name.Length == 0 || Characters.Count(name) > LongestName)
        {
            var what = $"1 to {LongestName} characters";
            throw SopsException.Invalid(
                FailureReasons.RequestInvalid,
                $"task params is invalid: name: {what}",
                new FieldViolation("name", what)
            );
        }
    }
}

/// <summary>A periodic task to make.</summary>
/// <param name="Task">Template, values and what to leave out, as for a task.</param>
public sealed record NewPeriodicTask(string Name, CronFields Cron, PeriodicPolicy Policy, NewTask Task);
