using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Sops.Engine.Expressions;

namespace Sops.Engine.Tests.Expressions;

/// <summary>Random expressions, built from the grammar and then damaged. A failure prints the seed that repeats it.</summary>
public sealed class FuzzTests
{
    private const string Variables =
        """{"a":1,"b":-2.5,"s":"xé😀\n'\"","l":[1,"x",null],"d":{"k":[1.0],"j":{}},"n":null,"t":true,"e":""}""";

    private static readonly string[] Atoms =
    [
        "a",
        "b",
        "s",
        "l",
        "d",
        "n",
        "t",
        "e",
        "nope",
        "0",
        "1",
        "-1",
        "2.5",
        "1e308",
        "10**30",
        "''",
        "'x'",
        "\"${a}\"",
        "b'x'",
        "None",
        "True",
        "[]",
        "()",
        "{}",
        "{1}",
        "range(3)",
        "len",
        "str",
        "x",
        "datetime.datetime.now()",
        "datetime.timedelta(1)",
        "re",
        "random.random()",
        "'%s %d'",
        "'{}'",
        "r'\\d+'",
        "'a{,5}'",
    ];

    private static readonly string[] Operators =
    [
        "+",
        "-",
        "*",
        "/",
        "//",
        "%",
        "**",
        "<<",
        ">>",
        "&",
        "|",
        "^",
        "==",
        "!=",
        "<",
        ">=",
        "in",
        "not in",
        "is",
        "and",
        "or",
        ",",
    ];

    private static readonly string[] Calls =
    [
        "len",
        "str",
        "int",
        "float",
        "bool",
        "list",
        "tuple",
        "set",
        "dict",
        "sorted",
        "max",
        "min",
        "sum",
        "abs",
        "round",
        "range",
        "zip",
        "enumerate",
        "reversed",
        "all",
        "any",
        "pow",
        "slice",
        "json.dumps",
        "json.loads",
        "re.findall",
        "re.sub",
        "re.split",
        "re.match",
        "hashlib.md5",
        "os.path.join",
        "random.choice",
        "random.randint",
        "time.strftime",
        "datetime.datetime.strptime",
        "datetime.date",
        "datetime.timedelta",
    ];

    private static readonly string[] Members =
    [
        "upper()",
        "split()",
        "split('x', 1)",
        "join(l)",
        "replace('x', 'y')",
        "format(a, s)",
        "encode()",
        "decode()",
        "get('k')",
        "keys()",
        "items()",
        "pop()",
        "append(a)",
        "sort()",
        "index('x')",
        "count('x')",
        "find('x')",
        "strip()",
        "zfill(5)",
        "center(9)",
        "title()",
        "splitlines()",
        "partition('x')",
        "groups()",
        "group(1)",
        "hexdigest()",
        "isoformat()",
        "strftime('%Y')",
        "days",
        "update(d)",
        "union(l)",
        "__class__",
        "real",
        "copy()",
        "rsplit(None, 1)",
    ];

    [Fact]
    public void RandomExpressions_HaveAValueOrNone_AndNothingElse()
    {
        var seed = Environment.TickCount;
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var scope = new Given(Variables);
        var limits = new EvaluationLimits { MaxSteps = 20_000, MaxTextLength = 100_000 };
        var watch = Stopwatch.StartNew();
        var values = 0;
        for (var i = 0; watch.Elapsed < FuzzTime.Share(0.5); i++)
        {
            var expression = Damage(Expression(random, 4), random);
            var template = JsonSerializer.SerializeToElement("<${" + expression + "}>");
            try
            {
                var text = Template.Render(template, scope.Context(limits)).GetString()!;
                Template.References(template);
                if (text != template.GetString())
                    values++;
                Assert.Equal(text, Template.Render(template, scope.Context(limits)).GetString());
                Condition.Evaluate(
                    "${" + expression + "} == '${" + expression + "}'",
                    "boolrule",
                    scope.Context(limits)
                );
            }
            catch (Exception e) when (e is EvaluationException or ConditionException)
            {
                Assert.False(string.IsNullOrWhiteSpace(e.Message));
            }
            catch (Exception e)
            {
                Assert.Fail($"seed {seed}, round {i}: {template.GetString()}\n{e}");
            }
        }
        // Else nothing but noise was tried.
        Assert.True(values > 20, $"seed {seed}: only {values} expressions had a value");
    }

    [Fact]
    public void RandomTexts_AsConditions_AreDecidedOrRefused()
    {
        var seed = Environment.TickCount;
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        var random = new Random(seed);
        string[] words =
        [
            "1",
            "1.5",
            "'x'",
            "\"",
            "'",
            "(",
            ")",
            ",",
            "==",
            "in",
            "notin",
            "<",
            ">=",
            "and",
            "or",
            "true",
            "False",
            "${a}",
            "${s}",
            "${l}",
            "x",
            "_y",
            ".",
            "-",
            " ",
            "\n",
            "issuperset",
            "*",
            "${",
            "}",
            "()",
            "1e5",
            "é",
        ];
        var scope = new Given(Variables);
        var watch = Stopwatch.StartNew();
        for (var i = 0; watch.Elapsed < FuzzTime.Share(0.2); i++)
        {
            var condition = string.Join(random.Next(2) == 0 ? " " : "", random.GetItems(words, random.Next(1, 12)));
            try
            {
                scope.Holds(condition);
            }
            catch (ConditionException e)
            {
                Assert.False(string.IsNullOrWhiteSpace(e.Message));
            }
            catch (Exception e)
            {
                Assert.Fail($"seed {seed}, round {i}: {condition}\n{e}");
            }
        }
    }

    [Fact]
    public void RandomValues_InConditions_NeverChangeThem()
    {
        var seed = Environment.TickCount;
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        var random = new Random(seed);
        string[] words =
        [
            "'",
            "\"",
            " or ",
            " and ",
            "1 == 1",
            "==",
            "(",
            ")",
            "1",
            "x",
            "\n",
            "\\n",
            "${v}",
            ",",
            "*",
            "true",
        ];
        for (var i = 0; i < 5000; i++)
        {
            var value = "~" + string.Concat(random.GetItems(words, random.Next(1, 8)));
            var scope = new Given(JsonSerializer.Serialize(new { v = value }));
            Assert.False(scope.Holds("'${v}' == 'safe'"), $"seed {seed}: {value}");
            Assert.False(scope.Holds("\"${v}\" == 'safe' or 1 == 2"), $"seed {seed}: {value}");
            Assert.True(scope.Holds("'${v}' == \"${v}\""), $"seed {seed}: {value}");
            Assert.Throws<ConditionException>(() => scope.Holds("${v} == 'safe' or 1 == 1"));
        }
    }

    private static string Expression(Random random, int depth)
    {
        if (depth == 0 || random.Next(6) == 0)
            return Pick(random, Atoms);
        string Next() => Expression(random, depth - 1);
        return random.Next(12) switch
        {
            0 or 1 => $"{Next()} {Pick(random, Operators)} {Next()}",
            2 => $"({Next()})",
            3 or 4 =>
                $"{Pick(random, Calls)}({string.Join(", ", Enumerable.Range(0, random.Next(4)).Select(_ => Next()))})",
            5 or 6 => $"{Next()}.{Pick(random, Members)}",
            7 => $"{Next()}[{Next()}]",
            8 => $"{Next()}[{Next()}:{Next()}]",
            9 => $"[{Next()} for x in {Next()} if {Next()}]",
            10 => $"{Next()} if {Next()} else {Next()}",
            _ => $"(lambda x: {Next()})({Next()})",
        };
    }

    private static string Damage(string expression, Random random)
    {
        if (random.Next(3) > 0)
            return expression;
        var text = new StringBuilder(expression);
        for (var i = random.Next(1, 4); i > 0 && text.Length > 0; i--)
        {
            var at = random.Next(text.Length);
            if (random.Next(2) == 0)
                text.Remove(at, 1);
            else
                text.Insert(
                    at,
                    Pick(random, ["(", ")", "[", "]", "{", "}", "'", "\"", "$", "${", ".", ",", "\\", "\n", "é", ":"])
                );
        }
        return text.ToString();
    }

    private static string Pick(Random random, string[] from) => from[random.Next(from.Length)];
}
