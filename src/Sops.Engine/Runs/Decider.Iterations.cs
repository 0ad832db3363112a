using System.Text.Json;
using System.Text.Json.Nodes;
using Sops.Engine.Pipelines;

namespace Sops.Engine.Runs;

/// <summary>An activity with a loop_config runs several times over and collects what each time put out in a list.</summary>
public sealed partial class Decider
{
    private const string Collected = "outputs";
    private const int MaxDepth = 512;
    private static readonly JsonDocumentOptions Reading = new() { MaxDepth = MaxDepth };
    private static readonly JsonSerializerOptions Deep = new() { MaxDepth = MaxDepth };

    /// <summary>Numbers the iteration; whoever enters from elsewhere, or retries, begins with the first.</summary>
    private static NodeStarted Iterated(ServiceActivity activity, NodeRun? before, NodeStarted begun) =>
        (activity.Loop, before) switch
        {
            (null, _) => begun,
            (_, { State: NodeState.Finished, Iterates: true }) => begun with { Iteration = before.Iteration + 1 },
            (_, { State: NodeState.Ready, Attempt: > 0 }) => begun with { Iteration = 1, Loop = 1, InnerLoop = 1 },
            _ => begun with { Iteration = 1 },
        };

    /// <summary>An ignored failure ends the loop, unless the loop itself passes over failures.</summary>
    private void FinishIteration(ServiceActivity activity, NodeLoop loop, NodeRun run, ValueMap outputs, bool ignored)
    {
        var element = Element(run, outputs, !ignored);
        if (!ignored)
        {
            outputs = outputs.With(Collected, element);
        }
        var key = loop.OutputsKey.StartsWith("${", StringComparison.Ordinal)
            ? loop.OutputsKey
            : $"${{{loop.OutputsKey}}}";
        var scope = activity.Pipeline.Scope;
        var list =
            run.Iteration > 1
            && _draft.TryGetVariable(scope, key, out var soFar)
            && soFar.ValueKind == JsonValueKind.Array
                ? JsonArray.Create(soFar)!
                : [];
        list.Add(JsonNode.Parse(element.GetRawText(), documentOptions: Reading));
        var collected = Parsed(list);
        if (Json.Bytes(collected) > _context.Limits.NodeBytes)
        {
            Fail(activity, $"the outputs of all iterations take more than {_context.Limits.NodeBytes} bytes", outputs);
            return;
        }
        var again = run.Iteration < loop.Times && (!ignored || loop.FailSkip);
        Emit(new NodeFinished(activity.Index, Concluded(run, outputs, !ignored), ignored, again));
        Emit(new VariablesSet(scope, ValueMap.Empty.With(key, collected)));
        Enter(run.Token, again ? activity : activity.Outgoing[0].Target);
    }

    /// <summary>What the component put under "outputs", with how the iteration went.</summary>
    private static JsonElement Element(NodeRun run, ValueMap outputs, bool success)
    {
        var element =
            outputs.TryGet(Collected, out var given) && given.ValueKind == JsonValueKind.Object
                ? JsonObject.Create(given)!
                : [];
        element["result"] = success;
        element["inner_loop"] = run.InnerLoop;
        return Parsed(element);
    }

    private static JsonElement Parsed(JsonNode node) => JsonElement.Parse(node.ToJsonString(Deep), Reading);
}
