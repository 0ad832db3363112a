using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Sops.Engine.Plugins;

namespace Sops.Plugins.Conformance;

/// <summary>Is polled a number of times before it succeeds, or fails at one of them.</summary>
public sealed class TestPoll : IPlugin
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    public PluginInfo Info { get; } =
        new(
            "test_poll",
            ["legacy"],
            "test_poll",
            "conformance",
            "Puts out its inputs and is polled, 0.1 s apart.",
            [
                new("times", "times", "int", false, "With which poll it succeeds; default: 1."),
                new("fail_at", "fail_at", "int", false, "With which poll it fails; default: 0, none."),
            ],
            [new("polls", "polls", "int", true, "How often it was polled.")]
        );

    public ValueTask<PluginResult> ExecuteAsync(PluginContext context, CancellationToken cancellation)
    {
        var outputs = context.CopyPublicInputs();
        outputs["polls"] = JsonSerializer.SerializeToElement(0);
        return new(
            TryRead(context, out _, out _, out var problem)
                ? PluginResult.PollAfter(Interval, outputs)
                : PluginResult.Fail(problem, outputs)
        );
    }

    public ValueTask<PluginResult> PollAsync(PluginContext context, CancellationToken cancellation)
    {
        if (!TryRead(context, out var times, out var failAt, out var problem))
        {
            return new(PluginResult.Fail(problem));
        }
        var polls = context.Polls + 1;
        var outputs = new Dictionary<string, JsonElement> { ["polls"] = JsonSerializer.SerializeToElement(polls) };
        if (polls == failAt)
        {
            return new(PluginResult.Fail($"poll {polls} failed", outputs));
        }
        return new(polls >= times ? PluginResult.Succeed(outputs) : PluginResult.PollAfter(Interval, outputs));
    }

    private static bool TryRead(
        PluginContext context,
        out decimal times,
        out decimal failAt,
        [NotNullWhen(false)] out string? problem
    )
    {
        var inputs = new PluginInputs(context.Inputs);
        failAt = 0;
        return inputs.TryNumber("times", 1, out times, out problem)
            && inputs.TryNumber("fail_at", 0, out failAt, out problem);
    }
}
