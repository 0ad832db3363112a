using System.Text.Json;
using Sops.Engine.Expressions;

namespace Sops.Engine.Tests.Expressions;

/// <summary>What texts of variables are meant as in FEEL, and how zones, ranges and escapes read.</summary>
public sealed class FeelValueTests
{
    private static readonly Given Scope = new(
        """
        {"plus":"+7","minus":"-1.5","dot":".5","open":"5.","two":"1.2.3","sign":"-","exp":"1e3","blank":" 7 ","wrong":"true",
         "no":"false","nothing":"null","obj":"{\"a\": 1}","broken":"[1","half":"\"x","quoted":"\"x\"","long":"1234567890123456789012345"}
        """
    );

    [Theory]
    [InlineData("${plus} = 7")]
    [InlineData("${minus} = -1.5")]
    [InlineData("${dot} = 0.5")]
    [InlineData("${open} = \"5.\"")]
    [InlineData("${two} = \"1.2.3\"")]
    [InlineData("${sign} = \"-\"")]
    [InlineData("${exp} = \"1e3\"")]
    [InlineData("${blank} = 7")]
    [InlineData("${wrong} = true")]
    [InlineData("${no} = false")]
    [InlineData("${nothing} = null")]
    [InlineData("${obj}.a = 1")]
    [InlineData("${broken} = \"[1\"")]
    [InlineData("${half} = \"\\\"x\"")]
    [InlineData("${quoted} = \"x\"")]
    [InlineData("${long} = 1234567890123456789012345")]
    [InlineData("${(1, 2)} = [1, 2]")]
    public void TextOfAVariable_IsWhatItReadsAs(string condition) => Assert.True(Scope.Holds(condition, "FEEL"));

    [Theory]
    [InlineData("\"a\\nb\" != \"anb\"")]
    [InlineData("\"\\t\" != \"t\" and \"\\r\" != \"r\" and \"\\n\" != \"n\"")]
    [InlineData("\"\\\\\" != \"\"")]
    [InlineData("day of week(date and time(\"2024-05-06T00:00:00Z\")) = \"Monday\"")]
    [InlineData("month of year(date and time(\"2024-05-06T00:00:00+14:00\")) = \"May\"")]
    [InlineData("date and time(\"2024-05-06T00:00:00Z\") != date and time(\"2024-05-06T00:00:01Z\")")]
    [InlineData("time(\"10:00:00\") != time(\"10:00:00Z\")")]
    [InlineData("time(\"10:00:00-05:00\") = time(\"15:00:00Z\")")]
    [InlineData("includes((1..5), (1..5)) and includes([1..5], [1..5]) and includes([1..5], (1..5))")]
    [InlineData("includes((1..5], (1..5]) and not(includes((1..5], [1..5]))")]
    [InlineData("not(includes([1..5), (1..5])) and not(includes([2..5], [1..5]))")]
    [InlineData("string(date(\"2024-05-06\")) = \"2024-05-06\"")]
    [InlineData("string(time(\"10:00:00-05:30\")) = \"10:00:00-05:30\"")]
    [InlineData("string(time(\"10:00:00+05:30\")) = \"10:00:00+05:30\"")]
    [InlineData("string(time(\"10:00:00\")) = \"10:00:00\"")]
    [InlineData("string(date and time(\"2024-05-06T01:02:03+08:00\")) = \"2024-05-06 01:02:03+08:00\"")]
    [InlineData("string([time(\"10:00:00\")]) = \"[10:00:00]\"")]
    public void Condition_Holds(string condition) => Assert.True(Scope.Holds(condition, "FEEL"));

    [Theory]
    [InlineData("time(\"10:00:00\") < time(\"10:00:00Z\")")]
    [InlineData("date and time(\"2024-05-06\") = 1")]
    [InlineData("date and time(\"2024-05-06T00:00:00+15:00\") = 1")]
    [InlineData("date and time(\"0001-01-01T00:00:00+14:00\") = 1")]
    [InlineData("date and time(\"2024-05-06T00:00:00+00:60\") = 1")]
    [InlineData("day of week(1) = \"Monday\"")]
    [InlineData("date(\"2024-05-06\") < 1")]
    [InlineData("\"a\\")]
    [InlineData("12345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345 x")]
    public void Condition_ThatIsNone_Throws(string condition)
    {
        var failure = Assert.Throws<ConditionException>(() => Scope.Holds(condition, "FEEL"));
        Assert.DoesNotContain("System.", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("boolrule")]
    [InlineData("MAKO")]
    [InlineData("FEEL")]
    public void Condition_LongerThanAllowed_IsRefused(string language)
    {
        var context = Scope.Context(new EvaluationLimits { MaxExpressionLength = 20 });
        var failure = Assert.Throws<EvaluationException>(() =>
            Condition.Evaluate("1 == 1 and 1 == 1 and 1 == 1", language, context)
        );
        Assert.Equal("a condition is longer than 20 characters", failure.Message);
    }

    [Fact]
    public void Expression_LongerThanAllowed_IsNamedFromItsBeginning()
    {
        var limits = new EvaluationLimits { MaxExpressionLength = 8 };
        var failure = Assert.Throws<EvaluationException>(() => Scope.Render("a ${1 + 2 + 3}", limits));
        Assert.Contains("longer than 8 characters: ${1 + 2 + 3}", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("${'a' == 'a'}", true)]
    [InlineData("${'a' == 'b'}", false)]
    public void Mako_IsTheTextOfABoolean(string condition, bool holds) =>
        Assert.Equal(holds, Scope.Holds(condition, "mako"));

    [Theory]
    [InlineData("${5 | n}", "5")]
    [InlineData("${5 | str}", "5")]
    [InlineData("${[1] | unicode}", "[1]")]
    [InlineData("${'<\"&>' | x}", "&lt;&#34;&amp;&gt;")]
    [InlineData("${'é ~_.-/' | u}", "%C3%A9+~_.-%2F")]
    [InlineData("${' a ' | trim, h}", "a")]
    public void Filter_ChangesTheText(string template, string text) => Assert.Equal(text, Scope.Render(template));

    [Fact]
    public void Integer_OfAVariable_IsBoundedInItsBits()
    {
        var scope = new Given($$"""{"big":{{new string('9', 40)}}}""");
        var failure = Assert.Throws<EvaluationException>(() =>
            scope.Render("a ${big + 1}", new EvaluationLimits { MaxIntegerBits = 128 })
        );
        Assert.Equal("an integer has more than 128 bits", failure.Message);
    }

    [Fact]
    public void Today_IsTheDayOfTheContext()
    {
        Assert.Equal("2024-05-06 07:08:09 ", Scope.Render("${datetime.datetime.today()} "));
        Assert.Equal("00:00:00||||06/05", Scope.Render("${datetime.date.today().strftime('%T|%z|%Z||%d/%m')}"));
    }
}
