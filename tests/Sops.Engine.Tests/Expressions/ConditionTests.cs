using Sops.Engine.Expressions;

namespace Sops.Engine.Tests.Expressions;

public sealed class ConditionTests
{
    private static readonly Given Scope = new(
        """{"n":5,"s":"abc","b":true,"t":"(1,2)","st":"('a','b')","d":{"k":1},"bv":"a\\b","l":[1,2],"q":"it's \"x\"","nl":"a\nb"}"""
    );

    [Theory]
    [InlineData("1 == 1.9", true)]
    [InlineData("1.9 == 1", true)]
    [InlineData("1.5 > 1", false)]
    [InlineData("\"10\" > 9", true)]
    [InlineData("\"10\" > \"9\"", false)]
    [InlineData("\"1.50\" == 1.5", false)]
    [InlineData("1.5 == \"1.5\"", true)]
    [InlineData("1 == \"1.0\"", false)]
    [InlineData("\"1\" == 1", true)]
    [InlineData("True == 1", true)]
    [InlineData("True == \"1\"", true)]
    [InlineData("True == \"true\"", false)]
    [InlineData("TRUE == True", true)]
    [InlineData("${unresolved} == 1", false)]
    [InlineData("None == None", true)]
    [InlineData("${a.b} == 1", false)]
    [InlineData("abc == \"abc\"", true)]
    public void Operands_OfTwoTypes_AreCoerced(string condition, bool holds) =>
        Assert.Equal(holds, Scope.Holds(condition));

    [Theory]
    [InlineData("3 in (1,2,\"3\")", true)]
    [InlineData("\"3\" in (1,2,3)", true)]
    [InlineData("True in (1,2)", true)]
    [InlineData("1.0 in (1,2)", true)]
    [InlineData("1 in (1)", true)]
    [InlineData("\"a\" in \"abc\"", true)]
    [InlineData("(1,2) issuperset (1)", true)]
    [InlineData("(1,2) notissuperset (1,3)", true)]
    [InlineData("'a' issuperset ('a')", true)]
    [InlineData("1 NOTIN (2)", true)]
    [InlineData("1 in ()", false)]
    [InlineData("1 notin ( )", true)]
    [InlineData("(\"a\") == \"a\"", false)]
    [InlineData("1 in ${t}", true)]
    [InlineData("'a' in ${st}", true)]
    public void Membership_Holds(string condition, bool holds) => Assert.Equal(holds, Scope.Holds(condition));

    [Theory]
    [InlineData("1 == 2 and 1 == 1 or 1 == 1", false)]
    [InlineData("1 == 1 or 1 == 1 and 1 == 2", true)]
    [InlineData("(1 == 2 and 1 == 1) or 1 == 1", true)]
    [InlineData("1 == 1 OR 'a' > 1", true)]
    [InlineData("((1 == 1))", true)]
    [InlineData("(${n} == 1 or ${n} == 5) and '${s}' == 'abc'", true)]
    public void Chain_WithoutPrecedence_EndsEarly(string condition, bool holds) =>
        Assert.Equal(holds, Scope.Holds(condition));

    [Theory]
    [InlineData("")]
    [InlineData("1")]
    [InlineData("${n}")]
    [InlineData("${n} >")]
    [InlineData("${n} ===")]
    [InlineData("bad bad bad")]
    [InlineData("1 + 1 == 2")]
    [InlineData("1 not in (2,3)")]
    [InlineData("not 1 == 2")]
    [InlineData("1 in (1,)")]
    [InlineData("1 in [1]")]
    [InlineData("1 in ${l}")]
    [InlineData("1==1and 2==2")]
    [InlineData("falsehood == 1")]
    [InlineData("1e3 == 1000")]
    [InlineData("'a\nb' == 'a'")]
    [InlineData("1 == 1 2")]
    [InlineData("(1 == 1")]
    [InlineData("\"abc\" < 1")]
    [InlineData("${unresolved} > 1")]
    [InlineData("1 in 'abc'")]
    [InlineData("1 in 1")]
    [InlineData("1 issuperset 1")]
    public void Condition_ThatIsNone_Throws(string condition) =>
        Assert.Throws<ConditionException>(() => Scope.Holds(condition));

    [Theory]
    [InlineData("\"${n}\" == \"5\"", true)]
    [InlineData("${s} == 'abc'", true)]
    [InlineData("x${n}_y == 'x5_y'", true)]
    [InlineData("-${n} == -5", true)]
    [InlineData("${n}.5 == 5.5", true)]
    [InlineData("${n}${n} == 55", true)]
    [InlineData("${n} in (4, ${n})", true)]
    [InlineData("\"${q}\" == \"a\"", false)]
    [InlineData("'${q}' == \"it's\"", false)]
    [InlineData("\"${bv}\" != 'x'", true)]
    [InlineData("\"${nl}\" == \"a\\nb\"", true)]
    [InlineData("${b} == 1", true)]
    [InlineData("'${l}' == '[1, 2]'", true)]
    public void Values_StandAsOperands(string condition, bool holds) => Assert.Equal(holds, Scope.Holds(condition));

    [Theory]
    [InlineData("1 or 1 == 1")]
    [InlineData("2 == 2 or 1")]
    [InlineData("1) or (1 == 1")]
    [InlineData("1, 2")]
    [InlineData("== 1 or 1 ==")]
    [InlineData("'a' == 'a' or 'b'")]
    [InlineData("*")]
    public void Value_ThatReadsAsSyntax_NeverChangesTheCondition(string hostile)
    {
        var scope = new Given(System.Text.Json.JsonSerializer.Serialize(new { v = hostile }));
        foreach (var shape in (string[])["${v} == 1", "${v}", "1 == ${v}", "(${v} == 1)", "1 in (2, ${v})"])
            Assert.Throws<ConditionException>(() => scope.Holds(shape));
        foreach (var shape in (string[])["\"${v}\" == \"1\"", "'${v}' == '1'", "'${v}' in ('1', '2')"])
            Assert.False(scope.Holds(shape));
    }

    [Fact]
    public void Value_ThatClosesTheQuotes_StaysText()
    {
        var scope = new Given("""{"v":"x\" == \"x\" or \"1"}""");
        Assert.False(scope.Holds("\"${v}\" == \"1\""));
    }

    [Fact]
    public void Star_Alone_AlwaysHolds() => Assert.True(Scope.Holds("*"));

    [Fact]
    public void Mako_MustRenderABoolean()
    {
        Assert.True(Scope.Holds("${b}", "mako"));
        var refused = Assert.Throws<ConditionException>(() => Scope.Holds("${n}", "MAKO"));
        Assert.Equal("The result of the expression must be a boolean, now is 5", refused.Message);
    }
}
