using Sops.Engine.Expressions.Nodes;
using Sops.Engine.Expressions.Values;

namespace Sops.Engine.Expressions.Builtins;

/// <summary>Orders and picks values by their keys; items that are equal keep their order.</summary>
internal static class Sorting
{
    public static List<Value> Sort(Value items, Arguments arguments)
    {
        var keyed = Keyed(Iteration.Collect(items, arguments.Context), arguments);
        var isReverse = arguments.Named.TryGetValue("reverse", out var reverse) && reverse.IsTrue;
        var order = Comparer<Value>.Create((a, b) => Compare(a, b, arguments.Context));
        // A comparison of ours throws; the sort would wrap it, and lose what it was.
        try
        {
            var sorted = isReverse
                ? keyed.OrderDescending(Comparer<(Value Key, Value)>.Create((a, b) => order.Compare(a.Key, b.Key)))
                : keyed.Order(Comparer<(Value Key, Value)>.Create((a, b) => order.Compare(a.Key, b.Key)));
            return [.. sorted.Select(pair => pair.Item2)];
        }
        catch (InvalidOperationException e)
            when (e.InnerException is ExpressionError or EvaluationException or OverflowException)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(e.InnerException);
            throw;
        }
    }

    /// <summary>max for a sign of 1, min for -1.</summary>
    public static Value Extreme(Arguments arguments, int sign)
    {
        arguments.Refuse(int.MaxValue, "key", "default");
        var items =
            arguments.Values.Count == 1 ? Iteration.Collect(arguments.Get(0), arguments.Context) : arguments.Values;
        if (items.Count == 0)
            return arguments.Named.GetValueOrDefault("default")
                ?? throw new ExpressionError("min() or max() of an empty sequence");
        var keyed = Keyed(items, arguments);
        var best = keyed[0];
        foreach (var pair in keyed.Skip(1))
            if (
                sign > 0
                    ? Comparisons.IsLess(best.Key, pair.Key, arguments.Context)
                    : Comparisons.IsLess(pair.Key, best.Key, arguments.Context)
            )
                best = pair;
        return best.Item;
    }

    private static List<(Value Key, Value Item)> Keyed(List<Value> items, Arguments arguments)
    {
        var key = arguments.Function(int.MaxValue, "key");
        return
        [
            .. items.Select(item => (key is null ? item : key.Call(new Arguments(arguments.Context, [item])), item)),
        ];
    }

    private static int Compare(Value a, Value b, EvaluationContext context)
    {
        if (Comparisons.IsLess(a, b, context))
            return -1;
        return Comparisons.IsLess(b, a, context) ? 1 : 0;
    }
}
