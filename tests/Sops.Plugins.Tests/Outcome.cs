using System.Text.Json;
using Sops.Engine.Plugins;

namespace Sops.Plugins.Tests;

/// <summary>What a call must have led to; outputs are compared whole and by their text.</summary>
internal static class Outcome
{
    public static void Succeeds(PluginResult result, string outputs = "{}") =>
        Is(PluginOutcome.Succeeded, result, outputs);

    public static void Waits(PluginResult result, string outputs = "{}") =>
        Is(PluginOutcome.AwaitCallback, result, outputs);

    public static void Polls(PluginResult result, TimeSpan after, string outputs = "{}")
    {
        Is(PluginOutcome.Poll, result, outputs);
        Assert.Equal(after, result.After);
    }

    /// <param name="error">The text, or the JSON text where it is none.</param>
    public static void Fails(PluginResult result, string error, string outputs = "{}")
    {
        Is(PluginOutcome.Failed, result, outputs);
        Assert.Equal(error, result.Error?.ToString());
    }

    private static void Is(PluginOutcome outcome, PluginResult result, string outputs)
    {
        Assert.True(outcome == result.Outcome, $"{result.Outcome}: {result.Error}");
        var actual = result.Outputs ?? new Dictionary<string, JsonElement>();
        Assert.Equal(
            Given.Json(outputs).EnumerateObject().Select(p => $"{p.Name}={p.Value.GetRawText()}").Order(),
            actual.Select(p => $"{p.Key}={p.Value.GetRawText()}").Order()
        );
    }
}
