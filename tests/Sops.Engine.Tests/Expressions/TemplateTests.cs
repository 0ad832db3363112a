using System.Text.Json;
using Sops.Engine.Expressions;

namespace Sops.Engine.Tests.Expressions;

public sealed class TemplateTests
{
    private static readonly Given Scope = new(
        """
        {"i":7,"f":1.25,"b":false,"t":true,"n":null,"s":"a-b-c","sp":"ab cd","e":"","w":20.0,"big":123456789012345678901234567890,
         "l":["p","q"],"nums":[10,20,30],"d":{"k":1,"j":"t"},"o":{"k":[1,2]},"m":{"k":5,"m":{"z":"deep"}},"tt":"(1, 2)","text":"abcdef",
         "_u":"under","_system":{"task_name":"T","task_id":3},"emoji":"a😀b","max":"mine","lit":"${i}"}
        """
    );

    [Theory]
    [InlineData("${i}", "7")]
    [InlineData("${w}", "20.0")]
    [InlineData("${big}", "123456789012345678901234567890")]
    [InlineData("${l}", """["p","q"]""")]
    [InlineData("${n}", "null")]
    [InlineData("${b}", "false")]
    [InlineData("${_system}", """{"task_name":"T","task_id":3}""")]
    public void Text_ThatIsOneReference_KeepsTheType(string template, string json)
    {
        var rendered = Template.Render(JsonSerializer.SerializeToElement(template), Scope.Context());
        Assert.Equal(json, rendered.GetRawText());
    }

    [Theory]
    [InlineData("${i + 1}", "8")]
    [InlineData("${i * 2 - 3}", "11")]
    [InlineData("${i / 2}", "3.5")]
    [InlineData("${i // 2}", "3")]
    [InlineData("${i % 3}", "1")]
    [InlineData("${(i + 1) * 2}", "16")]
    [InlineData("${i ** 2}", "49")]
    [InlineData("${f + 0.5}", "1.75")]
    [InlineData("${b and 1}", "False")]
    [InlineData("${str(b).lower()}", "false")]
    [InlineData("${1 < i < 10}", "True")]
    [InlineData("${not (i > 3)}", "False")]
    [InlineData("${i in [7, 8]}", "True")]
    [InlineData("${i if i else 'no'}", "7")]
    [InlineData("${'yes' if i > 5 else 'no'}", "yes")]
    [InlineData("${d.get('no', 'dflt')}", "dflt")]
    [InlineData("${sorted(d.keys())}", "['j', 'k']")]
    [InlineData("${list(d.values())}", "[1, 't']")]
    [InlineData("${nums[-1]}", "30")]
    [InlineData("${text[1:3]}", "bc")]
    [InlineData("${text[::-1]}", "fedcba")]
    [InlineData("${m['m']['z']}", "deep")]
    [InlineData("${l.index('q')}", "1")]
    [InlineData("${l + ['z']}", "['p', 'q', 'z']")]
    [InlineData("${[x.upper() for x in l]}", "['P', 'Q']")]
    [InlineData("${list(reversed(l))}", "['q', 'p']")]
    [InlineData("${list(enumerate(l))}", "[(0, 'p'), (1, 'q')]")]
    [InlineData("${list(zip(l, [1, 2]))}", "[('p', 1), ('q', 2)]")]
    [InlineData("[${n}]", "[None]")]
    [InlineData("${n is None}", "True")]
    [InlineData("${n or 'dflt'}", "dflt")]
    [InlineData("${s.split('-')[1]}", "b")]
    [InlineData("${'+'.join(l)}", "p+q")]
    [InlineData("${sp.center(9, '*')}", "**ab cd**")]
    [InlineData("${sp.partition(' ')}", "('ab', ' ', 'cd')")]
    [InlineData("${sp.encode('utf-8')}", "b'ab cd'")]
    [InlineData("${tt[0]}", "(")]
    [InlineData("x${tt}", "x(1, 2)")]
    [InlineData("${o['k'][1]}", "2")]
    [InlineData("${o[\"k\"][0]}", "1")]
    [InlineData("<% x=1 %>${s}", "<% x=1 %>a-b-c")]
    [InlineData("## c\n${i}\n", "## c\n7\n")]
    [InlineData("${_system.task_name}", "T")]
    [InlineData("${big + 1}", "123456789012345678901234567891")]
    [InlineData("w=${w}", "w=20.0")]
    [InlineData("${len(emoji)}${emoji[1]}", "3😀")]
    [InlineData("a ${lit}", "a ${i}")]
    [InlineData("${max}!", "mine!")]
    public void Expression_AsThePeer_HasPythonsText(string template, string text) =>
        Assert.Equal(text, Scope.Render(template));

    [Theory]
    [InlineData("${ i }", "7")]
    [InlineData("${1/3}", "0.3333333333333333")]
    [InlineData("${ 'a' + \"b\" }", "ab")]
    [InlineData("${{'a': i}['a']}", "7")]
    [InlineData("${ {x: 1 for x in l} }", "{'p': 1, 'q': 1}")]
    [InlineData("${'#' + s}", "#a-b-c")]
    [InlineData("${'$' + s}", "$a-b-c")]
    [InlineData("${'{}-{:>4}'.format(i, s[0])}", "7-   a")]
    [InlineData("${'7'.zfill(3)}", "007")]
    public void Expression_ThePeerLeavesAlone_IsEvaluated(string template, string text) =>
        Assert.Equal(text, Scope.Render(template));

    [Theory]
    [InlineData("${s + 1}")]
    [InlineData("${x = 1}")]
    [InlineData("${import os}")]
    [InlineData("${1; 2}")]
    [InlineData("${s,s}")]
    [InlineData("${}")]
    [InlineData("${ }")]
    [InlineData("${s")]
    [InlineData("$s")]
    [InlineData("${1abc}")]
    [InlineData("${nope}")]
    [InlineData("${in}")]
    [InlineData("${min}")]
    [InlineData("${re}")]
    [InlineData("${x for x in l}")]
    [InlineData("${nums[9]}")]
    [InlineData("${d['none']}")]
    [InlineData("${d.k}")]
    [InlineData("${i / 0}")]
    [InlineData("${VAR:-default}")]
    [InlineData("${#array[@]}")]
    [InlineData("${PATH%%:*}")]
    [InlineData("")]
    public void Text_ThatIsNoExpression_StaysAsItIs(string template) => Assert.Equal(template, Scope.Render(template));

    [Theory]
    [InlineData("a ${nope} b ${i}", "a ${nope} b 7")]
    [InlineData("${VAR:-${i}}", "${VAR:-7}")]
    [InlineData("${nope + '${i}'}", "${nope + '7'}")]
    [InlineData("${ ${i}", "${ 7")]
    public void Reference_InsideOfWhatIsNoExpression_IsPutIn(string template, string text) =>
        Assert.Equal(text, Scope.Render(template));

    [Fact]
    public void Collections_AreRenderedInside_KeysAreNot()
    {
        var template = JsonElement.Parse("""{"${i}":["${i}",{"x":"<${s}>"}],"n":20.0,"e":"\u0024{i}","z":"\"é\""}""");
        var rendered = Template.Render(template, Scope.Context());
        Assert.Equal("""{"${i}":[7,{"x":"<a-b-c>"}],"n":20.0,"e":7,"z":"\"é\""}""", rendered.GetRawText());
    }

    [Fact]
    public void Template_WithoutFragments_IsReturnedItself()
    {
        var template = JsonElement.Parse("""{"a":[1,"b ${ c"]}""");
        Assert.Equal(template, Template.Render(template, Scope.Context()));
        Assert.False(Template.HasReferences(template));
    }

    [Fact]
    public void References_AreTheNamesFromOutside()
    {
        var template = JsonElement.Parse(
            """["${a.b[c] + len(d)}", {"k":"${ x } ${[y + q for y in r]} ${(lambda z: z + v)(1)}"}, "plain"]"""
        );
        Assert.True(Template.HasReferences(template));
        Assert.Equal(["a", "c", "d", "len", "q", "r", "v", "x"], Template.References(template).Order());
        Assert.Equal(["n"], Condition.References("${n} == 'x' and 1 == 1"));
    }

    [Theory]
    [InlineData("\"\\ud83d ${i}\"", "\"\\ud83d ${i}\"")]
    [InlineData("\"${'\\\\ud83d'}${i}\"", "\"\\ufffd7\"")]
    [InlineData("[\"${half} ${i}\"]", "[\"${half} 7\"]")]
    public void Text_WithHalfACharacter_FailsNothing(string template, string json)
    {
        var scope = new Given("""{"half":"\ud83d","i":7}""");
        Assert.Equal(json, Template.Render(JsonElement.Parse(template), scope.Context()).GetRawText(), true);
    }

    [Fact]
    public void Value_ThatIsPutInManyTimes_IsPaidForEachTime()
    {
        var scope = new Given(JsonSerializer.Serialize(new { big = Enumerable.Repeat("0123456789", 10_000) }));
        var template = JsonSerializer.SerializeToElement(Enumerable.Repeat("${big}", 10_000));
        Assert.Throws<EvaluationException>(() => Template.Render(template, scope.Context()));
    }

    [Fact]
    public void Value_ThatMakesTheResultTooDeep_Fails()
    {
        var deep = new JsonDocumentOptions { MaxDepth = 2000 };
        string Nested(string core, int depth) => new string('[', depth) + core + new string(']', depth);
        var scope = new Given(JsonElement.Parse($$"""{"v":{{Nested("1", 900)}}}""", deep));
        var template = JsonElement.Parse(Nested("\"${v}\"", 200), deep);
        Assert.Throws<EvaluationException>(() => Template.Render(template, scope.Context()));
        Assert.Equal("x " + Nested("1", 900), scope.Render("x ${v}"));
    }

    [Fact]
    public void RandomNumbers_FollowFromTheSeed()
    {
        Assert.Equal(Scope.Render("${random.random()} "), Scope.Render("${random.random()} "));
        Assert.Equal("False", Scope.Render("${random.random() == random.random()}"));
        Assert.Equal("True", Scope.Render("${all(1 <= random.randint(1, 6) <= 6 for x in range(100))}"));
        Assert.Equal("[1, 2, 3]", Scope.Render("${sorted(random.sample([3, 1, 2], 3))}"));
    }

    [Fact]
    public void Now_IsTheContextsMomentInItsZone()
    {
        var context = new EvaluationContext
        {
            Variables = Scope,
            Now = Given.Now,
            Zone = TimeZoneInfo.CreateCustomTimeZone("east", TimeSpan.FromHours(8), "east", "east"),
        };
        string Render(string template) =>
            Template.Render(JsonSerializer.SerializeToElement(template), context).GetString()!;
        Assert.Equal("20240506150809", Render("${datetime.datetime.now().strftime('%Y%m%d%H%M%S')}"));
        Assert.Equal("2024-05-06 07:08:09", Render("${datetime.datetime.utcnow()}"));
        Assert.Equal("2024-05-06", Render("${datetime.date.today()}"));
        Assert.Equal("1714979289.0", Render("${time.time()}"));
        Assert.Equal("1714979289", Render("${int(datetime.datetime.now().timestamp())}"));
        Assert.Equal("2024-05-06 15:08:09", Render("${time.strftime('%Y-%m-%d %H:%M:%S')}"));
        Assert.Equal("2024-05-05", Render("${(datetime.datetime.now() - datetime.timedelta(days=1)).strftime('%F')}"));
    }

    [Theory]
    [InlineData("${s | u}", "a-b-c")]
    [InlineData("${sp + '&<' | u}", "ab+cd%26%3C")]
    [InlineData("${sp + '&<' | h}", "ab cd&amp;&lt;")]
    [InlineData("${' x ' | trim,n}", "x")]
    public void Filter_ChangesTheText(string template, string text) => Assert.Equal(text, Scope.Render(template));
}
