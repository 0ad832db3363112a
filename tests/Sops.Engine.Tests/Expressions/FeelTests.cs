using System.Text.Json;
using Sops.Engine.Expressions;

namespace Sops.Engine.Tests.Expressions;

public sealed class FeelTests
{
    private static readonly Given Scope = new(
        """
        {"n":5,"neg":-5,"f":1.5,"num":"7","s":"a\"b","word":"abc","yes":true,"none":null,"l":[1,2,3],"names":["a","b"],
         "text":"[1,2]","d":{"k":{"j":1}},"items":[{"x":1,"y":2},{"x":2},{"y":3}],"json":"{\"a\": [true]}","day":"2024-05-06"}
        """
    );

    [Theory]
    [InlineData("true")]
    [InlineData("1")]
    [InlineData("1 + 2 * 3 = 7")]
    [InlineData("1-2 = -1")]
    [InlineData("-2 ** 2 = 4")]
    [InlineData("2 * 3 ** 2 = 36")]
    [InlineData("1 / 2 = 0.5")]
    [InlineData("2 ** -1 = .5")]
    [InlineData("\"hello\" + \"world\" = \"helloworld\"")]
    [InlineData("[1] + [2] = [1, 2]")]
    [InlineData("1 != \"1\"")]
    [InlineData("null = null")]
    [InlineData("2 > 1 and 2 >= 2 and 1 < 2 and 1 <= 1")]
    [InlineData("false or 1 = 1 and true")]
    [InlineData("true or \"a\" > 1")]
    [InlineData("5 between 3 and 7 and true")]
    [InlineData("1 between 0.5 and 1.5")]
    [InlineData("5 in [1,3,5,7]")]
    [InlineData("3 in [1..3]")]
    [InlineData("1.2 in (-1.1..1.2]")]
    [InlineData("not(3 in [1..3))")]
    [InlineData("not(1 in (1..3])")]
    [InlineData("not(1 in (1..3))")]
    [InlineData("\"a\" in [\"a\", \"b\"]")]
    [InlineData("[1,2,3,4][1] = 1")]
    [InlineData("[1,2,3,4][-1] = 4")]
    [InlineData("[1,2,3,4][0] = null")]
    [InlineData("[1,2,3,4][5] = null")]
    [InlineData("[1,2,3,4][-5] = null")]
    [InlineData("[1,2,3,4][item > 2] = [3, 4]")]
    [InlineData("[1,2,3,4][item > 10] = []")]
    [InlineData("[{x:1, y:2}, {x:2, y:3}, {y:3}][x>1] = [{x: 2, y: 3}]")]
    [InlineData("[1, \"a\"][item > 0] = [1]")]
    [InlineData("some x in [1,2,3] satisfies x > 2")]
    [InlineData("some x in [4,4,3], y in [2,3,4] satisfies x < y")]
    [InlineData("not(some x in [1,2,3] satisfies x)")]
    [InlineData("every x in [4,4,5], y in [2,3,4] satisfies x > y")]
    [InlineData("every x in [1,2,3] satisfies null")]
    [InlineData("not(every x in [1,2,3] satisfies x > 2)")]
    [InlineData("some x in [1] satisfies some y in [2] satisfies x < y")]
    [InlineData("{a: {c: 3}, \"b\": 2}.a.c = 3")]
    [InlineData("{a: {c: 3}}.c = null")]
    [InlineData("{}.a = null")]
    [InlineData("unknown = null")]
    [InlineData("string(123) = \"123\" and string(true) = \"True\" and string(1.0) = \"1.0\"")]
    [InlineData("starts with(\"abc\", \"a\") and ends with(\"abc\", \"c\") and contains(\"abc\", \"b\")")]
    [InlineData("matches(\"foobar\", \"^fo*bar\")")]
    [InlineData("not(matches(\"foobar\", \"bar\"))")]
    [InlineData("matches(\"a1\", \"\\w\\d\")")]
    [InlineData("list contains([1, 2, 3], 2)")]
    [InlineData("count([]) = 0 and count([1, 2]) = 2")]
    [InlineData("all([true, 1]) and any([false, 1]) and not(any([])) and all([])")]
    [InlineData("not(null) and not(0) and not(\"\")")]
    [InlineData("get or else(null, 1) = 1 and get or else(0, 1) = 0")]
    [InlineData("is defined(1) and not(is defined(null)) and not(is defined(x.y))")]
    [InlineData("json loads(\"[1]\") = [1]")]
    [InlineData("before(1, 10) and before([1..5], 10) and before((1..5), 5) and before(2, (2..5])")]
    [InlineData("not(before(2, [2..5])) and not(before([1..5], [3..10]))")]
    [InlineData("after(12, [2..5]) and after((5..10], [1..5]) and not(after([5..10], [1..5]))")]
    [InlineData("includes([5..10], 6) and includes([1..10], (1..10)) and not(includes([1..5), [1..5]))")]
    [InlineData("now() = date and time(\"2024-05-06T07:08:09\")")]
    [InlineData("today() = date(\"2024-05-06\") and day of week(today()) = \"Monday\"")]
    [InlineData("month of year(date and time(\"2019-08-17T00:00:00\")) = \"August\"")]
    [InlineData("date(\"2024-01-01\") < today()")]
    [InlineData("time(\"10:00:00\") > time(\"09:59:59\")")]
    [InlineData("time(\"08:00:00+08:00\") = time(\"00:00:00Z\")")]
    [InlineData("date and time(\"2022-01-01T00:00:00+08:00\") < date and time(\"2022-01-01T00:00:00Z\")")]
    [InlineData("date and time(\"2021-07-01T00:00:00@America/New_York\") = date and time(\"2021-07-01T04:00:00Z\")")]
    [InlineData("today() in [date(\"2024-01-01\")..date(\"2025-01-01\"))")]
    [InlineData("true = 1")]
    public void Condition_Holds(string condition) => Assert.True(Scope.Holds(condition, "FEEL"));

    [Theory]
    [InlineData("")]
    [InlineData("1 +")]
    [InlineData("1 == 1")]
    [InlineData("'a' = 'a'")]
    [InlineData("1 = \"1\"")]
    [InlineData("1 < 1.5")]
    [InlineData("1 + \"a\"")]
    [InlineData("1 = true")]
    [InlineData("1 = null")]
    [InlineData("\"a\" * \"b\"")]
    [InlineData("null < null")]
    [InlineData("{} < {}")]
    [InlineData("1 / 0")]
    [InlineData("1 in 2")]
    [InlineData("\"a\" in [1..2]")]
    [InlineData("5 between 1 + 1 and 7")]
    [InlineData("some x in [1], y in [1, 2] satisfies true")]
    [InlineData("some x in 1 satisfies true")]
    [InlineData("hello world(1)")]
    [InlineData("hello(1)")]
    [InlineData("count(1)")]
    [InlineData("contains(\"a\", 1)")]
    [InlineData("not()")]
    [InlineData("matches(\"a\", \"(\")")]
    [InlineData("date(\"2024-02-30\")")]
    [InlineData("date and time(\"2022-01-01T25:00:00\")")]
    [InlineData("time(\"00:00:00@No/Where\")")]
    [InlineData("now() < date and time(\"2022-01-01T00:00:00Z\")")]
    [InlineData("json loads(\"{\")")]
    [InlineData("\"open")]
    [InlineData("[1, 2")]
    [InlineData("[1..2")]
    [InlineData("1 $ 2")]
    [InlineData("${unresolved} = 1")]
    [InlineData("- 1 = -1")]
    [InlineData("-x = 1")]
    [InlineData("--1 = 1")]
    public void Condition_ThatIsNone_Throws(string condition)
    {
        var refused = Assert.Throws<ConditionException>(() => Scope.Holds(condition, "FEEL"));
        Assert.False(string.IsNullOrWhiteSpace(refused.Message));
    }

    [Theory]
    [InlineData("${n} = 5")]
    [InlineData("-${n} = -5")]
    [InlineData("${num} > 3")]
    [InlineData("\"${num}\" = \"7\"")]
    [InlineData("\"${n}\" = \"5\"")]
    [InlineData("\"<${s}>\" = \"<a\\\"b>\"")]
    [InlineData("${word} = \"abc\"")]
    [InlineData("${yes}")]
    [InlineData("${yes} = true and \"${yes}\" = \"True\"")]
    [InlineData("${none} = null")]
    [InlineData("${l}[1] = 1 and 3 in ${l} and count(${l}) = 3")]
    [InlineData("${l}[item > 1] = [2, 3]")]
    [InlineData("${names}[1] = \"a\"")]
    [InlineData("[5, 6][${l[0]}] = 5")]
    [InlineData("${text}[2] = 2")]
    [InlineData("${d}.k.j = 1")]
    [InlineData("${items}[x > 1] = [{x: 2}]")]
    [InlineData("${n} in [1..${n}]")]
    [InlineData("some x in ${l} satisfies x = 3")]
    [InlineData("json loads(\"${json}\").a = [true]")]
    [InlineData("date(\"${day}\") = today()")]
    [InlineData("${n > 3} and ${n} + 1 = 6")]
    public void Values_StandAsOperands(string condition) => Assert.True(Scope.Holds(condition, "Feel"));

    [Theory]
    [InlineData("1 or true")]
    [InlineData("true) or (true")]
    [InlineData("\" = \"\" or \"a\" = \"a")]
    [InlineData("x\" or true or \"")]
    [InlineData("item")]
    [InlineData("now()")]
    [InlineData("[1..9]")]
    [InlineData("${n}")]
    public void Value_ThatReadsAsSyntax_StaysText(string hostile)
    {
        var scope = new Given(JsonSerializer.Serialize(new { v = hostile, n = 1 }));
        foreach (var shape in (string[])["${v}", "\"${v}\""])
        {
            Assert.False(scope.Holds($"{shape} = \"safe\"", "FEEL"));
            Assert.False(scope.Holds($"{shape} in [\"safe\", 1, true, null]", "FEEL"));
            Assert.True(scope.Holds($"count([{shape}]) = 1 and [{shape}][1] = {shape}", "FEEL"));
        }
        Assert.Throws<ConditionException>(() => scope.Holds("${v} < 1", "FEEL"));
        Assert.Throws<ConditionException>(() => scope.Holds("${v} ${v}", "FEEL"));
    }

    [Theory]
    [InlineData("(", "1", ")")]
    [InlineData("[", "1", "]")]
    [InlineData("{a:", "1", "}")]
    [InlineData("not(", "1", ")")]
    [InlineData("[1][", "1", "]")]
    [InlineData("some x in [1] satisfies ", "1", "")]
    public void Condition_ThatNestsTooDeep_Fails(string open, string core, string close)
    {
        const int depth = 600;
        var deep =
            string.Concat(Enumerable.Repeat(open, depth)) + core + string.Concat(Enumerable.Repeat(close, depth));
        Assert.Throws<EvaluationException>(() => Scope.Holds(deep, "FEEL"));
    }

    [Theory]
    [InlineData("9 ** 99999 > 1")]
    [InlineData("count(${big}[count(${big}[count(${big}[item > 0]) > 0]) > 0]) > 0")]
    [InlineData("some x in ${big} satisfies some y in ${big} satisfies x + y < 0")]
    public void Condition_ThatCostsTooMuch_Fails(string condition)
    {
        var scope = new Given(JsonSerializer.Serialize(new { big = Enumerable.Range(0, 2000) }));
        Assert.Throws<EvaluationException>(() => scope.Holds(condition, "FEEL"));
    }

    [Fact]
    public void Chain_OfManyOperators_IsNotDeep() =>
        Assert.True(Scope.Holds("0" + string.Concat(Enumerable.Repeat(" or 1 - 1", 1000)) + " or 1", "FEEL"));

    [Fact]
    public void Language_ThatIsUnknown_IsNamed()
    {
        var refused = Assert.Throws<ConditionException>(() => Scope.Holds("1 == 1", "JUEL"));
        Assert.Contains("JUEL", refused.Message, StringComparison.Ordinal);
        Assert.True(Scope.Holds("1 == 1", "BoolRule"));
    }
}
