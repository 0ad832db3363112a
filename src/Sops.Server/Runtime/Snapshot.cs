using Sops.Engine.Pipelines;
using Sops.Storage;

namespace Sops.Server.Runtime;

/// <summary>A tree as it was stored, and as it was understood.</summary>
public sealed class Snapshot(string text, PipelineTree tree)
{
    private readonly Lazy<Snapshot> _pruned = new(() => Excluding(text, []));
    private readonly Lazy<string> _digest = new(() => SnapshotStore.Digest(text));

    public string Text { get; } = text;
    public PipelineTree Tree { get; } = tree;

    /// <summary>What it is stored under.</summary>
    public string Digest => _digest.Value;

    /// <summary>What a task made from it runs: constants that nothing refers to are gone. The same one each time.</summary>
    public Snapshot Pruned => _pruned.Value;

    /// <summary>The same without some of its optional activities.</summary>
    /// <exception cref="SopsException">One of them is not there, or not optional.</exception>
    public Snapshot Without(IReadOnlyList<string> activities) => Excluding(Text, activities);

    private static Snapshot Excluding(string text, IReadOnlyList<string> activities)
    {
        var rest = TreeExclusion.Exclude(text, activities, PipelineLimits.Unlimited);
        var parsed = rest.Json is { } json ? PipelineParser.Parse(json, PipelineLimits.Unlimited) : null;
        if (parsed?.Tree is { } tree)
        {
            return new Snapshot(rest.Json!, tree);
        }
        var problems = (parsed?.Problems ?? rest.Problems).Select(p => p.Message).ToList();
        throw SopsException.Invalid(
            "NODE_NOT_EXCLUDABLE",
            problems[0],
            [.. problems.Select(p => new FieldViolation("exclude_task_nodes_id", p))]
        );
    }
}
