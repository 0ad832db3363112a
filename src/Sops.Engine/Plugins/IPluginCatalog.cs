using System.Diagnostics.CodeAnalysis;

namespace Sops.Engine.Plugins;

/// <summary>Which plugins exist here.</summary>
public interface IPluginCatalog
{
    IReadOnlyList<PluginInfo> Plugins { get; }

    bool TryGet(string code, string version, [NotNullWhen(true)] out IPlugin? plugin);
}
