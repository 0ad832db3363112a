using System.Text.Json;
using Sops.Engine.Plugins;
using Sops.Plugins;
using Sops.Server.Tests.App;
using static Sops.Engine.Tests.Runs.TreeBuilder;

namespace Sops.Server.Tests.Runtime;

/// <summary>A component that misbehaves fails its node, once, and holds up nobody.</summary>
public sealed class PluginFaultTests(PluginFaultTests.Faulty app) : IClassFixture<PluginFaultTests.Faulty>
{
    [Fact]
    public async Task Answer_ThatCannotBeStored_FailsTheNode_AndIsNotAskedForAgain()
    {
        var task = await app.Client.StartAsync(Tree(TestTrees.Node("a", "deep")));

        await task.UntilNodeAsync("a", "FAILED");

        Assert.Contains("could not be taken", (await task.NodeAsync("a")).ExData.Json, StringComparison.Ordinal);
        Assert.Equal(1, app.Deep.Calls);
    }

    [Fact]
    public async Task Call_WithoutEnd_FailsTheNodeWhenItsTimeIsUp()
    {
        var task = await app.Client.StartAsync(Tree(TestTrees.Node("a", "hang")));

        await task.UntilNodeAsync("a", "FAILED");

        Assert.Contains("took longer", (await task.NodeAsync("a")).ExData.Json, StringComparison.Ordinal);
    }

    public sealed class Faulty : SopsApp
    {
        internal Misbehaving Deep { get; } = new("deep", _ => Task.FromResult(TooDeep()));

        protected override IEnumerable<(string Key, string Value)> Settings =>
            [("Sops:Runtime:PluginCallSeconds", "0.3")];

        protected override IPluginCatalog Plugins =>
            new PluginCatalog([Deep, new Misbehaving("hang", _ => new TaskCompletionSource<PluginResult>().Task)]);
    }

    /// <summary>Deeper than a run can be written down.</summary>
    internal static PluginResult TooDeep()
    {
        var text = new string('[', 600) + new string(']', 600);
        var value = JsonElement.Parse(text, new JsonDocumentOptions { MaxDepth = 1000 });
        return PluginResult.Succeed(new Dictionary<string, JsonElement> { ["deep"] = value });
    }

    internal sealed class Misbehaving(string code, Func<PluginContext, Task<PluginResult>> execute) : IPlugin
    {
        private int _calls;

        public int Calls => _calls;

        public PluginInfo Info { get; } = new(code, ["legacy"], code, "test", "", [], []);

        public async ValueTask<PluginResult> ExecuteAsync(PluginContext context, CancellationToken cancellation)
        {
            Interlocked.Increment(ref _calls);
            return await execute(context);
        }
    }
}
