using Sops.V1;

namespace Sops.Server.Api;

/// <summary>What is wrong with a tree, told with the node or the flow that it is about.</summary>
internal static class TemplateProblems
{
    public static TreeProblem Of(Sops.Engine.Pipelines.TreeProblem problem)
    {
        var part = Part(problem.Path.Split('.'));
        return new TreeProblem
        {
            Reason = problem.Code,
            Field = problem.Path,
            NodeId = part is "flows" or "constants" or "outputs" ? "" : problem.Subject,
            FlowId = part == "flows" ? problem.Subject : "",
            Message = problem.Message,
        };
    }

    /// <summary>Which part of its own level a path leads into, whatever sub-processes that is inside of.</summary>
    private static string Part(string[] path)
    {
        var level = 0;
        while (level + 3 < path.Length && path[level] == "activities" && path[level + 2] == "pipeline")
        {
            level += 3;
        }
        return path[level];
    }
}
