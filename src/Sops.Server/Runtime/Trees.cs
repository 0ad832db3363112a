using Microsoft.Extensions.Options;
using Sops.Engine.Pipelines;
using Sops.Engine.Plugins;
using Sops.Storage;

namespace Sops.Server.Runtime;

/// <summary>Pipeline trees as they come in: checked before anything is stored of them.</summary>
public sealed class Trees(
    TreeCache cache,
    SnapshotStore snapshots,
    Unfolding unfolding,
    IPluginCatalog plugins,
    IOptions<RuntimeOptions> options
)
{
    /// <summary>Everything that is wrong or odd about a tree, with its sub-processes unfolded.</summary>
    public async Task<PipelineParseResult> CheckAsync(string text, long businessId, CancellationToken cancellation)
    {
        var parsed = Parse(await unfolding.UnfoldAsync(text, businessId, self: null, cancellation));
        return parsed.Tree is { } tree ? parsed with { Warnings = [.. parsed.Warnings, .. Missing(tree)] } : parsed;
    }

    /// <summary>The tree in that text, its sub-processes unfolded; every problem is told at once.</summary>
    /// <param name="self">The template that the tree is of, which it must not come back to; null for none.</param>
    public async Task<Snapshot> AcceptAsync(string text, long businessId, long? self, CancellationToken cancellation)
    {
        var unfolded = await unfolding.UnfoldAsync(text, businessId, self, cancellation);
        if (cache.Find(SnapshotStore.Digest(unfolded)) is { } known)
        {
            return known;
        }
        var parsed = Parse(unfolded);
        return parsed.Tree is { } tree
            ? new Snapshot(unfolded, tree)
            : throw SopsException.InvalidTree([.. parsed.Problems.Select(Violation)]);
    }

    /// <summary>A template's tree as a task would run it now.</summary>
    public async Task<Snapshot> OfTemplateAsync(TemplateRow template, long businessId, CancellationToken cancellation)
    {
        if (cache.Find(template.SnapshotDigest) is { } held)
        {
            return held;
        }
        var text =
            await snapshots.FindAsync(template.SnapshotDigest, cancellation)
            ?? throw new InvalidOperationException($"Snapshot {template.SnapshotDigest} is missing");
        // Whatever business asks, a common template's sub-processes are common ones.
        var owner = template.Source == TemplateSource.Common ? 0 : businessId;
        var snapshot = await AcceptAsync(text, owner, template.Id, cancellation);
        if (snapshot.Digest == template.SnapshotDigest)
        {
            cache.Keep(snapshot);
        }
        return snapshot;
    }

    public ValueTask<Snapshot> StoredAsync(string digest, CancellationToken cancellation) =>
        cache.GetAsync(digest, cancellation);

    /// <summary>Spares reading a tree again that is going to be run.</summary>
    public void Keep(Snapshot snapshot) => cache.Keep(snapshot);

    /// <summary>Refuses a tree that names a component which is not here: its node could only fail.</summary>
    public void RequireComponents(PipelineTree tree)
    {
        var missing = Missing(tree).Select(m => new FieldViolation(m.Subject, m.Message)).ToList();
        if (missing.Count > 0)
        {
            throw SopsException.InvalidTree(missing);
        }
    }

    private PipelineParseResult Parse(string text) => PipelineParser.Parse(text, options.Value.Pipelines);

    private IEnumerable<TreeProblem> Missing(PipelineTree tree) =>
        tree
            .Nodes.OfType<ServiceActivity>()
            .Where(a => !plugins.TryGet(a.Component.Code, a.Component.Version, out _))
            .Select(a => new TreeProblem("COMPONENT_NOT_FOUND", a.Id, "component", Missing(a.Component)));

    private string Missing(ComponentRef component)
    {
        var versions = plugins.VersionsOf(component.Code);
        return versions.Count == 0
            ? $"component {component.Code} does not exist here"
            : $"component {component.Code} has no version {component.Version}, only {string.Join(", ", versions)}";
    }

    public static FieldViolation Violation(TreeProblem problem) =>
        new(problem.Path.Length > 0 ? problem.Path : problem.Subject, problem.Message);
}
