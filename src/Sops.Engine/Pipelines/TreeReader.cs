namespace Sops.Engine.Pipelines;

/// <summary>What all levels of one tree share while it is read: the numbering, the limits, the findings.</summary>
internal sealed class TreeReader(PipelineLimits limits, Findings findings)
{
    public PipelineLimits Limits => limits;
    public Findings Findings => findings;
    public List<Node?> Nodes { get; } = [null];
    public List<Flow?> Flows { get; } = [null];
    public List<Level> Levels { get; } = [];
    public int ConstantCount { get; set; }

    /// <summary>Reads a level, then, depth first, the bodies of its sub-processes. Recursion is bounded by the nesting limit.</summary>
    public Pipeline Read(Fields fields, Pipeline? parent, int scope, int depth)
    {
        var pipeline = new Pipeline { Scope = scope, Parent = parent };
        var level = new Level(pipeline, fields.Path);
        Levels.Add(level);
        new NodeReader(this, level).Read(fields);
        FlowReader.Read(this, level, fields);
        ConstantReader.Read(this, level, fields);
        foreach (var draft in level.Drafts)
            if (draft.Node is Subprocess subprocess)
                ReadBody(subprocess, draft.Fields, depth);
        return pipeline;
    }

    private void ReadBody(Subprocess subprocess, Fields fields, int depth)
    {
        if (depth >= limits.Nesting)
        {
            findings.Problem(
                "NESTING_TOO_DEEP",
                subprocess.Id,
                fields.Path,
                $"Sub-processes are nested deeper than the limit Nesting of {limits.Nesting}."
            );
            return;
        }
        if (fields.Find("pipeline") is null)
        {
            findings.Problem(
                "SUBPROCESS_NOT_UNFOLDED",
                subprocess.Id,
                fields.Path["pipeline"],
                "The sub-process holds no \"pipeline\": its template must be unfolded into it."
            );
            return;
        }
        if (fields.Object("pipeline") is not { } body)
            return;
        subprocess.Body = Read(body, subprocess.Pipeline, subprocess.Index, depth + 1);
        subprocess.Parameters = SubprocessParameters.Read(subprocess, fields, body);
    }
}

/// <summary>One level while it is read: what later steps still need of the document.</summary>
internal sealed class Level(Pipeline pipeline, TreePath path)
{
    public Pipeline Pipeline => pipeline;
    public TreePath Path => path;

    /// <summary>In the order of <see cref="Pipeline.Nodes"/>.</summary>
    public List<Draft> Drafts { get; } = [];
    public Dictionary<string, Draft> ById { get; } = new(StringComparer.Ordinal);

    /// <summary>Only flows that the node they come from lists.</summary>
    public List<Flow> Flows { get; } = [];

    /// <summary>The shape is not known well enough to judge it: whatever would follow from that is not reported.</summary>
    public bool ShapeUnknown { get; set; }
}

/// <summary>A node with the part of the document that it was read from.</summary>
internal sealed record Draft(Node Node, Fields Fields, IReadOnlyList<string> Incoming, IReadOnlyList<string> Outgoing);
