using System.Text.Json.Nodes;
using Sops.Engine.Runs;
using Sops.Engine.Tests.Runs;
using static Sops.Engine.Tests.Runs.TreeBuilder;

namespace Sops.Engine.Tests.Properties;

/// <summary>What the properties have found, as small as it can be said.</summary>
public class FoundTests
{
    [Fact]
    public void Revoke_OfATaskThatWouldRetry_LeavesNoWorkBehind()
    {
        var script = Script.Given(Tree(Act("a", Retries))).Start().Fails("a");
        Assert.NotNull(script.Run.Node(script["a"])!.AutoRetryAt);
        script.Do(new RevokeTask()).Accepted();
        Assert.Empty(script.Run.Nodes.SelectMany(WorkItem.Of));
    }

    [Fact]
    public void Failure_InARevokedTask_IsNotRetried()
    {
        var script = Script.Given(Tree(Act("a", Retries))).Start().Do(new RevokeTask()).Fails("a");
        script.Is("a", NodeState.Failed);
        Assert.Empty(script.Run.Nodes.SelectMany(WorkItem.Of));
    }

    private static void Retries(JsonObject node) =>
        node["auto_retry"] = new JsonObject
        {
            ["enable"] = true,
            ["times"] = 2,
            ["interval"] = 5,
        };
}
