using Sops.Server.Runtime;
using Sops.Storage;

namespace Sops.Server.Tests.Templates;

/// <summary>Templates that were stored before there was anything extra read as if nothing had been given.</summary>
public sealed class ExtraTests
{
    [Fact]
    public void Extra_OfAnOldTemplate_HasTheDefaults()
    {
        var old = new TemplateRow
        {
            BusinessId = 2,
            Name = "old",
            Creator = "eve",
            CreateTime = default,
            EditTime = default,
        };

        Assert.Equal(new TemplateExtra(), TemplateExtra.Of(old));
        var kept = new TemplateExtra { ExecutorProxy = "bot", Timeout = 3 };
        Assert.Equal(kept, TemplateExtra.Of(old with { Extra = kept.ToJson() }));
    }
}
