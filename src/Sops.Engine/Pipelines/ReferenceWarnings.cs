namespace Sops.Engine.Pipelines;

/// <summary>Points at what runs, but hardly as its author meant: unknown variables, and conditions that read two ways.</summary>
internal static class ReferenceWarnings
{
    public static void Check(Level level)
    {
        var known = level.Pipeline.Constants.Keys.ToHashSet(StringComparer.Ordinal);
        foreach (var draft in level.Drafts)
            if (draft.Node is ServiceActivity { Loop: { } loop })
                known.Add(loop.OutputsKey);
        foreach (var draft in level.Drafts)
        {
            switch (draft.Node)
            {
                case ServiceActivity activity:
                    CheckInputs(draft, activity.Inputs, "component.data", known);
                    break;
                case Subprocess subprocess:
                    CheckInputs(draft, subprocess.Parameters, "constants", known);
                    break;
                case ExclusiveGateway gateway:
                    CheckConditions(draft, gateway.Conditions, gateway.ConditionLanguage, known);
                    break;
                case ConditionalParallelGateway gateway:
                    CheckConditions(draft, gateway.Conditions, gateway.ConditionLanguage, known);
                    break;
            }
        }
    }

    private static void CheckInputs(Draft draft, IReadOnlyList<NodeInput> inputs, string place, HashSet<string> known)
    {
        foreach (var input in inputs.Where(input => input.NeedRender))
        foreach (var key in Unknown(References.Plain(input.Value), known))
            draft.Fields.Warn(
                "REFERENCE_UNKNOWN",
                $"{place}.{input.Key}.value",
                $"{key} is no constant of this pipeline; it stays as literal text."
            );
    }

    private static void CheckConditions(
        Draft draft,
        IReadOnlyList<BranchCondition> conditions,
        string language,
        HashSet<string> known
    )
    {
        foreach (var condition in conditions)
        {
            var place = $"conditions.{condition.Flow.Id}.evaluate";
            foreach (var key in Unknown(References.Plain(condition.Evaluate), known))
                draft.Fields.Warn(
                    "REFERENCE_UNKNOWN",
                    place,
                    $"{key} is no constant of this pipeline; the condition compares its literal text."
                );
            if (language.Equals("boolrule", StringComparison.OrdinalIgnoreCase) && MixedLogic.Found(condition.Evaluate))
                draft.Fields.Warn(
                    "CONDITION_AMBIGUOUS",
                    place,
                    "\"and\" and \"or\" without parentheses are taken from left to right, without precedence: add parentheses."
                );
        }
    }

    // Names that begin with "_" are given by the engine, the task or the project.
    private static IEnumerable<string> Unknown(HashSet<string> keys, HashSet<string> known) =>
        keys.Where(key => key[2] != '_' && !known.Contains(key)).Order(StringComparer.Ordinal);
}
