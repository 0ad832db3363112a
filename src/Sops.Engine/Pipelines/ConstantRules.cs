using System.Text.Json;
using Sops.Engine.Expressions;

namespace Sops.Engine.Pipelines;

/// <summary>Refuses constants whose values need themselves, directly or by way of others.</summary>
public static class ConstantRules
{
    // Enough to find a circle by hand; each of the others has a report of its own.
    private const int Named = 5;

    internal static void Check(TreeReader tree, Level level)
    {
        var needs = new Dictionary<string, HashSet<string>>(StringComparer.Ordinal);
        foreach (var constant in level.Pipeline.Constants.Values.Where(constant => IsRenderedHere(level, constant)))
        {
            var needed = NamedIn(constant.Value);
            if (needed.Remove(constant.Key))
                Report(
                    tree,
                    level,
                    "CONSTANT_NEEDS_ITSELF",
                    constant.Key,
                    $"The value of {constant.Key} refers to itself."
                );
            needs[constant.Key] = needed;
        }
        foreach (var needed in needs.Values)
            needed.IntersectWith(needs.Keys);
        foreach (var key in InCircles(needs))
            Report(
                tree,
                level,
                "CONSTANT_CIRCLE",
                key,
                $"The value of {key} leads back to itself by way of {string.Join(", ", needs[key].Order(StringComparer.Ordinal).Take(Named))}."
            );
    }

    /// <summary>Keys of the root's constants that lead back to themselves once a task has values of its own for some.</summary>
    public static IReadOnlyList<string> Circles(Pipeline root, ValueMap given)
    {
        if (!given.Any(g => Template.HasReferences(g.Value)))
            return [];
        var needs = root
            .Constants.Values.Where(c => c.NeedRender && (!c.IsOutput || given.TryGet(c.Key, out _)))
            .ToDictionary(
                c => c.Key,
                c => NamedIn(given.TryGet(c.Key, out var value) ? value : c.Value),
                StringComparer.Ordinal
            );
        foreach (var needed in needs.Values)
            needed.IntersectWith(needs.Keys);
        var direct = needs.Where(n => n.Value.Remove(n.Key)).Select(n => n.Key).ToList();
        return [.. direct.Union(InCircles(needs)).Order(StringComparer.Ordinal)];
    }

    // An output has no value of its own, and a parameter's value is rendered outside, in the variables of the parent.
    private static bool IsRenderedHere(Level level, Constant constant) =>
        constant is { IsOutput: false, NeedRender: true } && !(level.Pipeline.Parent is not null && constant.Shown);

    private static HashSet<string> NamedIn(JsonElement value) => References.In(value);

    private static List<string> InCircles(Dictionary<string, HashSet<string>> needs)
    {
        var neededBy = needs.Keys.ToDictionary(key => key, _ => new HashSet<string>(), StringComparer.Ordinal);
        foreach (var (key, needed) in needs)
        foreach (var other in needed)
            neededBy[other].Add(key);
        var left = new HashSet<string>(needs.Keys, StringComparer.Ordinal);
        // What needs nothing that is left can be computed; what nothing left needs is in no circle either.
        Peel(left, needs, neededBy);
        Peel(left, neededBy, needs);
        foreach (var key in left)
            needs[key].IntersectWith(left);
        return [.. left.Order(StringComparer.Ordinal)];
    }

    private static void Peel(
        HashSet<string> left,
        Dictionary<string, HashSet<string>> forward,
        Dictionary<string, HashSet<string>> backward
    )
    {
        var open = left.ToDictionary(key => key, key => forward[key].Count(left.Contains), StringComparer.Ordinal);
        var free = new Stack<string>(left.Where(key => open[key] == 0));
        while (free.TryPop(out var key))
        {
            left.Remove(key);
            foreach (var other in backward[key].Where(left.Contains))
                if (--open[other] == 0)
                    free.Push(other);
        }
    }

    private static void Report(TreeReader tree, Level level, string code, string key, string message) =>
        tree.Findings.Problem(code, key, level.Path["constants"][key]["value"], message);
}
