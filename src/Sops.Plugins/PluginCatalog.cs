using System.Diagnostics.CodeAnalysis;
using Sops.Engine.Plugins;
using Sops.Outbound;
using Sops.Plugins.Conformance;
using Sops.Plugins.WechatWork;

namespace Sops.Plugins;

/// <summary>The plugins of this deployment, found by code and version.</summary>
public sealed class PluginCatalog : IPluginCatalog
{
    private readonly Dictionary<(string Code, string Version), IPlugin> _plugins = [];

    /// <exception cref="ArgumentException">Two plugins claim the same code and version.</exception>
    public PluginCatalog(IEnumerable<IPlugin> plugins)
    {
        var infos = new List<PluginInfo>();
        foreach (var plugin in plugins)
        {
            infos.Add(plugin.Info);
            foreach (var version in plugin.Info.Versions)
            {
                if (!_plugins.TryAdd((plugin.Info.Code, version), plugin))
                {
                    throw new ArgumentException(
                        $"Plugin {plugin.Info.Code} {version} is registered twice.",
                        nameof(plugins)
                    );
                }
            }
        }
        Plugins = infos;
    }

    public IReadOnlyList<PluginInfo> Plugins { get; }

    /// <summary>All plugins that this project brings along.</summary>
    /// <param name="http">What outgoing calls go through, made with the same policy by <see cref="OutboundHttp.Create"/>.</param>
    public static PluginCatalog Create(
        PluginOptions options,
        OutboundPolicy policy,
        HttpMessageInvoker http,
        TimeProvider time
    )
    {
        IEnumerable<IPlugin> plugins =
        [
            new SleepTimer(),
            new PauseNode(),
            new BkDisplay(),
            new WechatWorkSendMessage(options.WechatWork.WebhookUrl, policy, http, time),
        ];
        IEnumerable<IPlugin> conformance =
        [
            new TestEcho(),
            new TestFail(),
            new TestFailTimes(),
            new TestSleep(),
            new TestOnce(time),
            new TestPoll(),
            new TestCallback(),
            new TestMultiCallback(),
        ];
        return new PluginCatalog(options.Conformance ? plugins.Concat(conformance) : plugins);
    }

    public bool TryGet(string code, string version, [NotNullWhen(true)] out IPlugin? plugin) =>
        _plugins.TryGetValue((code, version), out plugin);
}
