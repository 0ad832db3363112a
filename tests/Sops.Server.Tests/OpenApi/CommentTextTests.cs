using Sops.Server.OpenApi;

namespace Sops.Server.Tests.OpenApi;

/// <summary>Proto comments as the page shows them.</summary>
public sealed class CommentTextTests
{
    [Fact]
    public void Method_ItsErrors_AreAList()
    {
        const string comment = """
             Does it. And
             more.
             Repeat: safe.
             Errors:
               NOT_FOUND: no such
                 thing.
               ABORTED: repeat.
            """;

        var text = CommentText.ToMarkdown(comment);

        Assert.Equal(
            "Does it. And more.\n\nRepeat: safe.\n\nErrors:\n\n* `NOT_FOUND`: no such thing.\n* `ABORTED`: repeat.",
            text.Replace("\r", "")
        );
        Assert.Equal("Does it", CommentText.FirstSentence(text));
    }

    [Theory]
    [InlineData("", "")]
    [InlineData(" One line.", "One line.")]
    [InlineData(" One.\n\n Two.", "One.\n\nTwo.")]
    public void Text_KeepsItsParagraphs(string comment, string markdown) =>
        Assert.Equal(markdown, CommentText.ToMarkdown(comment));
}
