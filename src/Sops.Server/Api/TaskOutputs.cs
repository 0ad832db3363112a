using System.Text.Json;
using Sops.Engine.Runs;
using Sops.V1;

namespace Sops.Server.Api;

/// <summary>What a finished task put out.</summary>
internal static class TaskOutputs
{
    public static IEnumerable<TaskOutput> Of(Run run)
    {
        if (run.State != NodeState.Finished || run.Node(0)!.Outputs is not { } outputs)
        {
            yield break;
        }
        foreach (var (key, value) in outputs)
        {
            yield return new TaskOutput
            {
                Key = key,
                Value = Values.Of(value),
                Name = run.Tree.Root.Constants.TryGetValue(key, out var constant) ? constant.Name : "",
            };
        }
    }

    /// <summary>The constants of a task's tree.</summary>
    public static JsonValue Constants(string tree)
    {
        using var document = JsonDocument.Parse(tree, new JsonDocumentOptions { MaxDepth = 512 });
        return document.RootElement.TryGetProperty("constants", out var constants)
            ? Values.Of(constants)
            : Values.EmptyObject;
    }
}
