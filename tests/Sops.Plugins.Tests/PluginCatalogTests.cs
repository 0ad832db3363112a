using Microsoft.Extensions.Time.Testing;
using Sops.Engine.Plugins;
using Sops.Outbound;

namespace Sops.Plugins.Tests;

public sealed class PluginCatalogTests : IDisposable
{
    private static readonly OutboundPolicy Policy = new(new OutboundOptions());
    private readonly HttpMessageInvoker _http = OutboundHttp.Create(Policy);

    public void Dispose() => _http.Dispose();

    [Theory]
    [InlineData("sleep_timer", "legacy")]
    [InlineData("pause_node", "legacy")]
    [InlineData("bk_display", "legacy,1.0,v1.0")]
    [InlineData("wechat_work_send_message", "legacy,1.0,1.1,2.0,2.1")]
    public void Catalog_EveryVersionItLists_IsFound(string code, string versions)
    {
        IPluginCatalog catalog = Catalog();
        Assert.Equal(versions.Split(','), catalog.VersionsOf(code));
        foreach (var version in catalog.VersionsOf(code))
        {
            Assert.True(catalog.TryGet(code, version, out var plugin));
            Assert.Equal(code, plugin.Info.Code);
        }
    }

    [Theory]
    [InlineData("no_such_component", "legacy")]
    [InlineData("sleep_timer", "1.0")]
    [InlineData("sleep_timer", "LEGACY")]
    [InlineData("", "")]
    public void TryGet_UnknownCodeOrVersion_FindsNothing(string code, string version)
    {
        Assert.False(Catalog().TryGet(code, version, out var plugin));
        Assert.Null(plugin);
    }

    [Fact]
    public void VersionsOf_UnknownCode_IsEmpty() =>
        Assert.Empty(((IPluginCatalog)Catalog()).VersionsOf("no_such_component"));

    [Theory]
    [InlineData(false, 0)]
    [InlineData(true, 8)]
    public void TestComponents_OnlyWithTheSwitch_AreRegistered(bool conformance, int count) =>
        Assert.Equal(
            count,
            Catalog(conformance).Plugins.Count(p => p.Code.StartsWith("test_", StringComparison.Ordinal))
        );

    [Fact]
    public void Outputs_ThoseOfTheEngine_AreNeverDeclared()
    {
        var declared = Catalog(conformance: true).Plugins.SelectMany(p => p.Outputs).Select(o => o.Key).ToList();
        Assert.NotEmpty(declared);
        Assert.DoesNotContain(declared, key => key.StartsWith('_'));
    }

    [Fact]
    public void Fields_Types_AreThoseOfTheContract() =>
        Assert.All(
            Catalog(conformance: true).Plugins.SelectMany(p => p.Inputs.Concat(p.Outputs)),
            field => Assert.Contains(field.Type, (string[])["string", "int", "bool", "object", "array"])
        );

    [Fact]
    public void SameCodeAndVersion_Twice_IsRefused() =>
        Assert.Throws<ArgumentException>(() => new PluginCatalog([new PauseNode(), new PauseNode()]));

    private PluginCatalog Catalog(bool conformance = false) =>
        PluginCatalog.Create(new PluginOptions { Conformance = conformance }, Policy, _http, new FakeTimeProvider());
}
