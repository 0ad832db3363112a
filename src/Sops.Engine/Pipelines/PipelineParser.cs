namespace Sops.Engine.Pipelines;

/// <summary>Reads the text of a tree, as editors and callers write it, into a <see cref="PipelineTree"/>.</summary>
public static class PipelineParser
{
    /// <summary>Finds every violation at once; no text makes it throw.</summary>
    public static PipelineParseResult Parse(string json, PipelineLimits limits)
    {
        var findings = new Findings(limits.Findings);
        var tree = Read(json, limits, findings);
        return new PipelineParseResult
        {
            Tree = findings.ProblemCount == 0 ? tree : null,
            Problems = findings.Problems,
            Warnings = findings.Warnings,
        };
    }

    private static PipelineTree? Read(string json, PipelineLimits limits, Findings findings)
    {
        using var document = TreeText.Read(json, limits, findings);
        if (document is null)
            return null;
        var reader = new TreeReader(limits, findings);
        var root = reader.Read(new Fields(document.RootElement, TreePath.Root, "", findings), null, 0, 0);
        PipelineRules.Check(reader);
        return new PipelineTree
        {
            Root = root,
            Nodes = reader.Nodes,
            Flows = reader.Flows,
        };
    }
}
