using System.Text.Json;
using Sops.Engine.Plugins;

namespace Sops.Plugins;

/// <summary>Waiting for a time without holding a worker: the same answer serves the execution and every poll, early ones too.</summary>
internal static class PluginWait
{
    /// <summary>A timer set for longer would outlive too many clock corrections.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromHours(24);

    public static PluginResult WaitUntil(
        this PluginContext context,
        DateTimeOffset due,
        IReadOnlyDictionary<string, JsonElement>? outputs = null
    )
    {
        var left = due - context.Now;
        if (left <= TimeSpan.Zero)
        {
            return PluginResult.Succeed(outputs);
        }
        var wait = left < Longest ? left : Longest;
        // Timers are kept in milliseconds; a part of one cut off would wake it too early, for one more poll.
        return PluginResult.PollAfter(TimeSpan.FromMilliseconds(Math.Ceiling(wait.TotalMilliseconds)), outputs);
    }
}
