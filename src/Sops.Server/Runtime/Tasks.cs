using System.Security.Cryptography;
using System.Text.Json;
using Sops.Engine;
using Sops.Engine.Pipelines;
using Sops.Engine.Runs;
using Sops.Server.Access;
using Sops.Server.Deliveries;
using Sops.Storage;

namespace Sops.Server.Runtime;

/// <summary>Tasks: made from a tree, started, operated.</summary>
public sealed class Tasks(
    TaskStore store,
    Templates templates,
    TaskTrees trees,
    TreeCache cache,
    TurnRunner turns,
    Requests requests,
    WebhookRules webhooks,
    TimeProvider clock
)
{
    /// <summary>The task that a call names, of the business that it names; another's is as unknown as one that does not exist.</summary>
    public Task<TaskRow> GetAsync(Call call, CancellationToken cancellation) =>
        GetAsync(call.BusinessId, call.TaskId, cancellation);

    private async Task<TaskRow> GetAsync(long businessId, long taskId, CancellationToken cancellation) =>
        await store.FindAsync(businessId, taskId, cancellation)
        ?? throw SopsException.NotFound(
            "TASK_NOT_FOUND",
            $"task[id={taskId}] of project[project_id={businessId},biz_id={businessId}] does not exist"
        );

    /// <summary>Makes a task; only asked what would happen, it checks the same and stores nothing.</summary>
    public async Task<MadeTask> CreateAsync(NewTask task, Call call, CancellationToken cancellation)
    {
        // A repeat gets its answer whatever became of the template since.
        if (await requests.AnsweredAsync(call) is { } before)
        {
            return await MadeAsync(call.BusinessId, before.TaskId, cancellation);
        }
        RequireCallback(task.CallbackUrl);
        var template = task.TemplateId is { } id
            ? await templates.GetAsync(call.BusinessId, task.TemplateSource, id, cancellation)
            : null;
        NewTaskRules.Check(task);
        var snapshot = await trees.OfAsync(task, template, call.BusinessId, cancellation);
        var constants = ValueMap.From(task.Constants.Where(c => snapshot.Tree.Root.Constants.ContainsKey(c.Key)));
        ConstantChanges.RequireNoCircle(snapshot.Tree, constants);
        var functional = task.FlowType == TaskRow.FunctionalType;
        var ids = TaskIds.Create(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(12))[..23]);
        var row = new TaskRow
        {
            BusinessId = call.BusinessId,
            Space = task.Space,
            Name = task.Name,
            TemplateId = task.TemplateId,
            TemplateSource = template?.Source ?? task.TemplateSource,
            Category = template?.Category ?? "Default",
            FlowType = task.FlowType,
            CurrentFlow = functional ? TaskRow.ClaimFlow : TaskRow.ExecuteFlow,
            Creator = task.Creator ?? call.Caller.User,
            CreateMethod = "api",
            AppCode = call.Caller.AppCode,
            Description = task.Description,
            InstanceId = ids.InstanceId,
            State = NodeState.Created,
            CreateTime = clock.GetUtcNow(),
            ScopeType = task.ScopeType,
            ScopeValue = task.ScopeValue,
            Extra = task.Extra,
            CallbackUrl = task.CallbackUrl.Length > 0 ? task.CallbackUrl : null,
            CallbackVersion = task.CallbackVersion == TaskCallback.Second ? TaskCallback.Second : null,
        };
        if (functional && task.Starts)
        {
            var start = new StartTask(call.Caller.User);
            throw Refusals.ToException(row, start, Claims.Unclaimed(NodeState.Created, start));
        }
        if (call.ValidateOnly)
        {
            return new MadeTask(row, snapshot, constants);
        }
        var answer = await turns.BeginAsync(row, snapshot, constants, task.Starts, call);
        return call.Repeated is not null
            ? await MadeAsync(call.BusinessId, answer.TaskId, cancellation)
            : new MadeTask(row with { Id = answer.TaskId }, snapshot, constants);
    }

    /// <summary>A task that was made before, as it was then.</summary>
    private async Task<MadeTask> MadeAsync(long businessId, long taskId, CancellationToken cancellation)
    {
        var row = await GetAsync(businessId, taskId, cancellation);
        var snapshot = await cache.GetAsync(row.SnapshotDigest, cancellation);
        var first = (await store.EventsAsync(taskId, 0, 1, cancellation)).Single();
        var made = JsonSerializer
            .Deserialize(first.Events, RunJson.Default.IReadOnlyListHistoryEvent)!
            .OfType<TaskCreated>()
            .Single();
        return new MadeTask(
            row with
            {
                State = NodeState.Created,
                Operator = "",
                StartTime = null,
                FinishTime = null,
            },
            snapshot,
            made.Constants ?? ValueMap.Empty
        );
    }

    /// <summary>The task's tree with its own ids and the values it was given.</summary>
    public async Task<string> TreeAsync(TaskRow task, CancellationToken cancellation)
    {
        var snapshot = await cache.GetAsync(task.SnapshotDigest, cancellation);
        var constants = task.Constants is { } given
            ? JsonSerializer.Deserialize(given, RunJson.Default.ValueMap)!.ToDictionary()
            : [];
        return TaskTreeWriter.Write(snapshot.Text, snapshot.Tree, new TaskIds(task.InstanceId), constants);
    }

    /// <summary>Takes a command that an operator or caller gives.</summary>
    /// <exception cref="SopsException">The run refuses it; nothing changed.</exception>
    public async Task<Answer> OperateAsync(TaskRow task, Command command, Call call)
    {
        var outcome = await turns.TakeAsync(task.Id, command, call.Caller.User, call.Name, call: call);
        return outcome.Refusal is { } refusal ? throw Refusals.ToException(task, command, refusal) : outcome.Answer;
    }

    private void RequireCallback(string url)
    {
        if (url.Length > 0)
        {
            webhooks.RequireUrl("callback_url", url);
        }
    }

    /// <summary>What of these a caller may change about a task that was not started; keys that it does not have are ignored.</summary>
    /// <exception cref="SopsException">Some are hidden, or set by a node.</exception>
    public async Task<ValueMap> ChangeableAsync(
        TaskRow task,
        IReadOnlyDictionary<string, JsonElement> constants,
        CancellationToken cancellation
    )
    {
        var tree = (await cache.GetAsync(task.SnapshotDigest, cancellation)).Tree;
        var known = constants.Where(c => tree.Root.Constants.ContainsKey(c.Key)).ToList();
        // What was started refuses any change, and says so.
        if (task.State == NodeState.Created)
        {
            ConstantChanges.RequireOpen([.. known.Select(c => tree.Root.Constants[c.Key])]);
        }
        return ValueMap.From(known);
    }
}
