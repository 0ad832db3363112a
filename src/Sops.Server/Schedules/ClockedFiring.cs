using System.Security.Cryptography;
using System.Text;
using Sops.Engine;
using Sops.Engine.Pipelines;
using Sops.Engine.Runs;
using Sops.Server.Runtime;
using Sops.Storage;

namespace Sops.Server.Schedules;

/// <summary>Makes the tasks of clocked tasks whose moment has come, in one transaction with their new state.</summary>
public sealed class ClockedFiring(
    ClockedTaskStore store,
    ClockedTrees trees,
    TurnRunner turns,
    TimeProvider clock,
    ILogger<ClockedFiring> log
)
{
    /// <summary>How its turns and tasks are told from others.</summary>
    public const string Method = "clocked";

    /// <exception cref="ScheduleChangedException">Somebody changed it meanwhile; nothing was done.</exception>
    public async Task TakeAsync(ClockedTaskRow row, CancellationToken cancellation)
    {
        try
        {
            await StartAsync(row, cancellation);
        }
        catch (SopsException e)
        {
            await FailAsync(row, e.Message, cancellation);
        }
        catch (WriteRefusedException e)
        {
            log.LogError(e, "Clocked task {Id} could not make its task", row.Id);
            await FailAsync(row, "the database refuses the task", cancellation);
        }
    }

    private async Task StartAsync(ClockedTaskRow row, CancellationToken cancellation)
    {
        var (template, snapshot, constants) = await trees.OfAsync(row, cancellation);
        var task = new TaskRow
        {
            BusinessId = row.BusinessId,
            Name = row.TaskName,
            TemplateId = template.Id,
            TemplateSource = template.Source,
            Category = template.Category,
            FlowType = TaskRow.CommonType,
            CurrentFlow = TaskRow.ExecuteFlow,
            Creator = row.Creator,
            CreateMethod = Method,
            AppCode = row.AppCode,
            InstanceId = TaskIds.Create(Digest(row)).InstanceId,
            State = NodeState.Created,
            CreateTime = clock.GetUtcNow(),
        };
        await turns.MakeAsync(
            new FirstTurn(task, snapshot, constants)
            {
                Starter = row.Creator,
                Actor = row.Creator,
                Command = Method,
                Record = (id, at) => new CallRecord { Operation = Operation(row, id, at) },
                Clocked = id => row with { State = ClockedTaskRow.Started, TaskId = id, DueAt = null },
            },
            cancellation
        );
    }

    private async Task FailAsync(ClockedTaskRow row, string why, CancellationToken cancellation)
    {
        var failed = row with { State = ClockedTaskRow.StartFailed, Message = why, DueAt = null };
        if (!await store.CommitAsync(failed, cancellation))
        {
            throw new ScheduleChangedException($"clocked task {row.Id}");
        }
    }

    private static string Digest(ClockedTaskRow row) =>
        Convert.ToHexStringLower(
            SHA256.HashData(
                Encoding.UTF8.GetBytes($"clocked/{row.Id}/{row.CreateTime.ToUnixTimeMilliseconds()}/{row.Creator}")
            )
        )[..23];

    private static OperationRecord Operation(ClockedTaskRow row, long taskId, DateTimeOffset at) =>
        new()
        {
            At = at,
            BusinessId = row.BusinessId,
            TaskId = taskId,
            TemplateId = row.TemplateId,
            Subject = $"clocked_task/{row.Id}",
            Method = Method,
            Name = "create_and_start_task",
            Operator = row.Creator,
            AppCode = row.AppCode,
            Outcome = "OK",
        };
}
