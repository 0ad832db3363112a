using System.Text.Json;

namespace Sops.Engine.Pipelines;

/// <summary>Reads the flows of one level, hangs them on their nodes, and the conditions on the flows.</summary>
internal static class FlowReader
{
    public static void Read(TreeReader tree, Level level, Fields fields)
    {
        var before = tree.Findings.ProblemCount;
        var flows = ReadAll(tree, level, fields);
        var listed = new HashSet<Flow>(ReferenceEqualityComparer.Instance);
        foreach (var draft in level.Drafts)
            draft.Node.Outgoing = Outgoing(tree, draft, flows, listed);
        foreach (var flow in flows.Values.OfType<Flow>())
        {
            if (listed.Contains(flow))
                level.Flows.Add(flow);
            else
                tree.Findings.Warning(
                    "FLOW_IGNORED",
                    flow.Id,
                    fields.Path["flows"][flow.Id],
                    $"The node \"{flow.Source.Id}\" does not list this flow as outgoing, so it is never taken."
                );
        }
        level.ShapeUnknown |= tree.Findings.ProblemCount > before;
        CompareIncoming(tree, level);
        foreach (var draft in level.Drafts)
            ConditionReader.Read(tree, draft);
    }

    // A flow whose ends are unknown is kept as null, so that those who name it are not blamed for its fault.
    private static Dictionary<string, Flow?> ReadAll(TreeReader tree, Level level, Fields fields)
    {
        var flows = new Dictionary<string, Flow?>(StringComparer.Ordinal);
        if (fields.RequiredObject("flows") is not { } map)
            return flows;
        foreach (var entry in map.Element.EnumerateObject())
        {
            if (entry.Value.ValueKind != JsonValueKind.Object)
            {
                map.Mistyped(entry.Name, "an object");
                continue;
            }
            var flow = new Fields(entry.Value, map.Path[entry.Name], entry.Name, tree.Findings);
            Ids.Check(tree, entry.Name, flow.Path);
            if (flow.Text("id") is { } id && id != entry.Name)
                flow.Report("ID_MISMATCH", "id", $"The flow stands under \"{entry.Name}\" but calls itself \"{id}\".");
            var source = End(level, flow, "source");
            var target = End(level, flow, "target");
            flows[entry.Name] =
                source is null || target is null ? null : new Flow(tree.Flows.Count, entry.Name, source, target);
            tree.Flows.Add(flows[entry.Name]);
        }
        return flows;
    }

    private static Node? End(Level level, Fields flow, string name)
    {
        if (flow.RequiredText(name) is not { Length: > 0 } id)
            return null;
        if (level.ById.TryGetValue(id, out var draft))
            return draft.Node;
        flow.Report("FLOW_END_UNKNOWN", name, $"The flow's {name} \"{id}\" is no node of this pipeline.");
        return null;
    }

    private static List<Flow> Outgoing(
        TreeReader tree,
        Draft draft,
        Dictionary<string, Flow?> flows,
        HashSet<Flow> listed
    )
    {
        var outgoing = new List<Flow>();
        foreach (var id in draft.Outgoing)
        {
            if (!flows.TryGetValue(id, out var flow))
                draft.Fields.Report("FLOW_UNKNOWN", "outgoing", $"The outgoing flow \"{id}\" does not exist.");
            else if (flow is null)
                continue;
            else if (flow.Source != draft.Node)
                draft.Fields.Report(
                    "FLOW_NOT_FROM_NODE",
                    "outgoing",
                    $"The outgoing flow \"{id}\" comes from \"{flow.Source.Id}\", not from this node."
                );
            else if (!listed.Add(flow))
                draft.Fields.Report("DUPLICATE_FLOW", "outgoing", $"The outgoing flow \"{id}\" is listed twice.");
            else
                outgoing.Add(flow);
        }
        return outgoing;
    }

    private static void CompareIncoming(TreeReader tree, Level level)
    {
        var actual = level.Flows.ToLookup(flow => flow.Target, flow => flow.Id);
        foreach (var draft in level.Drafts)
        {
            if (draft.Node is not StartEvent && !actual[draft.Node].ToHashSet().SetEquals(draft.Incoming))
                draft.Fields.Warn(
                    "INCOMING_DISAGREES",
                    "incoming",
                    "\"incoming\" disagrees with the flows that lead to this node; the flows count."
                );
        }
    }
}
