using CsCheck;
using Sops.Engine.Runs;

namespace Sops.Engine.Tests.Properties;

/// <summary>The engine and the reference agree on every node, counter, value and result.</summary>
public class ReferencePropertyTests
{
    [Fact]
    public void Run_LeftAlone_EndsAsTheReferenceSays() =>
        new PlanGen(noisy: false).Sample(
            Agree,
            time: Budget.Seconds(0.4),
            threads: 1,
            print: p => $"seed {p.Seed}: {PlanText.Of(p)}"
        );

    private static void Agree(Plan plan)
    {
        var run = new Player(plan).PlayThrough();
        var reference = Reference.Run(plan);
        var actual = run.Nodes.ToDictionary(n => n.Node == 0 ? "" : run.Tree[n.Node].Id, Seen);
        Assert.Equal(Lines(reference.Nodes), Lines(actual));
        foreach (var variable in run.Variables)
        {
            var level = variable.Scope == 0 ? "" : run.Tree[variable.Scope].Id;
            Assert.Equal(reference.Variables[level].Value(variable.Key[2..^1]), variable.Value.GetRawText());
        }
    }

    private static string Lines(Dictionary<string, Expectation> nodes) =>
        string.Join('\n', nodes.OrderBy(n => n.Key, StringComparer.Ordinal).Select(n => $"{n.Key}: {n.Value}"));

    private static Expectation Seen(NodeRun node) =>
        new()
        {
            State = NodeRun.Wire(node.State),
            Loop = node.Loop,
            InnerLoop = node.InnerLoop,
            Retry = node.Retry,
            Skipped = node.Skipped,
            ErrorIgnored = node.ErrorIgnored,
            Inputs = Texts(node.Inputs),
            Outputs = Texts(node.Outputs),
        };

    /// <summary>Why something failed is said in words, and those are no concern of the reference.</summary>
    private static Dictionary<string, string> Texts(ValueMap? values) =>
        values?.ToDictionary(v => v.Key, v => v.Key == Names.ExData ? "" : v.Value.GetRawText()) ?? [];
}
