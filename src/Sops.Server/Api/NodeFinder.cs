using Sops.Engine.Runs;

namespace Sops.Server.Api;

/// <summary>Finds what a caller names: nodes, flows and attempts of one task.</summary>
/// <param name="run">Of that task; nothing may change it meanwhile.</param>
public sealed class NodeFinder(long taskId, Run run)
{
    /// <summary>What the caller does to the node, as bk-sops ends its message; "" for where it has another one.</summary>
    public string Operation { get; init; } = "";

    /// <summary>Index of a node; the task's own id is none.</summary>
    public int Node(string field, string id)
    {
        if (id.Length == 0)
        {
            throw Invalid.Field(field, "is required");
        }
        return run.Ids.TryParseNode(id, out var index) && index > 0 && index < run.Tree.Nodes.Count
            ? index
            : throw SopsException.Invalid(
                "NODE_NOT_FOUND",
                Operation.Length == 0
                    ? $"task[{taskId}] does not have node[{Texts.Shortened(id)}]"
                    : $"节点状态请求失败: 任务[ID: {taskId}]中未找到节点[ID: {Texts.Shortened(id)}]. 请重试. "
                        + $"如持续失败可联系管理员处理 | {Operation}",
                new FieldViolation(field, "is not a node of this task")
            );
    }

    public int Flow(string field, string id) =>
        run.Ids.TryParseFlow(id, out var index) && index > 0 && index < run.Tree.Flows.Count
            ? index
            : throw SopsException.Invalid(
                "FLOW_NOT_FOUND",
                $"task[{taskId}] does not have flow[{Texts.Shortened(id)}]",
                new FieldViolation(field, "is not a flow of this task")
            );

    /// <summary>Which attempt of that node a version names; null for the current one.</summary>
    public int? Attempt(string version, int node)
    {
        if (version.Length == 0)
        {
            return null;
        }
        return run.Ids.TryParseVersion(version, out var of, out var attempt) && of == node
            ? attempt
            : throw SopsException.Refused(
                "STALE_VERSION",
                $"node version {Texts.Shortened(version)} not exist",
                new RefusedState($"task/{taskId}/node/{run.Ids.Node(node)}", State(node), [])
            );
    }

    private string State(int node) =>
        NodeRun.Wire(run.Node(node)?.State is { } state and not NodeState.None ? state : NodeState.Created);
}
