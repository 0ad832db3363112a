using Sops.Engine.Plugins;

namespace Sops.Plugins.Conformance;

/// <summary>Succeeds at once.</summary>
public sealed class TestEcho : IPlugin
{
    public PluginInfo Info { get; } =
        new("test_echo", ["legacy"], "test_echo", "conformance", "Puts out its inputs and succeeds.", [], [])
        {
            HasEffects = false,
        };

    public ValueTask<PluginResult> ExecuteAsync(PluginContext context, CancellationToken cancellation) =>
        new(PluginResult.Succeed(context.CopyPublicInputs()));
}
