using System.Text.Json;
using Sops.Engine.Plugins;

namespace Sops.Plugins.Conformance;

/// <summary>Fails, by its result or by an exception.</summary>
public sealed class TestFail : IPlugin
{
    public PluginInfo Info { get; } =
        new(
            "test_fail",
            ["legacy"],
            "test_fail",
            "conformance",
            "Puts out its inputs and fails.",
            [
                new("message", "message", "string", false, "Why it fails; default: test_fail."),
                new("raise", "raise", "bool", false, "Throw an exception instead; default: false."),
            ],
            []
        );

    public ValueTask<PluginResult> ExecuteAsync(PluginContext context, CancellationToken cancellation)
    {
        var outputs = context.CopyPublicInputs();
        if (!new PluginInputs(context.Inputs).TryBool("raise", false, out var raise, out var problem))
        {
            return new(PluginResult.Fail(problem, outputs));
        }
        // An exception carries no outputs, so they are put out one call before it is thrown.
        return new(
            raise ? PluginResult.PollAfter(TimeSpan.Zero, outputs) : PluginResult.Fail(Message(context), outputs)
        );
    }

    public ValueTask<PluginResult> PollAsync(PluginContext context, CancellationToken cancellation) =>
        throw new InvalidOperationException(Message(context).ToString());

    private static JsonElement Message(PluginContext context) =>
        new PluginInputs(context.Inputs).Find("message") ?? JsonSerializer.SerializeToElement("test_fail");
}
