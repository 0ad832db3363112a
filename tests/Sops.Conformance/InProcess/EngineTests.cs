using Sops.Engine.Pipelines;

namespace Sops.Conformance.InProcess;

/// <summary>Every recorded case on the engine alone.</summary>
public class EngineTests
{
    public static TheoryData<string> Names => [.. Cases.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Engine_RecordedCase_DoesWhatWasRecorded(string name)
    {
        var recorded = Cases.Read(name);
        var parsed = PipelineParser.Parse(recorded.Tree.GetRawText(), PipelineLimits.Default);
        if (recorded.Expect.Rejected is not null)
        {
            Assert.Null(parsed.Tree);
            Assert.NotEmpty(parsed.Problems);
            Assert.All(parsed.Problems, p => Assert.NotEmpty(p.Message));
            return;
        }
        Assert.True(parsed.Tree is not null, string.Join("\n", parsed.Problems));
        Assert.All(parsed.Tree.Nodes.OfType<ServiceActivity>(), a => Assert.True(PluginCalls.Knows(a.Component)));

        var differences = Comparison.Differences(recorded, await EnginePlayer.PlayAsync(recorded, parsed.Tree));

        Assert.True(differences.Count == 0, string.Join("\n", differences));
    }

    [Fact]
    public void Cases_AreAllThere() => Assert.Equal(208, Cases.Names.Count());
}
