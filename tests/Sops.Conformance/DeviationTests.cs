namespace Sops.Conformance;

/// <summary>The table of deviations speaks of what was recorded.</summary>
public class DeviationTests
{
    [Fact]
    public void Deviation_NamesTheRecordedValue_AndAnother() =>
        Assert.All(
            Deviations.All,
            d =>
            {
                Assert.Equal(d.Recorded, Cases.Read(d.Case).Expect.NodeOutputs[d.Node][d.Output].GetString());
                Assert.NotEqual(d.Recorded, d.Here);
            }
        );
}
