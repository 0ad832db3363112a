using System.Text.Json;

namespace Sops.Engine.Plugins;

/// <summary>
/// What an activity runs. One instance serves all attempts at once, so it holds no state of an attempt: what must survive
/// from one call to the next goes into the outputs. A call may be repeated after a crash with the same
/// <see cref="PluginContext.IdempotencyKey"/>; nothing else repeats it. An exception counts as a failure of the node.
/// </summary>
public interface IPlugin
{
    PluginInfo Info { get; }

    ValueTask<PluginResult> ExecuteAsync(PluginContext context, CancellationToken cancellation);

    /// <summary>Called when the time that <see cref="PluginResult.PollAfter"/> named has come.</summary>
    ValueTask<PluginResult> PollAsync(PluginContext context, CancellationToken cancellation) =>
        ValueTask.FromResult(PluginResult.Succeed());

    /// <summary>Called with each callback from outside while the node waits for one.</summary>
    ValueTask<PluginResult> CallbackAsync(PluginContext context, JsonElement data, CancellationToken cancellation) =>
        ValueTask.FromResult(PluginResult.Succeed());
}

/// <summary>How a plugin is found and described.</summary>
/// <param name="Versions">Every version under which it is registered, newest last.</param>
public sealed record PluginInfo(
    string Code,
    IReadOnlyList<string> Versions,
    string Name,
    string Group,
    string Description,
    IReadOnlyList<PluginField> Inputs,
    IReadOnlyList<PluginField> Outputs
)
{
    /// <summary>
    /// False where <see cref="IPlugin.ExecuteAsync"/> must not be called twice for one attempt, because what it does cannot be
    /// recognised by the <see cref="PluginContext.IdempotencyKey"/>. A node whose execution may have been under way when the
    /// service stopped then fails, for somebody to retry or skip it. Polls and callbacks are repeated all the same.
    /// </summary>
    public bool IsRepeatable { get; init; } = true;

    /// <summary>
    /// False where no call of it changes anything, neither outside nor in the plugin, so that nobody can tell whether one was
    /// made. It may then be made before the turn that asks for it is durable, and shares that one's transaction where it
    /// answers without waiting; one that does not is dropped, and made again after the commit. One that is made again after a
    /// crash is not noted.
    /// </summary>
    public bool HasEffects { get; init; } = true;
}

/// <summary>One input or output of a plugin, for forms and documents; never enforced.</summary>
/// <param name="Type">string, int, bool, object or array.</param>
public sealed record PluginField(string Key, string Name, string Type, bool Required, string Description);

/// <summary>What a call gets to know.</summary>
public sealed record PluginContext
{
    public required long TaskId { get; init; }
    public required string TaskName { get; init; }

    /// <summary>The node's id on the wire.</summary>
    public required string NodeId { get; init; }
    public required string NodeName { get; init; }

    /// <summary>The attempt's id on the wire ("version").</summary>
    public required string Version { get; init; }

    /// <summary>Same for every repetition of the same call: task/node/loop/attempt.</summary>
    public required string IdempotencyKey { get; init; }
    public required int Loop { get; init; }
    public required int InnerLoop { get; init; }

    /// <summary>How often this node began to execute in this run, this time included; from 1.</summary>
    public required int Execution { get; init; }

    /// <summary>How many polls came before this one; 0 in the first.</summary>
    public int Polls { get; init; }

    /// <summary>How many callbacks came before this one; 0 in the first.</summary>
    public int Callbacks { get; init; }

    /// <summary>When this attempt began.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>Now, by the service's clock.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>The zone for times without an offset.</summary>
    public required TimeZoneInfo TimeZone { get; init; }

    /// <summary>Who started the task.</summary>
    public required string Operator { get; init; }
    public required long BusinessId { get; init; }

    /// <summary>Rendered inputs, by key, with _loop and _inner_loop; a JSON object.</summary>
    public required JsonElement Inputs { get; init; }

    /// <summary>What earlier calls of this attempt put out; a JSON object.</summary>
    public required JsonElement Outputs { get; init; }
}
