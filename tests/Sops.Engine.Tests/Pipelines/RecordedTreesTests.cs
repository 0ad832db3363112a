using System.Text.Json.Nodes;

namespace Sops.Engine.Tests.Pipelines;

/// <summary>Every tree that was recorded is taken or refused as its recording says.</summary>
public class RecordedTreesTests
{
    public static TheoryData<string> Cases => [.. Trees.Names("cases")];

    public static TheoryData<string> Seeds => [.. Trees.Names("trees")];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Parse_RecordedCase_RefusesWhatWasRefused(string name)
    {
        var recorded = JsonNode.Parse(Trees.Read("cases", name))!;

        var result = Trees.Parse(recorded["tree"]!);

        var refused = recorded["expect"]!["rejected"] is not null;
        Assert.True(refused == result.Problems.Count > 0, string.Join("\n", result.Problems));
        Assert.Equal(refused, result.Tree is null);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Parse_DocumentedTree_IsTaken(string name)
    {
        var result = Trees.Parse(Trees.Read("trees", name));

        Assert.Empty(result.Problems);
    }
}
