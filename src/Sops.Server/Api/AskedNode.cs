using System.Text.Json;
using Sops.Engine.Runs;
using Sops.V1;

namespace Sops.Server.Api;

/// <summary>Which node of a task to show, and what of it.</summary>
public sealed record AskedNode
{
    public required string NodeId { get; init; }
    public required string ComponentCode { get; init; }
    public required string SubprocessStack { get; init; }

    /// <summary>Null for the current one.</summary>
    public int? Loop { get; init; }

    public static AskedNode Of(GetTaskNodeDetailRequest request) =>
        new()
        {
            NodeId = request.NodeId,
            ComponentCode = request.ComponentCode,
            SubprocessStack = request.SubprocessStack,
            Loop = request.HasLoop ? request.Loop : null,
        };

    public static AskedNode Of(GetSpaceTaskNodeDetailRequest request) =>
        new()
        {
            NodeId = request.NodeId,
            ComponentCode = request.ComponentCode,
            SubprocessStack = request.SubprocessStack,
            Loop = request.HasLoop ? request.Loop : null,
        };

    /// <summary>Index of the node; the stack, where it is given, leads to it.</summary>
    public int Find(Run run, long taskId)
    {
        var index = new NodeFinder(taskId, run) { Operation = "get_node_detail" }.Node("node_id", NodeId);
        var named = Stack().Select(id => Index(run, id)).ToList();
        if (named.Count > 0 && !named.SequenceEqual(Around(run, index).Reverse().Select(scope => (int?)scope)))
        {
            throw Invalid.Field("subprocess_stack", "does not lead to this node");
        }
        return index;
    }

    private List<string> Stack()
    {
        try
        {
            var stack = SubprocessStack.Length == 0 ? [] : JsonSerializer.Deserialize<List<string?>>(SubprocessStack);
            if (stack?.Contains(null) == false)
            {
                return stack!;
            }
        }
        catch (JsonException) { }
        throw SopsException.Invalid(
            FailureReasons.RequestInvalid,
            "subprocess_stack is not a valid array json",
            new FieldViolation("subprocess_stack", "must be a JSON list of node ids")
        );
    }

    /// <summary>The sub-processes around a node, from the inside out.</summary>
    private static IEnumerable<int> Around(Run run, int index)
    {
        for (var scope = run.Tree[index].Pipeline.Scope; scope != 0; scope = run.Tree[scope].Pipeline.Scope)
        {
            yield return scope;
        }
    }

    private static int? Index(Run run, string id) =>
        run.Ids.TryParseNode(id, out var index) && index > 0 && index < run.Tree.Nodes.Count ? index : null;
}
