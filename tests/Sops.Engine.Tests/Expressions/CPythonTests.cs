using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;

namespace Sops.Engine.Tests.Expressions;

/// <summary>Random simple expressions have the text that the python3 of this machine gives them.</summary>
public sealed class CPythonTests
{
    private const int Count = 400;

    /// <summary>One answer a line, as JSON: str(value), or null where Python raises.</summary>
    private const string Program = """
        import sys, json
        for line in sys.stdin:
            try: print(json.dumps(str(eval(json.loads(line)))))
            except Exception: print("null")
        """;

    private static readonly string[] Numbers =
    [
        "0",
        "1",
        "-7",
        "12",
        "255",
        "10**20",
        "0.1",
        "-2.5",
        "1e16",
        "1e-5",
        "3.0",
        "1/3",
        "True",
    ];

    private static readonly string[] Texts =
    [
        "''",
        "'abc'",
        "'Hello World'",
        "' a-b_c '",
        "'é😀x'",
        "'it\\'s'",
        "'1,2,,3'",
    ];

    private static readonly string[] Methods =
    [
        "upper()",
        "lower()",
        "title()",
        "capitalize()",
        "swapcase()",
        "strip()",
        "split()",
        "split(',')",
        "split('l', 1)",
        "rsplit(',', 1)",
        "replace('a', 'xy')",
        "find('c')",
        "count('l')",
        "center(9, '*')",
        "ljust(5)",
        "rjust(12, '.')",
        "zfill(7)",
        "isalpha()",
        "isdigit()",
        "startswith('a')",
        "endswith(('c', 'd'))",
        "partition('b')",
        "join(['1', '2'])",
        "splitlines()",
        "encode()",
    ];

    private static readonly string[] Formats =
    [
        "%d",
        "%5d",
        "%-5d|",
        "%05d",
        "%+d",
        "%x",
        "%#o",
        "%.3f",
        "%10.2f",
        "%e",
        "%.3g",
        "%s",
        "%8s",
        "%r",
        "%%%s",
    ];

    [Fact]
    public async Task RandomExpressions_HaveTheTextThatPythonGives()
    {
        var seed = Environment.TickCount;
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var expressions = Enumerable.Range(0, Count).Select(_ => Expression(random)).ToList();
        var answers = await AskPython(expressions);
        Assert.SkipWhen(answers is null, "there is no python3 on this machine");
        Assert.Equal(Count, answers.Count);
        var scope = new Given("{}");
        for (var i = 0; i < Count; i++)
        {
            var template = "${" + expressions[i] + "}";
            var expected = JsonSerializer.Deserialize<string?>(answers[i]) ?? template;
            Assert.True(
                expected == scope.Render(template),
                $"seed {seed}: {template} is {expected}, not {scope.Render(template)}"
            );
        }
        Assert.True(answers.Count(answer => answer != "null") > Count / 3, $"seed {seed}: Python refused nearly all");
    }

    private static async Task<List<string>?> AskPython(List<string> expressions)
    {
        var start = new ProcessStartInfo("python3", ["-X", "utf8", "-c", Program])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        Process? python;
        try
        {
            python = Process.Start(start);
        }
        catch (Win32Exception)
        {
            return null;
        }
        using (python)
        {
            var answers = python!.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            foreach (var expression in expressions)
                await python.StandardInput.WriteLineAsync(JsonSerializer.Serialize(expression));
            python.StandardInput.Close();
            return [.. (await answers).Split('\n', StringSplitOptions.RemoveEmptyEntries)];
        }
    }

    private static string Expression(Random random)
    {
        string Pick(string[] from) => from[random.Next(from.Length)];
        string Index() =>
            random.Next(3) == 0 ? "" : random.Next(-6, 7).ToString(System.Globalization.CultureInfo.InvariantCulture);
        string[] operators = ["+", "-", "*", "/", "//", "%"];
        string[] orders = ["==", "!=", "<", "<=", ">", ">="];
        return random.Next(9) switch
        {
            0 or 1 => $"({Pick(Numbers)}) {Pick(operators)} ({Pick(Numbers)})",
            2 => $"(({Pick(Numbers)}) {Pick(operators[..^1])} ({Pick(Numbers)})) {Pick(operators)} ({Pick(Numbers)})",
            3 => $"{Pick(Texts)}[{Index()}:{Index()}:{(random.Next(2) == 0 ? "" : random.Next(2) == 0 ? "-1" : "2")}]",
            4 => $"{Pick(Texts)}.{Pick(Methods)}",
            5 => $"'{Pick(Formats)}' % ({Pick(random.Next(4) == 0 ? Texts : Numbers)},)",
            // Larger powers would keep Python busy for hours.
            6 => $"({Pick(Numbers)}) ** ({Pick(["0", "1", "3", "-2", "17"])})",
            7 => $"({Pick(Numbers)}) {Pick(orders)} ({Pick(Numbers)})",
            _ => $"[{Pick(Numbers)}, {Pick(Texts)}, round({Pick(Numbers)}, {random.Next(-1, 4)})]",
        };
    }
}
