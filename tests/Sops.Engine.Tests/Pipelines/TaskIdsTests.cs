using Sops.Engine.Pipelines;

namespace Sops.Engine.Tests.Pipelines;

/// <summary>Ids on the wire are derived from the task's own and lead back to the numbers they were made of.</summary>
public class TaskIdsTests
{
    private static readonly TaskIds Ids = TaskIds.Create("0123456789abcdef0123456");

    [Fact]
    public void Texts_HaveTheirFixedForm()
    {
        Assert.Equal("n0123456789abcdef012345600000000", Ids.InstanceId);
        Assert.Equal(Ids.InstanceId, Ids.Node(0));
        Assert.Equal("n0123456789abcdef01234560000001f", Ids.Node(31));
        Assert.Equal("l0123456789abcdef0123456000186a0", Ids.Flow(100_000));
        Assert.Equal("v0123456789abcdef0000001f00000002", Ids.Version(31, 2));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4_999)]
    [InlineData(int.MaxValue)]
    public void Parsing_GivesTheNumbersBack(int number)
    {
        Assert.True(Ids.TryParseNode(Ids.Node(number), out var node));
        Assert.True(Ids.TryParseFlow(Ids.Flow(number), out var flow));
        Assert.True(Ids.TryParseVersion(Ids.Version(number, 7), out var of, out var attempt));
        Assert.Equal((number, number, number, 7), (node, flow, of, attempt));
    }

    [Fact]
    public void Parsing_InstanceId_IsNodeZero()
    {
        Assert.True(Ids.TryParseNode(Ids.InstanceId, out var index));
        Assert.Equal(0, index);
    }

    [Theory]
    [InlineData("")]
    [InlineData("n")]
    [InlineData("n1123456789abcdef01234560000001f")] // another task's
    [InlineData("l0123456789abcdef01234560000001f")] // a flow's
    [InlineData("n0123456789abcdef01234560000001F")]
    [InlineData("n0123456789abcdef0123456ffffffff")]
    [InlineData("n0123456789abcdef0123456 000001f")]
    [InlineData("n0123456789abcdef01234560000001f0")]
    public void ParsingNode_OtherText_IsRefused(string text)
    {
        Assert.False(Ids.TryParseNode(text, out var index));
        Assert.Equal(0, Math.Max(index, 0));
    }

    [Theory]
    [InlineData("v1123456789abcdef0000001f00000002")]
    [InlineData("n0123456789abcdef0000001f00000002")]
    [InlineData("v0123456789abcdef0000001f0000002")]
    [InlineData("v0123456789abcdef0000001f0000000g")]
    public void ParsingVersion_OtherText_IsRefused(string text) =>
        Assert.False(Ids.TryParseVersion(text, out _, out _));

    [Theory]
    [InlineData("0123456789abcdef012345")]
    [InlineData("0123456789ABCDEF0123456")]
    public void Create_WrongDigits_Throws(string digits) =>
        Assert.Throws<ArgumentException>(() => TaskIds.Create(digits));
}
