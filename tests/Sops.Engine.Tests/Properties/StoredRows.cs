using System.Text.Json;
using Sops.Engine.Runs;

namespace Sops.Engine.Tests.Properties;

/// <summary>The rows beside the history, as a store keeps them, and the run that a restart makes of them.</summary>
internal sealed class StoredRows
{
    private readonly Dictionary<int, string> _nodes = [];
    private readonly Dictionary<int, string> _tokens = [];
    private readonly Dictionary<(int, string), Variable> _variables = [];
    private readonly Dictionary<(int, WorkKind), WorkItem> _work = [];

    public void Take(RunChanges changes)
    {
        foreach (var node in changes.Nodes)
        {
            _nodes[node.Node] = JsonSerializer.Serialize(node, RunJson.Default.NodeRun);
        }
        foreach (var token in changes.Tokens)
        {
            _tokens[token.Id] = JsonSerializer.Serialize(token, RunJson.Default.Token);
        }
        foreach (var ended in changes.EndedTokens)
        {
            _tokens.Remove(ended);
        }
        foreach (var variable in changes.Variables)
        {
            _variables[(variable.Scope, variable.Key)] = variable;
        }
        foreach (var done in changes.WorkDone)
        {
            Assert.True(_work.Remove((done.Node, done.Kind)), $"{done} was not there to be done");
        }
        foreach (var work in changes.Work)
        {
            Assert.True(_work.TryAdd((work.Node, work.Kind), work), $"{work} came on top of other work");
        }
    }

    public Run Restore(Run like)
    {
        var run = Run.Restore(
            like.Tree,
            like.Ids,
            like.Revision,
            like.Constants,
            like.Operator,
            like.TokensMade,
            _nodes.Values.Select(n => JsonSerializer.Deserialize(n, RunJson.Default.NodeRun)!),
            _tokens.Values.Select(t => JsonSerializer.Deserialize(t, RunJson.Default.Token)!),
            _variables.Values
        );
        Assert.Equal(
            run.Nodes.SelectMany(WorkItem.Of).Select(w => w.ToString()).Order(),
            _work.Values.Select(w => w.ToString()).Order()
        );
        return run;
    }

    /// <summary>Everything that a run knows, as text; the revision aside, which a draft does not have yet.</summary>
    public static string Describe(Run run) =>
        string.Join(
            "\n",
            [
                $"{run.TokensMade} {run.Operator} {JsonSerializer.Serialize(run.Constants, RunJson.Default.ValueMap)}",
                .. run.Nodes.Select(n =>
                    $"{run.ShownState(n.Node)} {JsonSerializer.Serialize(n, RunJson.Default.NodeRun)}"
                ),
                .. run.Tokens.Select(t => JsonSerializer.Serialize(t, RunJson.Default.Token)),
                .. run.Variables.Select(v => $"{v.Scope} {v.Key} {v.Value.GetRawText()}"),
            ]
        );
}
