using System.Text.Json;
using Microsoft.Extensions.Options;
using Sops.Engine;
using Sops.Engine.Pipelines;
using Sops.Engine.Plugins;
using Sops.Engine.Runs;

namespace Sops.Server.Runtime;

/// <summary>Makes the calls that a run asks for, and turns whatever comes of one into an answer.</summary>
public sealed class PluginCalls(
    IPluginCatalog plugins,
    TimeProvider clock,
    IOptions<RuntimeOptions> options,
    IHostApplicationLifetime lifetime,
    ILogger<PluginCalls> log
)
{
    /// <summary>True also where there is no such component: then nothing is executed.</summary>
    public bool IsRepeatable(ComponentRef component) =>
        !plugins.TryGet(component.Code, component.Version, out var plugin) || plugin.Info.IsRepeatable;

    /// <summary>False also where there is no such component.</summary>
    public bool HasEffects(ComponentRef component) =>
        plugins.TryGet(component.Code, component.Version, out var plugin) && plugin.Info.HasEffects;

    /// <summary>What is to be called, read off the run between two turns; null where the run does not want it any more.</summary>
    public PreparedCall? Prepare(LoadedRun loaded, WorkItem work)
    {
        var (task, run) = loaded;
        if (
            run.Node(work.Node) is not { State: NodeState.Running, Call: { } call } node
            || node.Attempt != work.Attempt
            || call.Number != work.Number
            // A revoke put it off for good.
            || call.Due > work.Due
        )
        {
            return null;
        }
        var activity = (ServiceActivity)run.Tree[work.Node];
        var id = run.Ids.Node(work.Node);
        return new PreparedCall(
            activity.Component,
            call.Kind,
            call.Kind == CallKind.Callback ? node.Callbacks![0] : default,
            new PluginContext
            {
                TaskId = task.Id,
                TaskName = task.Name,
                NodeId = id,
                NodeName = activity.Name,
                Version = run.Ids.Version(work.Node, node.Attempt),
                IdempotencyKey = $"{task.Id}/{id}/{node.Loop}/{node.Attempt}",
                Loop = node.Loop,
                InnerLoop = node.InnerLoop,
                Execution = node.Executions,
                Polls = call.Polls,
                Callbacks = call.Callbacks,
                StartedAt = node.StartedAt!.Value,
                Now = clock.GetUtcNow() is var now && now > call.Due ? now : call.Due,
                TimeZone = options.Value.Zone,
                Operator = run.Operator,
                BusinessId = task.BusinessId,
                Inputs = ObjectOf(node.Inputs),
                Outputs = ObjectOf(node.Outputs),
            }
        );
    }

    /// <summary>
    /// The answer of a call that is due and has no effects, where it comes without waiting. It may be asked for before the turn
    /// that wants it is durable; null where it may not, and then nothing has happened.
    /// </summary>
    public CallReturned? AnswerAtOnce(LoadedRun loaded, WorkItem work)
    {
        if (
            work.Kind != WorkKind.Call
            || work.Due > clock.GetUtcNow()
            || loaded.Run.Tree[work.Node] is not ServiceActivity { Component: var component }
            || !plugins.TryGet(component.Code, component.Version, out var plugin)
            || plugin.Info.HasEffects
            || Prepare(loaded, work) is not { } call
        )
        {
            return null;
        }
        try
        {
            var answer = Make(plugin, call, lifetime.ApplicationStopping);
            return answer.IsCompletedSuccessfully
                ? new CallReturned(work.Node, work.Attempt, work.Number, answer.Result)
                : null;
        }
        catch (Exception)
        {
            // Called again after the commit, where exceptions are told.
            return null;
        }
    }

    /// <exception cref="OperationCanceledException">The service stops; the call is repeated at the next start.</exception>
    public async Task<PluginResult> MakeAsync(PreparedCall call)
    {
        if (!plugins.TryGet(call.Component.Code, call.Component.Version, out var plugin))
        {
            return PluginResult.Fail(
                $"component {call.Component.Code} {call.Component.Version} is not registered here"
            );
        }
        var limit = options.Value.PluginCallTime;
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(lifetime.ApplicationStopping);
        try
        {
            var answer = Make(plugin, call, ends.Token);
            return answer.IsCompleted
                ? await answer
                : await answer.AsTask().WaitAsync(limit, clock, lifetime.ApplicationStopping);
        }
        catch (TimeoutException) when (!lifetime.ApplicationStopping.IsCancellationRequested)
        {
            await ends.CancelAsync();
            return PluginResult.Fail($"{call.Component.Code} took longer than {limit.TotalSeconds} s for one call");
        }
        catch (OperationCanceledException) when (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception e)
        {
            log.LogWarning(e, "Component {Code} threw in task {Task}", call.Component.Code, call.Context.TaskId);
            return PluginResult.Fail($"{call.Component.Code}: {e.Message}");
        }
    }

    private static ValueTask<PluginResult> Make(IPlugin plugin, PreparedCall call, CancellationToken cancellation) =>
        call.Kind switch
        {
            CallKind.Execute => plugin.ExecuteAsync(call.Context, cancellation),
            CallKind.Poll => plugin.PollAsync(call.Context, cancellation),
            _ => plugin.CallbackAsync(call.Context, call.Data, cancellation),
        };

    private static JsonElement ObjectOf(ValueMap? values) =>
        JsonSerializer.SerializeToElement(values ?? ValueMap.Empty, RunJson.Default.ValueMap);
}

/// <summary>A call with all that it is told.</summary>
/// <param name="Data">What the callback carried; undefined in other calls.</param>
public sealed record PreparedCall(ComponentRef Component, CallKind Kind, JsonElement Data, PluginContext Context);
