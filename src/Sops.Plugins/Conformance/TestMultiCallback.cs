using System.Text.Json;
using Sops.Engine.Plugins;

namespace Sops.Plugins.Conformance;

/// <summary>Waits for several callbacks, each of which may tell it to fail.</summary>
public sealed class TestMultiCallback : IPlugin
{
    public PluginInfo Info { get; } =
        new(
            "test_multi_callback",
            ["legacy"],
            "test_multi_callback",
            "conformance",
            "Puts out its inputs and waits for some callbacks; fails at one whose result is false.",
            [new("count", "count", "int", false, "With which callback it succeeds; default: 1.")],
            [new("callbacks", "callbacks", "array", true, "What the callbacks so far carried.")]
        );

    public ValueTask<PluginResult> ExecuteAsync(PluginContext context, CancellationToken cancellation)
    {
        var outputs = context.CopyPublicInputs();
        return new(
            new PluginInputs(context.Inputs).TryNumber("count", 1, out _, out var problem)
                ? PluginResult.AwaitCallback(outputs)
                : PluginResult.Fail(problem, outputs)
        );
    }

    public ValueTask<PluginResult> CallbackAsync(
        PluginContext context,
        JsonElement data,
        CancellationToken cancellation
    )
    {
        var callback = new CallbackData(data);
        List<JsonElement> callbacks = [.. Earlier(context), callback.Json];
        // Joined as texts: writing the values anew would change how they are spelled.
        var list = JsonElement.Parse($"[{string.Join(',', callbacks.Select(c => c.GetRawText()))}]");
        var outputs = new Dictionary<string, JsonElement> { ["callbacks"] = list };
        if (callback.Refusal is { } refusal)
        {
            return new(PluginResult.Fail(refusal, outputs));
        }
        if (!new PluginInputs(context.Inputs).TryNumber("count", 1, out var count, out var problem))
        {
            return new(PluginResult.Fail(problem, outputs));
        }
        return new(callbacks.Count >= count ? PluginResult.Succeed(outputs) : PluginResult.AwaitCallback(outputs));
    }

    /// <summary>None before the first callback, when an output of that name is a copied input.</summary>
    private static JsonElement[] Earlier(PluginContext context) =>
        context.Callbacks > 0
        && new PluginInputs(context.Outputs).Find("callbacks") is { ValueKind: JsonValueKind.Array } earlier
            ? [.. earlier.EnumerateArray()]
            : [];
}
