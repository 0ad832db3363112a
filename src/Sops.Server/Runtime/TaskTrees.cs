using Microsoft.Extensions.Options;
using Sops.Engine.Pipelines;
using Sops.Storage;

namespace Sops.Server.Runtime;

/// <summary>The tree that a new task is to run: the template's or the caller's, without what it is to leave out.</summary>
public sealed class TaskTrees(Trees trees, IOptions<RuntimeOptions> options)
{
    /// <param name="template">Null where the task is made without one.</param>
    /// <exception cref="SopsException">There is no such tree; the message begins as the task asks.</exception>
    public async Task<Snapshot> OfAsync(
        NewTask task,
        TemplateRow? template,
        long businessId,
        CancellationToken cancellation
    )
    {
        try
        {
            var snapshot = Simplified(await WholeAsync(task, template, businessId, cancellation), task);
            trees.RequireComponents(snapshot.Tree);
            return snapshot;
        }
        catch (SopsException e) when (e.Kind == FailureKind.Invalid && task.TreeRefusal.Length > 0)
        {
            throw SopsException.Invalid(e.Reason, task.TreeRefusal + e.Message, e.Violations);
        }
    }

    private async Task<Snapshot> WholeAsync(
        NewTask task,
        TemplateRow? template,
        long businessId,
        CancellationToken cancellation
    )
    {
        if (task.Tree is { } tree)
        {
            // BKFlow takes names as they are.
            var clean = task.Space ? tree : NodeNames.Clean(tree, options.Value.Pipelines);
            return await trees.AcceptAsync(clean, businessId, self: null, cancellation);
        }
        var stored = await trees.OfTemplateAsync(template!, businessId, cancellation);
        var excluded =
            task.ExecutedNodes.Count > 0 ? TreeExclusion.AllBut(stored.Tree, task.ExecutedNodes) : task.ExcludedNodes;
        return excluded.Count == 0 ? stored.Pruned : stored.Without(excluded);
    }

    private static Snapshot Simplified(Snapshot snapshot, NewTask task)
    {
        if (task.SimplifiedConstants.Count == 0)
        {
            return snapshot;
        }
        var text = PlainConstants.Simplify(snapshot.Text, task.SimplifiedConstants);
        return ReferenceEquals(text, snapshot.Text)
            ? snapshot
            : new Snapshot(text, PipelineParser.Parse(text, PipelineLimits.Unlimited).Tree!);
    }
}
