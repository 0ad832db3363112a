using System.Text.Json;
using Sops.Engine.Expressions;

namespace Sops.Engine.Tests.Expressions;

/// <summary>Known payloads against template engines are texts here, wherever they stand.</summary>
public sealed class InjectionTests
{
    private static readonly string[] Languages = ["boolrule", "MAKO", "FEEL"];

    public static TheoryData<string> Payloads() => [.. Injections.Table.Split('\n')];

    [Theory]
    [MemberData(nameof(Payloads))]
    public void Payload_AsTemplate_StaysItsTextOrIsRefused(string payload)
    {
        try
        {
            Assert.Equal(payload, new Given("{}").Render(payload));
        }
        catch (EvaluationException e)
        {
            Assert.False(string.IsNullOrWhiteSpace(e.Message));
        }
    }

    [Theory]
    [MemberData(nameof(Payloads))]
    public void Payload_AsValue_IsNotEvaluatedAgain(string payload)
    {
        var scope = new Given(JsonSerializer.Serialize(new { x = payload }));
        Assert.Equal(payload, scope.Render("${x}"));
        Assert.Equal($"-{payload}", scope.Render("-${x}"));
        Assert.Equal($"-{payload}", scope.Render("-${'' + x}"));
        Assert.True(scope.Holds("\"${x}\" = string(\"${x}\")", "FEEL"));
        Assert.False(scope.Holds("\"${x}\" = \"safe\"", "FEEL"));
        Assert.False(scope.Holds("'${x}' == 'safe'"));
        Assert.Throws<ConditionException>(() => scope.Holds("${x}", "MAKO"));
    }

    [Theory]
    [MemberData(nameof(Payloads))]
    public void Payload_AsCondition_IsRefused(string payload)
    {
        foreach (var language in Languages)
        {
            var refused = Record.Exception(() => new Given("{}").Holds(payload, language));
            Assert.True(refused is ConditionException or EvaluationException, $"{language}: {refused}");
        }
    }

    [Theory]
    [InlineData("${'${y}'}", "${y}")]
    [InlineData("${'$' + '{y}'}", "${y}")]
    [InlineData("${'${' + 'y' + '}'}", "${y}")]
    [InlineData("${'%s' % '${y}'}", "${y}")]
    public void Expression_ThatMakesAnother_IsNotEvaluatedAgain(string template, string expected) =>
        Assert.Equal(expected, new Given("""{"y":1}""").Render(template));
}
