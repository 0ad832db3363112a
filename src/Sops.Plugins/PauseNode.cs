using System.Text.Json;
using Sops.Engine.Plugins;

namespace Sops.Plugins;

/// <summary>Holds a branch until somebody outside says that it may go on.</summary>
public sealed class PauseNode : IPlugin
{
    public PluginInfo Info { get; } =
        new(
            "pause_node",
            ["legacy"],
            "暂停",
            "蓝鲸服务(BK)",
            "Waits for one callback, whatever it carries.",
            [new("description", "描述", "string", false, "What the person who lets it go on should know.")],
            [new("callback_data", "回调数据", "object", false, "What the callback carried; absent when that was null.")]
        )
        {
            HasEffects = false,
        };

    public ValueTask<PluginResult> ExecuteAsync(PluginContext context, CancellationToken cancellation) =>
        new(PluginResult.AwaitCallback());

    public ValueTask<PluginResult> CallbackAsync(
        PluginContext context,
        JsonElement data,
        CancellationToken cancellation
    ) =>
        new(
            data.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined
                ? PluginResult.Succeed()
                : PluginResult.Succeed(new Dictionary<string, JsonElement> { ["callback_data"] = data })
        );
}
