using Microsoft.Extensions.Options;
using Sops.Engine.Plugins;
using Sops.Engine.Runs;
using Sops.Storage;

namespace Sops.Server.Runtime;

/// <summary>
/// Does the work that turns ask for: calls plugins outside any transaction and brings their answers back as commands, and
/// reports timers that have run out.
/// </summary>
public sealed class PluginCaller(
    TurnRunner turns,
    PluginCalls calls,
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

    /// <summary>What the history calls a turn that this work led to.</summary>
    public static string NameOf(WorkItem work) => work.Kind.ToString().ToLowerInvariant();

    public void Dispose() => _places.Dispose();

    private async Task<Command?> CallAsync(long taskId, WorkItem work)
    {
        await _places.WaitAsync(lifetime.ApplicationStopping);
        try
        {
            var call = await turns.ReadAsync(taskId, run => calls.Prepare(run, work), lifetime.ApplicationStopping);
            if (call is null)
            {
                return null;
            }
            return new CallReturned(work.Node, work.Attempt, work.Number, await calls.MakeAsync(call));
        }
        finally
        {
            _places.Release();
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
                await turns.TakeAsync(taskId, command, actor: "", NameOf(work), work.Due);
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
}
