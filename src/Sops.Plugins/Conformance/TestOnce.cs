using Sops.Engine.Plugins;

namespace Sops.Plugins.Conformance;

/// <summary>Runs for a given time in one call, which must not be made twice.</summary>
public sealed class TestOnce(TimeProvider time) : IPlugin
{
    private static readonly decimal MaxSeconds = (decimal)TimeSpan.FromDays(1).TotalSeconds;

    public PluginInfo Info { get; } =
        new(
            "test_once",
            ["legacy"],
            "test_once",
            "conformance",
            "Runs for some seconds and succeeds; fails where the service stops meanwhile.",
            [new("seconds", "seconds", "int", false, "How long, at most a day; fractions allowed; default: 1.")],
            []
        )
        {
            IsRepeatable = false,
        };

    public async ValueTask<PluginResult> ExecuteAsync(PluginContext context, CancellationToken cancellation)
    {
        if (!new PluginInputs(context.Inputs).TryNumber("seconds", 1, out var seconds, out var problem))
        {
            return PluginResult.Fail(problem);
        }
        if (seconds < 0 || seconds > MaxSeconds)
        {
            return PluginResult.Fail("seconds must be from 0 to a day");
        }
        await Task.Delay(TimeSpan.FromSeconds((double)seconds), time, cancellation);
        return PluginResult.Succeed(context.CopyPublicInputs());
    }
}
