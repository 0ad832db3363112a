using Sops.Server.Access;
using Sops.Server.Hosting;

namespace Sops.Server.Tests.Access;

/// <summary>What the settings keep of a secret.</summary>
public sealed class SecretHashTests
{
    [Fact]
    public void Hash_WrittenAndRead_KnowsItsSecretAlone()
    {
        var hash = SecretHash.Parse(SecretHash.Of("pässword", 1000).ToString())!;

        Assert.True(hash.Matches("pässword"));
        Assert.False(hash.Matches("password"));
        Assert.False(hash.Matches(""));
        Assert.Equal(1000, hash.Iterations);
    }

    [Fact]
    public void Hash_OfTheSameSecret_IsAnother() =>
        Assert.NotEqual(SecretHash.Of("s", 1000).ToString(), SecretHash.Of("s", 1000).ToString());

    [Fact]
    public void Hash_OfNothing_MatchesNothing() => Assert.False(SecretHash.OfNothing(1000).Matches(""));

    [Theory]
    [InlineData("")]
    [InlineData("the secret itself")]
    [InlineData("pbkdf2-sha256$999$AAAAAAAAAAAAAAAAAAAAAA==$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")]
    [InlineData("pbkdf2-sha1$1000$AAAAAAAAAAAAAAAAAAAAAA==$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")]
    [InlineData("pbkdf2-sha256$1000$$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")]
    [InlineData("pbkdf2-sha256$1000$AAAAAAAAAAAAAAAAAAAAAA==$AAAA")]
    [InlineData("pbkdf2-sha256$1000$?$?")]
    public void Text_ThatIsNoHash_IsNone(string text) => Assert.Null(SecretHash.Parse(text));

    [Fact]
    public void Command_HashesTheLine_WithoutItsEnd()
    {
        var hash = SecretHash.Parse(SecretCommand.HashOf("two words\r\n"))!;

        Assert.True(hash.Matches("two words"));
        Assert.Equal(SecretHash.NewIterations, hash.Iterations);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n")]
    [InlineData("one\ntwo\n")]
    public void Command_WithoutOneLine_IsRefused_AndDoesNotRepeatIt(string input)
    {
        var refused = Assert.Throws<StartRefusedException>(() => SecretCommand.HashOf(input));

        Assert.DoesNotContain("two", refused.Message, StringComparison.Ordinal);
    }
}
