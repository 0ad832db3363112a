using Sops.Engine;
using Sops.Server.Runtime;
using Sops.Storage;

namespace Sops.Server.Schedules;

/// <summary>What a clocked task would run if its moment were now.</summary>
public sealed class ClockedTrees(Templates templates, TaskTrees trees)
{
    /// <exception cref="SopsException">Its template is gone, or its parameters do not go with it.</exception>
    public async Task<(TemplateRow Template, Snapshot Snapshot, ValueMap Constants)> OfAsync(
        ClockedTaskRow row,
        CancellationToken cancellation
    )
    {
        var template = await templates.GetAsync(row.BusinessId, null, row.TemplateId, cancellation);
        var parameters = ClockedParameters.Parse(row.Parameters);
        var task = new NewTask
        {
            Name = row.TaskName,
            TemplateId = template.Id,
            ExcludedNodes = parameters.ExcludeTaskNodesId ?? [],
            ExecutedNodes = parameters.AppointTaskNodesId ?? [],
        };
        var snapshot = await trees.OfAsync(task, template, row.BusinessId, cancellation);
        var constants = ValueMap.From(parameters.Constants.Where(c => snapshot.Tree.Root.Constants.ContainsKey(c.Key)));
        ConstantChanges.RequireNoCircle(snapshot.Tree, constants);
        return (template, snapshot, constants);
    }
}
