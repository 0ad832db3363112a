using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using Sops.Engine.Pipelines;
using Sops.Engine.Plugins;
using Sops.Storage;

namespace Sops.Server.Runtime;

/// <summary>Pipeline trees as they come in: checked before anything is stored of them.</summary>
public sealed class Trees(TreeCache cache, IPluginCatalog plugins, IOptions<RuntimeOptions> options)
{
    public PipelineParseResult Check(string text) => PipelineParser.Parse(text, options.Value.Pipelines);

    /// <summary>The tree in that text; every problem is told at once.</summary>
    public Snapshot Accept(string text)
    {
        var parsed = Check(text);
        return parsed.Tree is { } tree && parsed.Problems.Count == 0
            ? new Snapshot(text, tree)
            : throw SopsException.InvalidTree(Summary(parsed.Problems), [.. parsed.Problems.Select(Violation)]);
    }

    public ValueTask<Snapshot> StoredAsync(string digest, CancellationToken cancellation) =>
        cache.GetAsync(digest, cancellation);

    /// <summary>Refuses a tree that names a component which is not here: its node could only fail.</summary>
    public void RequireComponents(PipelineTree tree)
    {
        var missing = tree
            .Nodes.OfType<ServiceActivity>()
            .Where(a => !plugins.TryGet(a.Component.Code, a.Component.Version, out _))
            .Select(a => new FieldViolation(a.Id, Missing(a.Component)))
            .ToList();
        if (missing.Count > 0)
        {
            throw SopsException.InvalidTree(
                string.Join("; ", missing.Take(5).Select(m => $"node {m.Field}: {m.Description}")),
                missing
            );
        }
    }

    private string Missing(ComponentRef component)
    {
        var versions = plugins.VersionsOf(component.Code);
        return versions.Count == 0
            ? $"component {component.Code} does not exist here"
            : $"component {component.Code} has no version {component.Version}, only {string.Join(", ", versions)}";
    }

    public static FieldViolation Violation(TreeProblem problem) =>
        new(problem.Path.Length > 0 ? problem.Path : problem.Subject, problem.Message);

    private static string Summary(IReadOnlyList<TreeProblem> problems)
    {
        var told = string.Join(
            "; ",
            problems.Take(5).Select(p => p.Subject.Length > 0 ? $"{p.Subject}: {p.Message}" : p.Message)
        );
        return problems.Count > 5 ? $"{told}; and {problems.Count - 5} more" : told;
    }
}
