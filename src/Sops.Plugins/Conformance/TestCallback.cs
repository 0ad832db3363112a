using System.Text.Json;
using Sops.Engine.Plugins;

namespace Sops.Plugins.Conformance;

/// <summary>Waits for one callback, which may tell it to fail.</summary>
public sealed class TestCallback : IPlugin
{
    public PluginInfo Info { get; } =
        new(
            "test_callback",
            ["legacy"],
            "test_callback",
            "conformance",
            "Puts out its inputs and waits for one callback; fails when that one's result is false.",
            [],
            [new("callback_data", "callback_data", "object", true, "What the callback carried.")]
        );

    public ValueTask<PluginResult> ExecuteAsync(PluginContext context, CancellationToken cancellation) =>
        new(PluginResult.AwaitCallback(context.CopyPublicInputs()));

    public ValueTask<PluginResult> CallbackAsync(
        PluginContext context,
        JsonElement data,
        CancellationToken cancellation
    )
    {
        var callback = new CallbackData(data);
        var outputs = new Dictionary<string, JsonElement> { ["callback_data"] = callback.Json };
        return new(
            callback.Refusal is { } refusal ? PluginResult.Fail(refusal, outputs) : PluginResult.Succeed(outputs)
        );
    }
}
