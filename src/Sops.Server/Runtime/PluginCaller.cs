using System.Text.Json;
using Microsoft.Extensions.Options;
using Sops.Engine;
using Sops.Engine.Pipelines;
using Sops.Engine.Plugins;
using Sops.Engine.Runs;
using Sops.Server.Access;
using Sops.Storage;

namespace Sops.Server.Runtime;

/// <summary>
/// Does the work that turns ask for: calls plugins outside any transaction and brings their answers back as commands, and
/// reports timers that have run out.
/// </summary>
public sealed class PluginCaller(
    TurnRunner turns,
    IPluginCatalog plugins,
    TimeProvider clock,
    IOptions<RuntimeOptions> options,
    IHostApplicationLifetime lifetime,
    ILogger<PluginCaller> log
) : IDisposable
{
    private const string Untakeable = "internal error: the node's answer could not be taken";
    private static readonly TimeSpan[] Patience =
    [
        TimeSpan.FromMilliseconds(100),
        TimeSpan.FromSeconds(1),
        TimeSpan.FromSeconds(5),
    ];
    private readonly SemaphoreSlim _places = new(options.Value.PluginCalls);

    /// <summary>
    /// False where the work was begun and its outcome could not be told to the run: it must not be begun again before the
    /// next start, which notes in the history that it is.
    /// </summary>
    public async Task<bool> DoAsync(long taskId, WorkItem work)
    {
        Command? command;
        try
        {
            command = work.Kind switch
            {
                WorkKind.Timeout => new TimeoutReached(work.Node, work.Attempt),
                WorkKind.AutoRetry => new AutoRetryReached(work.Node, work.Attempt),
                WorkKind.Entry => new EntryDue(work.Node),
                _ => await CallAsync(taskId, work),
            };
        }
        catch (OperationCanceledException) when (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            return false;
        }
        catch (Exception e)
        {
            log.LogError(e, "Node {Node} of task {Task} was not called; it will be tried again", work.Node, taskId);
            return true;
        }
        return command is null || await ReportAsync(taskId, command, work);
    }

    public void Dispose() => _places.Dispose();

    private async Task<Command?> CallAsync(long taskId, WorkItem work)
    {
        await _places.WaitAsync(lifetime.ApplicationStopping);
        try
        {
            var call = await turns.ReadAsync(taskId, run => Prepare(run, work), lifetime.ApplicationStopping);
            if (call is null)
            {
                return null;
            }
            var result = await CallAsync(call, taskId);
            return new CallReturned(work.Node, work.Attempt, work.Number, result);
        }
        finally
        {
            _places.Release();
        }
    }

    private async Task<PluginResult> CallAsync(PreparedCall call, long taskId)
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
            var answer = call.Kind switch
            {
                CallKind.Execute => plugin.ExecuteAsync(call.Context, ends.Token),
                CallKind.Poll => plugin.PollAsync(call.Context, ends.Token),
                _ => plugin.CallbackAsync(call.Context, call.Data, ends.Token),
            };
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
            log.LogWarning(e, "Component {Code} threw in task {Task}", call.Component.Code, taskId);
            return PluginResult.Fail($"{call.Component.Code}: {e.Message}");
        }
    }

    /// <summary>
    /// An answer is worth more than one try: while the store is away it is held, as long as the service lives. One that can
    /// never be taken fails its node, so that no node stays RUNNING over it.
    /// </summary>
    private async Task<bool> ReportAsync(long taskId, Command command, WorkItem work)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                await turns.TakeAsync(taskId, command, actor: "", work.Kind.ToString().ToLowerInvariant(), work.Due);
                return true;
            }
            catch (DatabaseLostException)
            {
                // The rows still ask for this work: the next start does it.
                return false;
            }
            catch (Exception e) when (IsPassing(e))
            {
                log.LogError(e, "The store did not take an answer of task {Task}; trying again", taskId);
            }
            catch (Exception e) when (command is CallReturned)
            {
                log.LogError(e, "The answer of node {Node} of task {Task} cannot be taken", work.Node, taskId);
                command = new ForceFailNode(work.Node, Untakeable, work.Attempt);
            }
            catch (Exception e)
            {
                log.LogCritical(e, "Node {Node} of task {Task} stands until the next start", work.Node, taskId);
                return false;
            }
            try
            {
                await Task.Delay(Patience[Math.Min(attempt, Patience.Length - 1)], clock, lifetime.ApplicationStopping);
            }
            catch (OperationCanceledException)
            {
                return false;
            }
        }
    }

    /// <summary>The store may take it later.</summary>
    private static bool IsPassing(Exception e) =>
        e is (StorageException and not WriteRefusedException) or System.Data.Common.DbException;

    private PreparedCall? Prepare(LoadedRun loaded, WorkItem work)
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

    private static JsonElement ObjectOf(ValueMap? values) =>
        JsonSerializer.SerializeToElement(values ?? ValueMap.Empty, RunJson.Default.ValueMap);

    private sealed record PreparedCall(ComponentRef Component, CallKind Kind, JsonElement Data, PluginContext Context);
}
