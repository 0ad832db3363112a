using Sops.Engine.Pipelines;
using Sops.Engine.Runs;

namespace Sops.Server.Api;

/// <summary>Finds what a caller names: nodes, flows and attempts of one task.</summary>
public sealed class NodeFinder(long taskId, PipelineTree tree, TaskIds ids)
{
    public NodeFinder(long taskId, Run run)
        : this(taskId, run.Tree, run.Ids) { }

    /// <summary>What the caller does to the node, as bk-sops ends its message; "" for where it has another one.</summary>
    public string Operation { get; init; } = "";

    /// <summary>Index of a node; the task's own id is none.</summary>
    public int Node(string field, string id)
    {
        if (id.Length == 0)
        {
            throw Invalid.Field(field, "is required");
        }
        return ids.TryParseNode(id, out var index) && index > 0 && index < tree.Nodes.Count
            ? index
            : throw SopsException.Invalid(
                "NODE_NOT_FOUND",
                Operation.Length == 0
                    ? $"task[{taskId}] does not have node[{Shortened(id)}]"
                    : $"节点状态请求失败: 任务[ID: {taskId}]中未找到节点[ID: {Shortened(id)}]. 请重试. "
                        + $"如持续失败可联系管理员处理 | {Operation}",
                new FieldViolation(field, "is not a node of this task")
            );
    }

    public int Flow(string field, string id) =>
        ids.TryParseFlow(id, out var index) && index > 0 && index < tree.Flows.Count
            ? index
            : throw SopsException.Invalid(
                "FLOW_NOT_FOUND",
                $"task[{taskId}] does not have flow[{Shortened(id)}]",
                new FieldViolation(field, "is not a flow of this task")
            );

    /// <summary>Which attempt of that node a version names; null for the current one.</summary>
    public int? Attempt(string version, int node)
    {
        if (version.Length == 0)
        {
            return null;
        }
        return ids.TryParseVersion(version, out var of, out var attempt) && of == node
            ? attempt
            : throw SopsException.Refused("STALE_VERSION", $"node version {Shortened(version)} not exist");
    }

    private static string Shortened(string id) => id.Length <= 64 ? id : id[..64] + "…";
}
