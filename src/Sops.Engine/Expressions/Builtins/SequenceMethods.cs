using Sops.Engine.Expressions.Nodes;
using Sops.Engine.Expressions.Values;

namespace Sops.Engine.Expressions.Builtins;

/// <summary>What lists and tuples have in common.</summary>
internal static class SequenceMethods
{
    public static readonly Methods<SequenceValue> Table = new()
    {
        ["count"] = (self, a) => new IntValue(self.Items.Count(item => AreEqual(item, a.Refuse(1).Get(0), a))),
        ["index"] = (self, a) =>
        {
            var (start, stop, _) = new SliceValue(
                a.Refuse(3).Find(1) ?? NoneValue.Instance,
                a.Find(2) ?? NoneValue.Instance,
                NoneValue.Instance
            ).Over(self.Items.Count);
            for (var i = start; i < stop; i++)
                if (AreEqual(self.Items[i], a.Get(0), a))
                    return new IntValue(i);
            throw new ExpressionError("the value is not in the list");
        },
    };

    public static bool AreEqual(Value left, Value right, Arguments arguments) =>
        Comparisons.Holds(left, "==", right, arguments.Context);
}
