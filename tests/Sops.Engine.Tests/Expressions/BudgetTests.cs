using System.Diagnostics;
using System.Text.Json;
using Sops.Engine.Expressions;

namespace Sops.Engine.Tests.Expressions;

public sealed class BudgetTests
{
    private static readonly Given Scope = new("""{"s":"aaaaaaaaaa","i":7,"big":[0,1,2,3,4,5,6,7,8,9],"l":[1]}""");

    [Theory]
    [InlineData("'a' * 10 ** 12")]
    [InlineData("[0] * 10 ** 9")]
    [InlineData("(1, 2) * 10 ** 9")]
    [InlineData("10 ** 10 ** 10")]
    [InlineData("9 ** 9 ** 9 ** 9")]
    [InlineData("1 << 10 ** 9")]
    [InlineData("2 ** 30000 * 2 ** 30000")]
    [InlineData("list(range(10 ** 9))")]
    [InlineData("sum(range(10 ** 9))")]
    [InlineData("sum(x * x for x in range(10 ** 9))")]
    [InlineData("[x for x in range(10 ** 9)]")]
    [InlineData("{x for x in range(10 ** 9)}")]
    [InlineData("{x: x for x in range(10 ** 9)}")]
    [InlineData("all(x >= 0 for x in range(10 ** 9))")]
    [InlineData("10 ** 9 in (x for x in range(10 ** 10))")]
    [InlineData("[[[0 for x in range(1000)] for y in range(1000)] for z in range(1000)]")]
    [InlineData("','.join(['a' * 100000] * 1000)")]
    [InlineData("('a' * 100000).replace('a', 'b' * 100000)")]
    [InlineData("('a' * 100000).replace('', 'b' * 100000)")]
    [InlineData("'x'.center(10 ** 9)")]
    [InlineData("'x'.ljust(10 ** 9)")]
    [InlineData("'x'.zfill(10 ** 9)")]
    [InlineData("'\\t'.expandtabs(10 ** 9)")]
    [InlineData("'%1000000000d' % 1")]
    [InlineData("'%*d' % (10 ** 9, 1)")]
    [InlineData("'%1000000000s' % 1")]
    [InlineData("'{:1000000000}'.format(1)")]
    [InlineData("('a' * 1000000).count('a' * 500000 + 'b')")]
    [InlineData("('a' * 500000 + 'b') in ('a' * 1000000)")]
    [InlineData("('a' * 1000000).split('a')")]
    [InlineData("('a ' * 500000).split()")]
    [InlineData("json.dumps([['a' * 1000] * 1000] * 1000)")]
    [InlineData("str([['a' * 1000] * 1000] * 1000)")]
    [InlineData("'aa'.join(['b'] * 100000).join(['c'] * 100000)")]
    [InlineData("(lambda f: f(f))(lambda f: f(f))")]
    [InlineData("(lambda f, n: f(f, n + 1))(lambda f, n: f(f, n + 1), 0)")]
    [InlineData("pow(3, 2 ** 30000, 2 ** 30000 - 1)")]
    [InlineData("sorted(range(99999), key=lambda x: -x)")]
    [InlineData("max(x for x in range(10 ** 9))")]
    [InlineData("list(zip(range(10 ** 9), range(10 ** 9)))")]
    [InlineData("dict(zip(range(10 ** 9), range(10 ** 9)))")]
    [InlineData("[l.append(x) for x in range(10 ** 7)]")]
    [InlineData("[l.append(x) for x in l]")]
    [InlineData("[l.append(l), str(l)]")]
    [InlineData("random.sample(range(10 ** 9), 5)")]
    [InlineData("random.choices(l, k=10 ** 9)")]
    [InlineData("re.sub('a*', 'b' * 100000, 'c' * 100000)")]
    [InlineData("re.match('((a{100}){100}){100}', 'a')")]
    [InlineData("re.match('a' * 1000, 'a')")]
    [InlineData("re.findall('', 'a' * 1000000)")]
    [InlineData("json.dumps(1, indent='a' * 10 ** 9)")]
    [InlineData("[s for s in ['a' * 100000] * 1000 if s + 'b' == s]")]
    [InlineData("(lambda f: f(f, [0], 40) == f(f, [0], 40))(lambda f, x, n: x if n == 0 else f(f, [x, x], n - 1))")]
    [InlineData("(lambda f: {f(f, (0,), 40): 1})(lambda f, x, n: x if n == 0 else f(f, (x, x), n - 1))")]
    [InlineData(
        "(lambda f: sorted([f(f, [0], 40), f(f, [0], 40)]))(lambda f, x, n: x if n == 0 else f(f, [x, x], n - 1))"
    )]
    [InlineData("[len(t) for t in ['a' * 1000000] for x in range(99999)]")]
    [InlineData("[t[5] for t in ['a' * 1000000] for x in range(99999)]")]
    [InlineData("[t[::-1] for t in ['a' * 1000000] for x in range(99999)]")]
    [InlineData("[{t: 1} for t in ['a' * 1000000] for x in range(99999)]")]
    [InlineData("[t.count('a') for t in ['a' * 1000000] for x in range(99999)]")]
    [InlineData("['%.1000f' % 1e300 for x in range(99999)]")]
    [InlineData("['{:,}'.format(2 ** 14000) for x in range(99999)]")]
    [InlineData("[re.compile('[a-z]{1,9}' + str(x)) for x in range(99999)]")]
    [InlineData("[json.loads('[' * 190 + ']' * 190) for x in range(99999)]")]
    public void Expression_ThatCostsTooMuch_FailsQuickly(string expression)
    {
        var watch = Stopwatch.StartNew();
        Assert.Throws<EvaluationException>(() => Scope.Render("x${" + expression + "}"));
        Assert.InRange(watch.ElapsedMilliseconds, 0, 2000);
    }

    [Theory]
    [InlineData("(", "1", ")")]
    [InlineData("[", "1", "]")]
    [InlineData("{1:", "1", "}")]
    [InlineData("-", "1", "")]
    [InlineData("not ", "1", "")]
    [InlineData("lambda: ", "1", "")]
    [InlineData("1 if 1 else ", "1", "")]
    [InlineData("2**", "1", "")]
    [InlineData("s[", "0", "]")]
    [InlineData("str(", "1", ")")]
    [InlineData("", "s", ".strip()")]
    [InlineData("", "s", "[:]")]
    [InlineData("[x for x in ", "s", "]")]
    [InlineData("[(", "s", " for x in s) ]")]
    public void Expression_ThatNestsTooDeep_StaysText(string open, string core, string close)
    {
        const int depth = 5000;
        var template =
            "${"
            + string.Concat(Enumerable.Repeat(open, depth))
            + core
            + string.Concat(Enumerable.Repeat(close, depth))
            + "}";
        Assert.Equal(template, Scope.Render(template));
    }

    [Fact]
    public void Chain_OfManyOperators_IsNotDeep()
    {
        Assert.Equal("2001", Scope.Render("${1" + string.Concat(Enumerable.Repeat(" + 1", 2000)) + "}"));
        Assert.Equal("1", Scope.Render("${0" + string.Concat(Enumerable.Repeat(" or 0", 2000)) + " or 1}"));
    }

    [Fact]
    public void Expression_LongerThanAllowed_Fails()
    {
        var limits = new EvaluationLimits { MaxExpressionLength = 50 };
        Assert.Throws<EvaluationException>(() => Scope.Render("${'" + new string('a', 60) + "'}", limits));
        Assert.Equal(new string('a', 60), Scope.Render(new string('a', 60), limits));
    }

    [Fact]
    public void Budget_IsSharedByAllThatOneContextRenders()
    {
        var context = Scope.Context(new EvaluationLimits { MaxSteps = 2000 });
        var template = JsonSerializer.SerializeToElement("${sum(range(100))} ");
        Assert.Throws<EvaluationException>(() =>
        {
            for (var i = 0; i < 100; i++)
                Template.Render(template, context);
        });
        Assert.Equal("4950 ", Template.Render(template, Scope.Context()).GetString());
    }

    [Fact]
    public void Variables_ThatReferToEachOther_FailInsteadOfOverflowing()
    {
        var circle = new Circle();
        var context = new EvaluationContext { Variables = circle, Now = Given.Now };
        circle.Context = context;
        foreach (var template in (string[])["${a}", "x ${a}", "${a + a}"])
            Assert.Throws<EvaluationException>(() =>
                Template.Render(JsonSerializer.SerializeToElement(template), context)
            );
    }

    [Fact]
    public void Condition_WithManyParentheses_FailsInsteadOfOverflowing()
    {
        var deep = new string('(', 8_000);
        Assert.Throws<EvaluationException>(() => Scope.Holds(deep + "1 == 1" + new string(')', 8_000)));
        var flat = "1 == 2" + string.Concat(Enumerable.Repeat(" or 1 == 2", 1000)) + " or 1 == 1";
        Assert.True(Scope.Holds(flat));
    }

    [Fact]
    public void Expression_WithinTheBudget_IsNotHindered()
    {
        Assert.Equal("499500", Scope.Render("${sum([x for x in range(1000)])} ").Trim());
        Assert.Equal("1000", Scope.Render("${len([x for x in range(1000) if big[x % 10] == x % 10])}"));
        Assert.Equal("100000", Scope.Render("${len('a' * 100000)}"));
    }

    private sealed class Circle : IVariables
    {
        public EvaluationContext Context { get; set; } = null!;

        public bool TryGet(string name, out JsonElement value)
        {
            value = Template.Render(JsonSerializer.SerializeToElement(name == "a" ? "${b}" : "<${a}>"), Context);
            return true;
        }
    }
}
