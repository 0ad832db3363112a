using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Sops.Engine;
using Sops.Engine.Runs;
using Sops.Server.Runtime;
using Sops.Storage;
using Sops.Storage.Verification;

namespace Sops.Server.Verification;

/// <summary>Collects where the rows of one task differ from the run that its history makes.</summary>
internal sealed class TaskFindings(long taskId)
{
    private readonly List<Finding> _all = [];

    public IReadOnlyList<Finding> All => _all;

    /// <summary>The task's own row and its document.</summary>
    /// <param name="claim">Who took it over, and when, by its history.</param>
    public void Compare(TaskRow row, Run history, (string? Claimant, DateTimeOffset? At) claim)
    {
        Same("state", NodeRun.Wire(row.State), NodeRun.Wire(history.State));
        Same("shown_state", NodeRun.Wire(row.ShownState), NodeRun.Wire(history.ShownState(0)));
        Same("next_token", row.NextToken, history.TokensMade);
        Same("start_time", $"{row.StartTime:O}", $"{history.Node(0)?.StartedAt:O}");
        Same("finish_time", $"{row.FinishTime:O}", $"{history.Node(0)?.FinishedAt:O}");
        if (row.Operator != history.Operator)
        {
            _all.Add(Finding.OfTask(taskId, "its operator is not the one of its history"));
        }
        if ((row.Claimant, row.ClaimTime) != claim)
        {
            _all.Add(Finding.OfTask(taskId, "its claim is not the one of its history"));
        }
        if (Difference(row.Constants ?? "{}", history.Constants, RunJson.Default.ValueMap) is { } keys)
        {
            Add("task_document", null, $"its constants are not those of its history: {keys}");
        }
    }

    /// <summary>Nodes, former attempts, tokens, variables and work.</summary>
    public void Compare(StoredTask task, Run history)
    {
        Compare(
            "task_node",
            task.Nodes.Select(n => ($"{n.Node}", n.Doc)),
            history.Nodes.Select(n => ($"{n.Node}", n)),
            RunJson.Default.NodeRun
        );
        var states = history.Nodes.ToDictionary(n => n.Node, n => n.State);
        foreach (var node in task.Nodes)
        {
            if (states.TryGetValue(node.Node, out var state) && state != node.State)
            {
                Add(
                    "task_node",
                    $"{node.Node}",
                    $"its state is {NodeRun.Wire(node.State)}, by its history {NodeRun.Wire(state)}"
                );
            }
        }
        Compare(
            "task_attempt",
            task.Attempts.Select(a => ($"{a.Node}/{a.Archived}", a.Doc)),
            history.Archived.Select(a => ($"{a.Node}/{a.Archived}", a)),
            RunJson.Default.NodeRun
        );
        Compare(
            "task_token",
            task.Tokens.Select(t => ($"{t.Token}", t.Doc)),
            history.Tokens.Select(t => ($"{t.Id}", t)),
            RunJson.Default.Token
        );
        Compare(
            "task_variable",
            task.Variables.Select(v => ($"{v.Scope}/{v.Key}", v.Value)),
            history.Variables.Select(v => ($"{v.Scope}/{v.Key}", v.Value)),
            RunJson.Default.JsonElement
        );
        CompareWork(task.Work, history);
    }

    /// <summary>Nothing is under way in a task that has finished.</summary>
    public void RequireRest(Run history)
    {
        if (history.State != NodeState.Finished)
        {
            return;
        }
        foreach (var node in history.Nodes.Where(n => n.State == NodeState.Running || WorkItem.Of(n).Any()))
        {
            Add("task_node", $"{node.Node}", "is under way although its task is FINISHED");
        }
    }

    /// <summary>What watchers are sent of a turn, with the history up to there.</summary>
    public void CompareShown(TurnRow turn, Run history)
    {
        var shown = JsonSerializer.Deserialize(turn.Shown, ShownJson.Default.ShownChange)!;
        if (shown.State != NodeRun.Wire(history.ShownState(0)))
        {
            Add("task_event", $"{turn.Revision}", "shows another state than its history makes");
        }
        foreach (var node in shown.Nodes)
        {
            var (index, _) = node.Named(history.Ids);
            if (
                NodeStatus.Of(node with { Name = null }, history.Tree, history.Ids, "")
                != NodeStatus.Of(history, index, "")
            )
            {
                Add("task_event", $"{turn.Revision}", $"shows node {index} otherwise than its history makes it");
            }
        }
    }

    /// <summary>What is shown is counted while nodes are read, in another order than they changed in.</summary>
    public void CompareShown(Run rows, Run history)
    {
        foreach (var node in history.Nodes.Select(n => n.Node))
        {
            if (rows.ShownState(node) != history.ShownState(node))
            {
                var (shown, by) = (NodeRun.Wire(rows.ShownState(node)), NodeRun.Wire(history.ShownState(node)));
                Add(
                    "task_node",
                    $"{node}",
                    $"is shown as {shown} where it is read from its row, by its history as {by}"
                );
            }
        }
    }

    private void CompareWork(IReadOnlyList<DueWork> rows, Run history)
    {
        var owed = history
            .Nodes.SelectMany(WorkItem.Of)
            .Select(w => DueWork.Of(taskId, w))
            .ToDictionary(w => (w.Node, w.Kind));
        foreach (var row in rows)
        {
            if (!owed.Remove((row.Node, row.Kind), out var work))
            {
                Add("work_item", $"{row.Node}/{row.Kind}", "nobody is owed it");
            }
            else if (row != work)
            {
                Add(
                    "work_item",
                    $"{row.Node}/{row.Kind}",
                    $"is attempt {row.Attempt}, number {row.Number} at {row.DueAt:O}, "
                        + $"and owed is attempt {work.Attempt}, number {work.Number} at {work.DueAt:O}"
                );
            }
        }
        foreach (var (node, kind) in owed.Keys)
        {
            Add("work_item", $"{node}/{kind}", "is owed and missing");
        }
    }

    private void Compare<T>(
        string table,
        IEnumerable<(string Key, string Text)> rows,
        IEnumerable<(string Key, T Value)> history,
        JsonTypeInfo<T> type
    )
    {
        var expected = history.ToDictionary(h => h.Key, h => h.Value);
        foreach (var (key, text) in rows)
        {
            if (!expected.Remove(key, out var value))
            {
                Add(table, key, "is not in its history");
            }
            else if (Difference(text, value, type) is { } members)
            {
                Add(table, key, $"is not as its history says: {members}");
            }
        }
        foreach (var key in expected.Keys)
        {
            Add(table, key, "is missing");
        }
    }

    /// <summary>Which members differ; null where none does. Values that were written otherwise and read the same are the same.</summary>
    private static string? Difference<T>(string stored, T value, JsonTypeInfo<T> type)
    {
        var expected = JsonSerializer.Serialize(value, type);
        if (stored == expected)
        {
            return null;
        }
        var read = JsonSerializer.Serialize(JsonSerializer.Deserialize(stored, type)!, type);
        if (read == expected)
        {
            return null;
        }
        var differing = new HashSet<(string Name, string Value)>(Members(read));
        differing.SymmetricExceptWith(Members(expected));
        return differing.Count == 0 ? "order" : string.Join(", ", differing.Select(m => m.Name).Distinct().Order());
    }

    private static IEnumerable<(string Name, string Value)> Members(string json)
    {
        var element = JsonSerializer.Deserialize(json, RunJson.Default.JsonElement);
        return element.ValueKind == JsonValueKind.Object
            ? element.EnumerateObject().Select(m => (m.Name, m.Value.GetRawText()))
            : [("value", json)];
    }

    private void Same<T>(string column, T row, T history)
    {
        if (!EqualityComparer<T>.Default.Equals(row, history))
        {
            _all.Add(Finding.OfTask(taskId, $"its {column} is {row}, by its history {history}"));
        }
    }

    private void Add(string table, string? row, string what) => _all.Add(new Finding(table, row, taskId, what));
}
