using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Sops.Engine.Expressions;

namespace Sops.Engine.Tests.Expressions;

/// <summary>Random FEEL over random variables, read by every language. A failure prints the seed that repeats it.</summary>
public sealed class FeelFuzzTests
{
    private const string Shape = """[VALUE, "${v}", "<${v}>", {"k": VALUE}]""";

    private static readonly string[] Languages = ["FEEL", "boolrule", "MAKO"];

    private static readonly string[] Atoms =
    [
        "1",
        "-2.5",
        "99999999999999999999",
        "\"x\"",
        "\"${v}\"",
        "${v}",
        "${v[0]}",
        "${v + v}",
        "-${v}",
        "true",
        "false",
        "null",
        "x",
        "item",
        "[]",
        "{}",
        "[1..3)",
        "now()",
        "today()",
        "date(\"${v}\")",
        "date and time(\"9999-12-31T23:59:59-14:00\")",
        "date and time(\"0001-01-01T00:00:00@Asia/Shanghai\")",
        "time(\"00:00:00+08:00\")",
    ];

    private static readonly string[] Operators = ["=", "!=", "<", ">=", "+", "-", "*", "/", "**", "and", "or", "in"];

    private static readonly string[] Functions =
    [
        "string",
        "contains",
        "starts with",
        "ends with",
        "matches",
        "list contains",
        "count",
        "all",
        "any",
        "not",
        "is defined",
        "get or else",
        "json loads",
        "month of year",
        "day of week",
        "before",
        "after",
        "includes",
    ];

    private static readonly string[] Values =
    [
        "1",
        "-0.0",
        "1e308",
        "123456789012345678901234567890",
        "null",
        "true",
        "\"\"",
        "\"7\"",
        "\"2024-05-06\"",
        "\"\\ud800\"",
        "\"\\\"'${v} or true\"",
        "\"[1,\\\"\\ud800\\\"]\"",
        "\"{\\\"a\\\":[1]}\"",
        "\"a\\nb\\u0000\"",
        "\"(a|b)*?[\"",
        "{\"\\ud800\":1}",
    ];

    [Fact]
    public void RandomConditions_OverRandomValues_AreDecidedOrRefused()
    {
        var seed = Environment.TickCount;
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var limits = new EvaluationLimits { MaxSteps = 20_000, MaxTextLength = 100_000 };
        var watch = Stopwatch.StartNew();
        var decided = 0;
        for (var round = 0; watch.Elapsed < FuzzTime.Share(0.3); round++)
        {
            var value = Value(random, 3);
            var scope = new Given($$"""{"v":{{value}}}""");
            var condition = Damage(Expression(random, 4), random);
            foreach (var language in Languages)
            {
                try
                {
                    var holds = Condition.Evaluate(condition, language, scope.Context(limits));
                    Assert.Equal(holds, Condition.Evaluate(condition, language, scope.Context(limits)));
                    decided++;
                }
                catch (Exception e) when (e is EvaluationException or ConditionException)
                {
                    Assert.False(string.IsNullOrWhiteSpace(e.Message));
                }
                catch (Exception e)
                {
                    Assert.Fail($"seed {seed}, round {round}, {language}: {condition}\nv = {value}\n{e}");
                }
            }
            try
            {
                Template.Render(
                    JsonElement.Parse(Shape.Replace("VALUE", value, StringComparison.Ordinal)),
                    scope.Context(limits)
                );
            }
            catch (EvaluationException e)
            {
                Assert.False(string.IsNullOrWhiteSpace(e.Message));
            }
            catch (Exception e)
            {
                Assert.Fail($"seed {seed}, round {round}: v = {value}\n{e}");
            }
        }
        // Else nothing but noise was tried.
        Assert.True(decided > 20, $"seed {seed}: only {decided} conditions were decided");
    }

    private static string Expression(Random random, int depth)
    {
        if (depth == 0 || random.Next(6) == 0)
            return Pick(random, Atoms);
        string Next() => Expression(random, depth - 1);
        return random.Next(9) switch
        {
            0 or 1 => $"{Next()} {Pick(random, Operators)} {Next()}",
            2 => $"({Next()})",
            3 or 4 =>
                $"{Pick(random, Functions)}({string.Join(", ", Enumerable.Range(0, random.Next(1, 3)).Select(_ => Next()))})",
            5 => $"[{Next()}, {Next()}][{Next()}]",
            6 => $"{{x: {Next()}, \"item\": {Next()}}}.x",
            7 => $"{(random.Next(2) == 0 ? "some" : "every")} x in [{Next()}, {Next()}] satisfies {Next()}",
            _ => $"{Next()} between {Next()} and {Next()}",
        };
    }

    private static string Value(Random random, int depth) =>
        depth == 0 || random.Next(3) > 0 ? Pick(random, Values)
        : random.Next(2) == 0 ? $"[{Value(random, depth - 1)},{Value(random, depth - 1)}]"
        : $$"""{"x":{{Value(random, depth - 1)}},"item":{{Value(random, depth - 1)}}}""";

    private static string Damage(string condition, Random random)
    {
        if (random.Next(3) > 0)
            return condition;
        var text = new StringBuilder(condition);
        for (var i = random.Next(1, 4); i > 0 && text.Length > 0; i--)
        {
            var at = random.Next(text.Length);
            if (random.Next(2) == 0)
                text.Remove(at, 1);
            else
                text.Insert(
                    at,
                    Pick(random, ["(", ")", "[", "..", "{", "}", "'", "\"", "${", ".", ",", "\\", "\n", "é", "\ud83d"])
                );
        }
        return text.ToString();
    }

    private static string Pick(Random random, string[] from) => from[random.Next(from.Length)];
}
