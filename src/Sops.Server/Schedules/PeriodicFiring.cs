using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Sops.Engine;
using Sops.Engine.Pipelines;
using Sops.Engine.Runs;
using Sops.Schedules;
using Sops.Server.Runtime;
using Sops.Storage;

namespace Sops.Server.Schedules;

/// <summary>Deals with the ticks of periodic tasks: each one in one transaction with the task that it makes.</summary>
public sealed class PeriodicFiring(
    PeriodicTaskStore store,
    Trees trees,
    TurnRunner turns,
    TimeProvider clock,
    ILogger<PeriodicFiring> log
)
{
    /// <summary>How its turns and tasks are told from others.</summary>
    public const string Method = "periodic";

    private const string NotEnded = "the former task had not ended";

    /// <summary>Deals with one tick of it, if there is one to deal with.</summary>
    /// <exception cref="ScheduleChangedException">Somebody changed it meanwhile; nothing was done.</exception>
    public async Task TakeAsync(DuePeriodicTask due, CancellationToken cancellation)
    {
        var row = due.Row;
        var rules = PeriodicRules.Of(row);
        var now = clock.GetUtcNow();
        var decision = Ticks.Decide(rules, new TickState(row.NextTick, row.BufferedTick), now, due.PreviousIsOpen);
        var after = PeriodicRules.Standing(row, rules, decision.After);
        switch (decision)
        {
            case Fire fire:
                await FireAsync(After(after, fire.Tick), fire, cancellation);
                break;
            case Skip skip:
                await KeepAsync(After(after, skip.Tick), Run(skip.Tick, PeriodicRunRow.Skipped, NotEnded));
                break;
            case Sops.Schedules.Buffer buffer:
                await KeepAsync(After(after, buffer.Tick), Run(buffer.Tick, PeriodicRunRow.Buffered, NotEnded));
                break;
            case Miss miss:
                var run = Run(miss.First, PeriodicRunRow.Missed, $"nobody was there until {now.UtcDateTime:u}");
                log.LogWarning("Periodic task {Id} missed {Count} ticks", row.Id, miss.Count);
                await KeepAsync(After(after, miss.Last), run with { Ticks = miss.Count });
                break;
            default:
                await store.RearmAsync(after, cancellation);
                break;
        }

        PeriodicRunRow Run(DateTimeOffset tick, string outcome, string message) =>
            new()
            {
                PeriodicTaskId = row.Id,
                Tick = tick,
                Outcome = outcome,
                Message = message,
                CreateTime = now,
            };

        async Task KeepAsync(PeriodicTaskRow standing, PeriodicRunRow run)
        {
            if (!await store.CommitAsync(new TickCommit { After = standing, Run = run }, cancellation))
            {
                throw new ScheduleChangedException($"periodic task {row.Id}");
            }
        }
    }

    /// <summary>What a task of it is made of, up to what asks for it.</summary>
    /// <param name="row">As it stands then, up to what the task's making changes.</param>
    /// <param name="tick">The tick, or the moment of a run by hand.</param>
    /// <param name="manual">0 for a tick.</param>
    public async Task<FirstTurn> TaskOfAsync(
        PeriodicTaskRow row,
        DateTimeOffset tick,
        long manual,
        bool wasBuffered,
        CancellationToken cancellation
    )
    {
        var snapshot = await trees.StoredAsync(row.SnapshotDigest, cancellation);
        var local = TimeZoneInfo.ConvertTime(tick, TimeZoneInfo.FindSystemTimeZoneById(row.Zone));
        var task = new TaskRow
        {
            BusinessId = row.BusinessId,
            Name = $"{row.Name}_{local.ToString("yyyyMMddHHmmss", CultureInfo.InvariantCulture)}",
            TemplateId = row.TemplateId,
            TemplateSource = row.TemplateSource,
            Category = row.Category,
            FlowType = TaskRow.CommonType,
            CurrentFlow = TaskRow.ExecuteFlow,
            Creator = row.Creator,
            CreateMethod = Method,
            AppCode = row.AppCode,
            InstanceId = TaskIds.Create(Digest(row, tick, manual)).InstanceId,
            State = NodeState.Created,
            CreateTime = clock.GetUtcNow(),
            PeriodicTaskId = row.Id,
        };
        return new FirstTurn(task, snapshot, JsonSerializer.Deserialize(row.Constants, RunJson.Default.ValueMap)!)
        {
            Starter = row.Creator,
            Actor = row.Creator,
            Command = Method,
            Record = (id, at) => new CallRecord { Operation = Operation(row, id, at) },
            Tick = (id, at) =>
                new TickCommit
                {
                    After = row with { TotalRunCount = row.TotalRunCount + 1, LastRunAt = at, LastTaskId = id },
                    Run = new PeriodicRunRow
                    {
                        PeriodicTaskId = row.Id,
                        Tick = tick,
                        Manual = manual,
                        Outcome = PeriodicRunRow.Started,
                        TaskId = id,
                        CreateTime = at,
                    },
                    WasBuffered = wasBuffered,
                },
        };
    }

    private async Task FireAsync(PeriodicTaskRow after, Fire fire, CancellationToken cancellation)
    {
        try
        {
            await turns.MakeAsync(await TaskOfAsync(after, fire.Tick, 0, fire.WasBuffered, cancellation), cancellation);
        }
        catch (TickTakenException e)
        {
            log.LogWarning(e, "Periodic task {Id} goes on behind a tick that made its task before", after.Id);
            await store.RearmAsync(after, cancellation);
        }
        catch (WriteRefusedException e)
        {
            log.LogError(e, "Periodic task {Id} could not make its task", after.Id);
            await FailAsync(after, fire, "the database refuses the task", cancellation);
        }
    }

    private async Task FailAsync(PeriodicTaskRow after, Fire fire, string why, CancellationToken cancellation)
    {
        var failed = after with { Failures = after.Failures + 1 };
        if (failed.PauseAfterFailures > 0 && failed.Failures >= failed.PauseAfterFailures)
        {
            failed = PeriodicRules.FromNow(
                failed with
                {
                    Enabled = false,
                    PauseReason = $"{failed.Failures} runs in a row failed",
                },
                clock.GetUtcNow()
            );
        }
        await store.CommitAsync(
            new TickCommit
            {
                After = failed,
                Run = new PeriodicRunRow
                {
                    PeriodicTaskId = after.Id,
                    Tick = fire.Tick,
                    Outcome = PeriodicRunRow.Failed,
                    Message = why,
                    CreateTime = clock.GetUtcNow(),
                },
                WasBuffered = fire.WasBuffered,
            },
            cancellation
        );
    }

    private static PeriodicTaskRow After(PeriodicTaskRow row, DateTimeOffset tick) =>
        row with
        {
            LastTick = row.LastTick > tick ? row.LastTick : tick,
        };

    /// <summary>The same for the same tick, whoever makes its task.</summary>
    private static string Digest(PeriodicTaskRow row, DateTimeOffset tick, long manual) =>
        Convert.ToHexStringLower(
            SHA256.HashData(
                Encoding.UTF8.GetBytes($"{row.InstanceId}/{row.Id}/{tick.ToUnixTimeMilliseconds()}/{manual}")
            )
        )[..23];

    private static OperationRecord Operation(PeriodicTaskRow row, long taskId, DateTimeOffset at) =>
        new()
        {
            At = at,
            BusinessId = row.BusinessId,
            TaskId = taskId,
            TemplateId = row.TemplateId,
            Subject = $"periodic_task/{row.Id}",
            Method = Method,
            Name = "create_and_start_task",
            Operator = row.Creator,
            AppCode = row.AppCode,
            Outcome = "OK",
        };
}
