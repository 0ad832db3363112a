using Sops.Engine.Expressions.Modules;
using Sops.Engine.Expressions.Nodes;
using Sops.Engine.Expressions.Values;

namespace Sops.Engine.Expressions.Feel;

/// <summary>The functions of FEEL; the names of many have spaces.</summary>
internal static class FeelFunctions
{
    private const int MostWords = 3;

    private static readonly Dictionary<string, Func<Arguments, Value>> All = new(StringComparer.Ordinal)
    {
        ["string"] = a => new TextValue(Exactly(a, 1).Get(0).ToText(a.Context)),
        ["contains"] = a => BoolValue.Of(TextSearch.IndexOf(Texts(a).Text(0), a.Text(1), a.Context) >= 0),
        ["starts with"] = a => BoolValue.Of(Texts(a).Text(0).StartsWith(a.Text(1), StringComparison.Ordinal)),
        ["ends with"] = a => BoolValue.Of(Texts(a).Text(0).EndsWith(a.Text(1), StringComparison.Ordinal)),
        ["matches"] = a => BoolValue.Of(Match(Texts(a)).IsTrue),
        ["list contains"] = a => Holds(Exactly(a, 2).Get(1), "in", a.Get(0), a.Context),
        ["count"] = a => new IntValue(Items(a).Count),
        ["all"] = a => BoolValue.Of(Items(a).All(item => item.IsTrue)),
        ["any"] = a => BoolValue.Of(Items(a).Any(item => item.IsTrue)),
        ["not"] = a => BoolValue.Of(!Exactly(a, 1).Get(0).IsTrue),
        ["is defined"] = a => BoolValue.Of(Exactly(a, 1).Get(0) is not NoneValue),
        ["get or else"] = a => Exactly(a, 2).Get(0) is NoneValue ? a.Get(1) : a.Get(0),
        ["json loads"] = a =>
            BoundValue.Json(Exactly(a, 1).Text(0), a.Context) ?? throw new ExpressionError("the text is not JSON"),
        ["now"] = a => new DateValue(Moments.Local(Exactly(a, 0).Context), true),
        ["today"] = a => new DateValue(Moments.Local(Exactly(a, 0).Context).Date, false),
        ["date"] = a => FeelTimes.Date(Exactly(a, 1).Text(0)),
        ["time"] = a => FeelTimes.Time(Exactly(a, 1).Text(0)),
        ["date and time"] = a => FeelTimes.DateAndTime(Exactly(a, 1).Text(0)),
        ["month of year"] = a => new TextValue(FeelTimes.Day(Exactly(a, 1).Get(0)).ToString("MMMM", FeelTimes.English)),
        ["day of week"] = a => new TextValue(FeelTimes.Day(Exactly(a, 1).Get(0)).DayOfWeek.ToString()),
        ["before"] = a => BoolValue.Of(IntervalValue.IsBefore(Exactly(a, 2).Get(0), a.Get(1), a.Context)),
        ["after"] = a => BoolValue.Of(IntervalValue.IsBefore(Exactly(a, 2).Get(1), a.Get(0), a.Context)),
        ["includes"] = Includes,
    };

    /// <summary>The function whose name and "(" stand at that token.</summary>
    public static (Func<Arguments, Value> Function, int Words)? Find(List<FeelToken> tokens, int at)
    {
        var words = 0;
        while (words <= MostWords && tokens[at + words].Kind == FeelKind.Word)
            words++;
        return
            tokens[at + words].Is("(")
            && All.TryGetValue(string.Join(' ', tokens.Slice(at, words).Select(word => word.Text)), out var function)
            ? (function, words)
            : null;
    }

    private static BoolValue Holds(Value left, string op, Value right, EvaluationContext context) =>
        BoolValue.Of(Comparisons.Holds(left, op, right, context));

    private static Value Match(Arguments a) =>
        PatternValue.Compile(a.Text(1), 0, a.Context).Run("match", new Arguments(a.Context, [a.Get(0)]), 0);

    private static BoolValue Includes(Arguments a)
    {
        if (Exactly(a, 2).Get(0) is not IntervalValue whole)
            throw new ExpressionError("includes takes a range first");
        return BoolValue.Of(
            a.Get(1) is IntervalValue part ? whole.Contains(part, a.Context) : whole.Contains(a.Get(1), a.Context)
        );
    }

    private static List<Value> Items(Arguments a) =>
        Exactly(a, 1).Get(0) is ListValue list
            ? list.Items
            : throw new ExpressionError($"a list is required, not {a.Get(0).TypeName}");

    private static Arguments Texts(Arguments a)
    {
        a.Context.SpendText(Exactly(a, 2).Text(0).Length + a.Text(1).Length);
        return a;
    }

    private static Arguments Exactly(Arguments a, int count) =>
        a.Values.Count == count
            ? a
            : throw new ExpressionError($"the function takes {count} arguments, not {a.Values.Count}");
}
