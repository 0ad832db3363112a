using System.Security.Cryptography;
using System.Text.Json;
using Sops.Engine;
using Sops.Engine.Pipelines;
using Sops.Engine.Runs;
using Sops.Server.Access;
using Sops.Storage;

namespace Sops.Server.Runtime;

/// <summary>Tasks: made from a tree, started, operated.</summary>
public sealed class Tasks(
    TaskStore store,
    Templates templates,
    Trees trees,
    TurnRunner turns,
    Requests requests,
    TimeProvider clock
)
{
    public const int MaxName = 100;

    /// <summary>The task that a call names, of the business that it names; another's is as unknown as one that does not exist.</summary>
    public Task<TaskRow> GetAsync(Call call, CancellationToken cancellation) =>
        GetAsync(call.BusinessId, call.TaskId, cancellation);

    private async Task<TaskRow> GetAsync(long businessId, long taskId, CancellationToken cancellation) =>
        await store.FindAsync(businessId, taskId, cancellation)
        ?? throw SopsException.NotFound(
            "TASK_NOT_FOUND",
            $"task[id={taskId}] of project[project_id={businessId},biz_id={businessId}] does not exist"
        );

    public async Task<MadeTask> CreateAsync(NewTask task, Call call, bool start, CancellationToken cancellation)
    {
        // A repeat gets its answer whatever became of the template since.
        if (await requests.AnsweredAsync(call) is { } before)
        {
            return await MadeAsync(call.BusinessId, before.TaskId, cancellation);
        }
        var template = task.TemplateId is { } id
            ? await templates.GetAsync(call.BusinessId, task.TemplateSource, id, cancellation)
            : null;
        var snapshot = await SnapshotAsync(task, template, call.BusinessId, cancellation);
        trees.RequireComponents(snapshot.Tree);
        var constants = ValueMap.From(task.Constants.Where(c => snapshot.Tree.Root.Constants.ContainsKey(c.Key)));
        RequireNoCircle(snapshot.Tree, constants);
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
            CurrentFlow = "execute_task",
            Creator = task.Creator ?? call.Caller.User,
            CreateMethod = "api",
            AppCode = call.Caller.AppCode,
            Description = task.Description,
            InstanceId = ids.InstanceId,
            CreateTime = clock.GetUtcNow(),
            ScopeType = task.ScopeType,
            ScopeValue = task.ScopeValue,
            Extra = task.Extra,
        };
        var answer = await turns.BeginAsync(row, snapshot, constants, start, call);
        return await MadeAsync(call.BusinessId, answer.TaskId, cancellation);
    }

    private async Task<MadeTask> MadeAsync(long businessId, long taskId, CancellationToken cancellation)
    {
        var made = await GetAsync(businessId, taskId, cancellation);
        return new MadeTask(made, await TreeAsync(made, cancellation));
    }

    /// <summary>The task's tree with its own ids and the values it was given.</summary>
    public async Task<string> TreeAsync(TaskRow task, CancellationToken cancellation)
    {
        var snapshot = await trees.StoredAsync(task.SnapshotDigest, cancellation);
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
        return outcome.Refusal is { } refusal ? throw Refusals.ToException(task, refusal) : outcome.Answer;
    }

    private static void RequireNoCircle(PipelineTree tree, ValueMap constants)
    {
        var circles = ConstantRules.Circles(tree.Root, constants);
        if (circles.Count > 0)
        {
            throw SopsException.Invalid(
                "CONSTANT_CIRCLE",
                $"constants lead back to themselves: {string.Join(", ", circles)}",
                [.. circles.Select(key => new FieldViolation($"constants.{key}", "leads back to itself"))]
            );
        }
    }

    private async Task<Snapshot> SnapshotAsync(
        NewTask task,
        TemplateRow? template,
        long businessId,
        CancellationToken cancellation
    )
    {
        if (task.Tree is { } tree)
        {
            return await trees.AcceptAsync(tree, businessId, self: null, cancellation);
        }
        var stored = await trees.OfTemplateAsync(template!, businessId, cancellation);
        var excluded =
            task.ExecutedNodes.Count > 0 ? TreeExclusion.AllBut(stored.Tree, task.ExecutedNodes) : task.ExcludedNodes;
        return excluded.Count == 0 ? stored.Pruned : stored.Without(excluded);
    }
}

/// <summary>A task to make: from a template, or from a tree of its own.</summary>
public sealed record NewTask
{
    public required string Name { get; init; }
    public long? TemplateId { get; init; }
    public string TemplateSource { get; init; } = "project";

    /// <summary>In place of the template's.</summary>
    public string? Tree { get; init; }
    public IReadOnlyDictionary<string, JsonElement> Constants { get; init; } = new Dictionary<string, JsonElement>();
    public IReadOnlyList<string> ExcludedNodes { get; init; } = [];

    /// <summary>Where there are any, all other activities are excluded.</summary>
    public IReadOnlyList<string> ExecutedNodes { get; init; } = [];
    public string FlowType { get; init; } = "common";
    public string Description { get; init; } = "";

    /// <summary>Made, and shown, in BKFlow's words.</summary>
    public bool Space { get; init; }

    /// <summary>Null: the caller.</summary>
    public string? Creator { get; init; }
    public string? ScopeType { get; init; }
    public string? ScopeValue { get; init; }
    public string Extra { get; init; } = "{}";
}

public sealed record MadeTask(TaskRow Row, string Tree);
