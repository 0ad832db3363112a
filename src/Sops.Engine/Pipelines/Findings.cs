namespace Sops.Engine.Pipelines;

/// <summary>Collects what a reading of a tree finds, so that one violation never hides another.</summary>
internal sealed class Findings(int most)
{
    private readonly List<TreeProblem> problems = [];
    private readonly List<TreeProblem> warnings = [];
    private int hiddenWarnings;

    /// <summary>How many problems there are, those beyond the limit included.</summary>
    public int ProblemCount { get; private set; }

    public IReadOnlyList<TreeProblem> Problems => Listed(problems, ProblemCount - problems.Count, "problems");

    public IReadOnlyList<TreeProblem> Warnings => Listed(warnings, hiddenWarnings, "warnings");

    public void Problem(string code, string subject, TreePath path, string message)
    {
        ProblemCount++;
        if (problems.Count < most)
            problems.Add(new TreeProblem(code, subject, path.ToString(), message));
    }

    public void Warning(string code, string subject, TreePath path, string message)
    {
        if (warnings.Count < most)
            warnings.Add(new TreeProblem(code, subject, path.ToString(), message));
        else
            hiddenWarnings++;
    }

    private static IReadOnlyList<TreeProblem> Listed(List<TreeProblem> found, int hidden, string what) =>
        hidden == 0 ? found : [.. found, new TreeProblem("NOT_ALL_LISTED", "", "", $"There are {hidden} more {what}.")];
}
