using Sops.Engine.Expressions.Nodes;
using Sops.Engine.Expressions.Values;

namespace Sops.Engine.Expressions.Feel;

/// <summary>A range, such as [1..5); its ends may belong to it.</summary>
internal sealed class IntervalValue(Value low, bool hasLow, Value high, bool hasHigh) : Value
{
    public override string TypeName => "range";

    public bool Contains(Value value, EvaluationContext context) =>
        Comparisons.Holds(low, hasLow ? "<=" : "<", value, context)
        && Comparisons.Holds(value, hasHigh ? "<=" : "<", high, context);

    public bool Contains(IntervalValue other, EvaluationContext context) =>
        Comparisons.Holds(low, hasLow || !other.HasLow ? "<=" : "<", other.Low, context)
        && Comparisons.Holds(other.High, hasHigh || !other.HasHigh ? "<=" : "<", high, context);

    /// <summary>Whether all of one lies before all of the other; each is a range or a single value.</summary>
    public static bool IsBefore(Value left, Value right, EvaluationContext context)
    {
        var (end, hasEnd) = left is IntervalValue l ? (l.High, l.HasHigh) : (left, true);
        var (start, hasStart) = right is IntervalValue r ? (r.Low, r.HasLow) : (right, true);
        return Comparisons.Holds(end, hasEnd && hasStart ? "<" : "<=", start, context);
    }

    public override void WriteRepr(BoundedText text)
    {
        text.Write(hasLow ? '[' : '(');
        low.WriteRepr(text);
        text.Write("..");
        high.WriteRepr(text);
        text.Write(hasHigh ? ']' : ')');
    }

    private Value Low => low;
    private bool HasLow => hasLow;
    private Value High => high;
    private bool HasHigh => hasHigh;
}
