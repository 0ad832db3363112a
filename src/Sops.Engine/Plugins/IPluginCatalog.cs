using System.Diagnostics.CodeAnalysis;

namespace Sops.Engine.Plugins;

/// <summary>Which plugins exist here.</summary>
public interface IPluginCatalog
{
    IReadOnlyList<PluginInfo> Plugins { get; }

    bool TryGet(string code, string version, [NotNullWhen(true)] out IPlugin? plugin);

    /// <summary>For an error text that helps: the versions there are of that code; none where the code is unknown.</summary>
    IReadOnlyList<string> VersionsOf(string code) =>
        [.. Plugins.Where(p => p.Code == code).SelectMany(p => p.Versions)];
}
