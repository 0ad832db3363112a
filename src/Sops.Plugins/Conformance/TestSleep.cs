using System.Text.Json;
using Sops.Engine.Plugins;

namespace Sops.Plugins.Conformance;

/// <summary>Runs for a given time.</summary>
public sealed class TestSleep : IPlugin
{
    private static readonly decimal MaxSeconds = (decimal)TimeSpan.FromDays(366).TotalSeconds;

    public PluginInfo Info { get; } =
        new(
            "test_sleep",
            ["legacy"],
            "test_sleep",
            "conformance",
            "Puts out its inputs, runs for some seconds and succeeds.",
            [new("seconds", "seconds", "int", false, "How long, at most 366 days; fractions allowed; default: 1.")],
            []
        )
        {
            HasEffects = false,
        };

    public ValueTask<PluginResult> ExecuteAsync(PluginContext context, CancellationToken cancellation) =>
        new(Wait(context, context.CopyPublicInputs()));

    public ValueTask<PluginResult> PollAsync(PluginContext context, CancellationToken cancellation) =>
        new(Wait(context, null));

    private static PluginResult Wait(PluginContext context, Dictionary<string, JsonElement>? outputs)
    {
        if (!new PluginInputs(context.Inputs).TryNumber("seconds", 1, out var seconds, out var problem))
        {
            return PluginResult.Fail(problem, outputs);
        }
        if (seconds < 0 || seconds > MaxSeconds)
        {
            return PluginResult.Fail("seconds must be from 0 to 366 days", outputs);
        }
        return context.WaitUntil(context.StartedAt + TimeSpan.FromSeconds((double)seconds), outputs);
    }
}
