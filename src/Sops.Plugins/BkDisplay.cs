using Sops.Engine.Plugins;

namespace Sops.Plugins;

/// <summary>Shows a text in the task's record.</summary>
public sealed class BkDisplay : IPlugin
{
    public PluginInfo Info { get; } =
        new(
            "bk_display",
            ["legacy", "1.0", "v1.0"],
            "消息展示",
            "蓝鲸服务(BK)",
            "Succeeds at once; its rendered message is seen among the node's inputs.",
            [new("bk_display_message", "展示内容", "string", true, "Any text.")],
            []
        )
        {
            HasEffects = false,
        };

    public ValueTask<PluginResult> ExecuteAsync(PluginContext context, CancellationToken cancellation) =>
        new(PluginResult.Succeed());
}
