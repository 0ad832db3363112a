using Sops.Engine.Pipelines;
using Sops.Engine.Runs;

namespace Sops.Engine.Tests.Properties;

/// <summary>What is true of every run between two turns.</summary>
internal static class RunRules
{
    public static void Check(Run run)
    {
        foreach (var node in run.Nodes)
        {
            Stands(run, node);
            Assert.Equal(Shown(run, node.Node), run.ShownState(node.Node));
        }
        var standing = run.Tokens.Select(t => t.Node).ToList();
        Assert.True(standing.Count == standing.Distinct().Count(), "two tokens at one node");
        foreach (var token in run.Tokens)
        {
            var children = run.Tokens.Count(t => t.Parent == token.Id);
            // A task that was revoked lets its children go without telling.
            Assert.True(
                token.Pending == children || (run.State == NodeState.Revoked && token.Pending > children),
                $"{token} has {children} children"
            );
            Assert.True(Waits(run, token), $"{token} waits for nothing");
        }
        if (run.State == NodeState.Finished)
        {
            Assert.Empty(run.Tokens);
            Assert.Empty(run.Nodes.SelectMany(WorkItem.Of));
        }
    }

    /// <summary>A node that is under way has its token, and one that is not reached has none.</summary>
    private static void Stands(Run run, NodeRun node)
    {
        var entered = node.Node != 0 && run.Tree[node.Node] is not Subprocess;
        if (node.State == NodeState.Failed || (entered && node.State == NodeState.Running))
        {
            Assert.True(run.Token(node.Token)?.Node == node.Node, $"{node} has no token");
        }
        if (node.State == NodeState.Running && entered)
        {
            Assert.True(run.Tree[node.Node] is ServiceActivity, $"{node} is nothing that takes time");
            Assert.True(node.Call is null != node.LastCall is null, $"{node} waits for both or neither");
            Assert.InRange(node.Executions, 1, int.MaxValue);
        }
    }

    /// <summary>What a token waits for can be named: a plugin or a callback, somebody's decision, a turn, or its own children.</summary>
    private static bool Waits(Run run, Token token)
    {
        var node = run.Node(token.Node);
        if (token.HeldBy is { } by)
        {
            return run.State == NodeState.Revoked
                || (
                    run.Node(by)!.State == NodeState.Suspended && (by == token.Node || Around(run, token).Contains(by))
                );
        }
        return token.Pending > 0
            || (node?.EnterAt is not null && node.Token == token.Id)
            // What a revoke finds at the door stays there.
            || (run.State == NodeState.Revoked && node is not { State: NodeState.Running })
            || (
                node is { State: NodeState.Running or NodeState.Failed }
                && node.Token == token.Id
                && (run.Tree[token.Node] is not Subprocess || node.State == NodeState.Failed)
            );
    }

    private static IEnumerable<int> Around(Run run, Token token)
    {
        for (var level = run.Tree[token.Node].Pipeline; level is not null; level = level.Parent)
        {
            yield return level.Scope;
        }
    }

    private static NodeState Shown(Run run, int index)
    {
        var state = run.Node(index)?.State ?? NodeState.None;
        if (state != NodeState.Running || !(index == 0 || run.Tree[index] is Subprocess))
        {
            return state;
        }
        var inside = run.Tree.PipelineOf(index).Nodes.Select(n => Shown(run, n.Index)).ToList();
        return inside.Contains(NodeState.Failed) ? NodeState.Failed
            : inside.Exists(s => s is NodeState.Suspended or NodeState.NodeSuspended) ? NodeState.NodeSuspended
            : NodeState.Running;
    }
}
