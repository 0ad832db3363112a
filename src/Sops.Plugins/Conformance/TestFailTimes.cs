using System.Text.Json;
using Sops.Engine.Plugins;

namespace Sops.Plugins.Conformance;

/// <summary>Fails at its first executions and succeeds after them.</summary>
public sealed class TestFailTimes : IPlugin
{
    public PluginInfo Info { get; } =
        new(
            "test_fail_times",
            ["legacy"],
            "test_fail_times",
            "conformance",
            "Counts its executions in this run, over retries and loops, and fails at the first ones.",
            [new("times", "times", "int", false, "How many executions fail; default: 1.")],
            [new("attempt", "attempt", "int", true, "Which execution this was, from 1.")]
        );

    public ValueTask<PluginResult> ExecuteAsync(PluginContext context, CancellationToken cancellation)
    {
        var outputs = context.CopyPublicInputs();
        outputs["attempt"] = JsonSerializer.SerializeToElement(context.Execution);
        if (!new PluginInputs(context.Inputs).TryNumber("times", 1, out var times, out var problem))
        {
            return new(PluginResult.Fail(problem, outputs));
        }
        return new(
            context.Execution <= times
                ? PluginResult.Fail($"attempt {context.Execution} failed", outputs)
                : PluginResult.Succeed(outputs)
        );
    }
}
