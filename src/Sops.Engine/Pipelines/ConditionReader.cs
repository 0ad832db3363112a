using System.Text.Json;

namespace Sops.Engine.Pipelines;

/// <summary>Reads the conditions of a branching gateway, in document order.</summary>
internal static class ConditionReader
{
    public static void Read(TreeReader tree, Draft draft)
    {
        if (draft.Node is ExclusiveGateway exclusive)
            (exclusive.Conditions, exclusive.Default) = Branches(tree, draft);
        if (draft.Node is ConditionalParallelGateway parallel)
            (parallel.Conditions, parallel.Default) = Branches(tree, draft);
    }

    private static (List<BranchCondition>, Flow?) Branches(TreeReader tree, Draft draft)
    {
        var outgoing = draft.Node.Outgoing.ToDictionary(flow => flow.Id, StringComparer.Ordinal);
        var conditions = new List<BranchCondition>();
        if (draft.Fields.RequiredObject("conditions") is { } map)
        {
            foreach (var entry in map.Element.EnumerateObject())
            {
                if (entry.Value.ValueKind != JsonValueKind.Object)
                {
                    map.Mistyped(entry.Name, "an object with \"evaluate\"");
                    continue;
                }
                var condition = map.Of(entry);
                var evaluate = condition.RequiredText("evaluate");
                if (evaluate.Length > tree.Limits.Condition)
                    condition.Report(
                        "CONDITION_TOO_LONG",
                        "evaluate",
                        $"The condition has {evaluate.Length} characters; the limit Condition is {tree.Limits.Condition}."
                    );
                if (!outgoing.TryGetValue(entry.Name, out var flow))
                    map.Report(
                        "CONDITION_FLOW_UNKNOWN",
                        entry.Name,
                        $"\"{entry.Name}\" is no outgoing flow of this gateway."
                    );
                else
                    conditions.Add(new BranchCondition(flow, evaluate));
            }
        }
        var fallback = Default(draft, outgoing);
        foreach (var condition in conditions)
            outgoing.Remove(condition.Flow.Id);
        foreach (var flow in outgoing.Values.Where(flow => flow != fallback))
            draft.Fields.Warn(
                "BRANCH_WITHOUT_CONDITION",
                "conditions",
                $"The branch \"{flow.Id}\" has no condition and is not the default, so it is never taken."
            );
        return (conditions, fallback);
    }

    private static Flow? Default(Draft draft, Dictionary<string, Flow> outgoing)
    {
        if (draft.Fields.Object("default_condition") is not { } fallback)
            return null;
        // The editor leaves an empty object where the default was taken away again.
        if (!fallback.Element.EnumerateObject().MoveNext())
            return null;
        if (fallback.RequiredText("flow_id") is not { Length: > 0 } id)
            return null;
        if (outgoing.TryGetValue(id, out var flow))
            return flow;
        fallback.Report("CONDITION_FLOW_UNKNOWN", "flow_id", $"\"{id}\" is no outgoing flow of this gateway.");
        return null;
    }
}
