using System.Text.Json;

namespace Sops.Engine.Plugins;

/// <summary>What a plugin's call led to.</summary>
public sealed record PluginResult
{
    public required PluginOutcome Outcome { get; init; }

    /// <summary>Outputs to add; a key that was there is replaced. Null adds none.</summary>
    public IReadOnlyDictionary<string, JsonElement>? Outputs { get; init; }

    /// <summary>Why it failed: a text or any JSON value, shown as ex_data.</summary>
    public JsonElement? Error { get; init; }

    /// <summary>With <see cref="PluginOutcome.Poll"/>: how long to wait; with AwaitCallback, ignored.</summary>
    public TimeSpan After { get; init; }

    public static PluginResult Succeed(IReadOnlyDictionary<string, JsonElement>? outputs = null) =>
        new() { Outcome = PluginOutcome.Succeeded, Outputs = outputs };

    public static PluginResult Fail(string error, IReadOnlyDictionary<string, JsonElement>? outputs = null) =>
        Fail(JsonSerializer.SerializeToElement(error), outputs);

    public static PluginResult Fail(JsonElement error, IReadOnlyDictionary<string, JsonElement>? outputs = null) =>
        new()
        {
            Outcome = PluginOutcome.Failed,
            Error = error,
            Outputs = outputs,
        };

    /// <summary>Not done yet: ask again after that time. The time is durable; no worker is held for it.</summary>
    public static PluginResult PollAfter(TimeSpan after, IReadOnlyDictionary<string, JsonElement>? outputs = null) =>
        new()
        {
            Outcome = PluginOutcome.Poll,
            After = after,
            Outputs = outputs,
        };

    /// <summary>Not done yet: wait for a callback from outside.</summary>
    public static PluginResult AwaitCallback(IReadOnlyDictionary<string, JsonElement>? outputs = null) =>
        new() { Outcome = PluginOutcome.AwaitCallback, Outputs = outputs };
}

public enum PluginOutcome
{
    Succeeded,
    Failed,
    Poll,
    AwaitCallback,
}
