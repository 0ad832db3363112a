namespace Sops.Engine.Pipelines;

/// <summary>Collects what a reading of a tree finds, so that one violation never hides another.</summary>
internal sealed class Findings
{
    private readonly List<TreeProblem> problems = [];
    private readonly List<TreeProblem> warnings = [];

    public IReadOnlyList<TreeProblem> Problems => problems;
    public IReadOnlyList<TreeProblem> Warnings => warnings;

    public void Problem(string code, string subject, TreePath path, string message) =>
        problems.Add(new TreeProblem(code, subject, path.ToString(), message));

    public void Warning(string code, string subject, TreePath path, string message) =>
        warnings.Add(new TreeProblem(code, subject, path.ToString(), message));
}
