using Sops.Engine;
using Sops.Engine.Pipelines;

namespace Sops.Server.Runtime;

/// <summary>Which constants of a task that was made callers may still change.</summary>
internal static class ConstantChanges
{
    /// <exception cref="SopsException">Some are hidden, or set by a node.</exception>
    public static void RequireOpen(IReadOnlyList<Constant> constants)
    {
        var hidden = constants.Where(c => !c.Shown).Select(c => c.Key).ToList();
        var outputs = constants.Where(c => c.IsOutput).Select(c => c.Key).ToList();
        if (hidden.Count + outputs.Count == 0)
        {
            return;
        }
        throw SopsException.Invalid(
            "CONSTANT_NOT_CHANGEABLE",
            $"任务参数设置失败: 常量、输出参数 []、隐藏变量 {Listed(hidden)}, 不可修改值, "
                + $"输出为 {Listed(outputs)}. 请检查变量配置 | set_task_constants",
            new FieldViolation("constants", "hidden ones, and those that a node sets, cannot be changed")
        );
    }

    /// <exception cref="SopsException">Some lead back to themselves, given these values.</exception>
    public static void RequireNoCircle(PipelineTree tree, ValueMap constants)
    {
        var circles = ConstantRules.Circles(tree.Root, constants);
        if (circles.Count > 0)
        {
            throw SopsException.Invalid(
                "CONSTANT_CIRCLE",
                $"constants lead back to themselves: {string.Join(", ", circles)}",
                [.. circles.Select(key => new FieldViolation($"constants.{key}", "leads back to itself"))]
            );
        }
    }

    private static string Listed(IEnumerable<string> keys) => $"[{string.Join(", ", keys.Select(k => $"'{k}'"))}]";
}
